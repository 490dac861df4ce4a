/**
 * Keeps what is typed into a form on this device, so that a session that ends or a page that closes loses nothing, and puts
 * it back when the form is opened again. The server says by a cookie which forms it took. Files and passwords are not kept.
 */
type Values = Readonly<Record<string, readonly string[]>>;
interface Draft {
  readonly at: number;
  /** What the page said when the draft began, to see whether it says something else now. */
  readonly base: Values;
  readonly values: Values;
}

const keptDays = 30;
const pauseMs = 400;
/** Its name has a prefix where the platform is served under https. */
const sentCookie = location.protocol === 'https:' ? '__Host-oak-sent' : 'oak-sent';

function keepDraft(form: HTMLFormElement): void {
  const name = form.dataset['draft'] ?? '';
  const place = `oak-draft ${form.dataset['draftOf'] ?? ''} ${name}`;
  const said = form.querySelector<HTMLElement>('[data-draft-said]');
  if (wasSent(name)) localStorage.removeItem(place);
  const now = read(form);
  const kept = stored(place);
  let base = now;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const save = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const values = read(form);
    if (same(values, base)) localStorage.removeItem(place);
    else {
      const draft: Draft = { at: Date.now(), base, values };
      try {
        localStorage.setItem(place, JSON.stringify(draft));
      } catch {
        // No room or no leave to store: the form works as one without drafts.
        return;
      }
      say(said, `Draft kept on this device at ${clockTime(draft.at)}.`);
    }
  };

  if (form.dataset['draftCorrecting'] !== undefined) {
    // The page came back with what was sent: that is the draft now.
    if (kept !== undefined) base = kept.base;
    save();
  } else if (kept !== undefined && !same(kept.values, now)) {
    putBack(form, kept, now);
    base = now;
    say(said, `What you typed until ${clockTime(kept.at)} is back. `, {
      label: 'Start anew',
      act: () => {
        localStorage.removeItem(place);
        for (const line of form.querySelectorAll('[data-draft-meanwhile]')) line.remove();
        write(form, now);
        say(said, '');
      },
    });
  }

  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(save, pauseMs);
  });
  form.addEventListener('submit', save);
  // Who signs out leaves nothing behind: the server clears what is kept, and nothing is kept anew on the way.
  document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', () => {
    clearTimeout(timer);
    timer = undefined;
  });
  form.addEventListener('draft-sent', () => {
    clearTimeout(timer);
    timer = undefined;
    localStorage.removeItem(place);
    base = read(form);
  });
  addEventListener('pagehide', () => {
    if (timer !== undefined) save();
  });
}

/** Only what the person changed is put back; where the page changed too, both are shown. */
function putBack(form: HTMLFormElement, { base, values }: Draft, now: Values): void {
  const own: Record<string, readonly string[]> = { ...now };
  for (const [name, typed] of Object.entries(values)) {
    if (sameList(typed, base[name] ?? [])) continue;
    own[name] = typed;
    const here = now[name] ?? [];
    if (sameList(here, base[name] ?? []) || sameList(here, typed)) continue;
    const field = controls(form).find((control) => control.name === name);
    const line = document.createElement('p');
    line.className = 'hint';
    line.dataset['draftMeanwhile'] = '';
    line.append(`Meanwhile this was saved: “${here.join(', ')}”. `);
    const take = document.createElement('button');
    take.type = 'button';
    take.className = 'as-link';
    take.textContent = 'Use that';
    take.addEventListener('click', () => {
      write(form, { ...read(form), [name]: here });
      line.remove();
      form.dispatchEvent(new Event('input'));
    });
    line.append(take);
    field?.closest('.field')?.append(line);
  }
  for (const name of Object.keys(base)) if (!(name in values)) own[name] = [];
  write(form, own);
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const controls = (form: HTMLFormElement): Control[] =>
  [...form.elements].filter(
    (one): one is Control =>
      (one instanceof HTMLInputElement ||
        one instanceof HTMLTextAreaElement ||
        one instanceof HTMLSelectElement) &&
      one.name !== '' &&
      one.dataset['draftNever'] === undefined &&
      !['hidden', 'file', 'password', 'submit'].includes(one.type),
  );

const ticked = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio');

function read(form: HTMLFormElement): Values {
  const values: Record<string, string[]> = {};
  for (const control of controls(form)) {
    values[control.name] ??= [];
    if (!ticked(control) || control.checked) values[control.name]!.push(control.value);
  }
  return values;
}

function write(form: HTMLFormElement, values: Values): void {
  const next = new Map<string, number>();
  for (const control of controls(form)) {
    const given = values[control.name] ?? [];
    if (ticked(control)) control.checked = given.includes(control.value);
    else {
      const at = next.get(control.name) ?? 0;
      next.set(control.name, at + 1);
      control.value = given[at] ?? '';
    }
  }
}

const same = (a: Values, b: Values): boolean =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) =>
    sameList(a[name] ?? [], b[name] ?? []),
  );
const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, at) => value === b[at]);

function stored(place: string): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(place) ?? 'null') as Draft | null;
    if (draft === null) return undefined;
    if (Date.now() - draft.at < keptDays * 86_400_000) return draft;
    localStorage.removeItem(place);
  } catch {
    // What cannot be read is no draft.
  }
  return undefined;
}

/** Whether the server took this form; told once. */
function wasSent(name: string): boolean {
  const cookie = document.cookie.split('; ').find((one) => one.startsWith(`${sentCookie}=`));
  if (cookie === undefined) return false;
  const sent = decodeURIComponent(cookie.slice(sentCookie.length + 1)).split('\n');
  if (!sent.includes(name)) return false;
  const rest = sent.filter((one) => one !== name);
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser.
  document.cookie = `${sentCookie}=${encodeURIComponent(rest.join('\n'))}; path=/; samesite=strict${location.protocol === 'https:' ? '; secure' : ''}${rest.length === 0 ? '; max-age=0' : ''}`;
  return true;
}

function say(said: HTMLElement | null, words: string, act?: { label: string; act: () => void }): void {
  if (said === null || said.textContent === words) return;
  said.replaceChildren(words);
  if (act === undefined) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'as-link';
  button.textContent = act.label;
  button.addEventListener('click', act.act);
  said.append(button);
}

const clockTime = (at: number): string =>
  new Intl.DateTimeFormat('en-US', {
    ...(Date.now() - at > 12 * 3_600_000 ? { month: 'short', day: 'numeric' } : {}),
    hour: 'numeric',
    minute: '2-digit',
  })
    .format(at)
    .replace(/\s?([AP])M$/, (_, half: string) => ` ${half.toLowerCase()}m`);

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-draft]')) keepDraft(form);
