/**
 * Says in the page, five minutes before, that a session ends, and lets one stay. Other windows of the same session may have
 * put the end off meanwhile: each tells the others when it was last heard to end. What was typed is kept by drafts.ts.
 */
const warnBeforeMs = 5 * 60_000;
const place = 'oak-session-until';

const box = document.querySelector<HTMLElement>('[data-session-until]');
if (box !== null) watch(box);

function watch(warning: HTMLElement): void {
  const words = warning.querySelector<HTMLElement>('[data-session-words]');
  const stay = warning.querySelector<HTMLButtonElement>('[data-session-stay]');
  const again = warning.querySelector<HTMLElement>('[data-session-again]');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let until = 0;

  const say = (text: string, over: boolean): void => {
    if (words) words.textContent = text;
    if (stay) stay.hidden = over;
    if (again) again.hidden = !over;
    // Only now: a page has one alert at a time, and this one is none yet while it is hidden.
    words?.parentElement?.setAttribute('role', 'alert');
    warning.hidden = false;
  };
  const look = (): void => {
    until = Math.max(until, Number(read(place)) || 0);
    const left = until - Date.now();
    clearTimeout(timer);
    if (left <= 0) {
      say('Your session has ended. What you typed is kept on this device.', true);
      return;
    }
    if (left <= warnBeforeMs) {
      say(`Your session ends at ${clockTime(until)}. What you typed is kept on this device.`, false);
      timer = setTimeout(look, Math.min(left, 15_000));
      return;
    }
    warning.hidden = true;
    // A machine that slept wakes late: never trust one long timer.
    timer = setTimeout(look, Math.min(left - warnBeforeMs, 60_000));
  };
  const endsAt = (at: string | null | undefined): void => {
    const time = Date.parse(at ?? '');
    if (!Number.isFinite(time)) return;
    until = time;
    write(place, String(time));
    look();
  };

  stay?.addEventListener('click', () => {
    fetch('/api/v1/me', { headers: { accept: 'application/json' } })
      .then((answer) => answer.json() as Promise<{ kind: string; sessionUntil: string | null }>)
      .then(({ kind, sessionUntil }) => {
        if (kind === 'person') return endsAt(sessionUntil);
        write(place, '0');
        until = 0;
        look();
      })
      .catch(() => say('The platform does not answer. What you typed is kept on this device.', false));
  });
  addEventListener('storage', ({ key }) => {
    if (key === place) look();
  });
  addEventListener('visibilitychange', look);
  endsAt(warning.dataset['sessionUntil']);
}

/** Of the clock on the wall where the reader is. */
function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' }).toLowerCase();
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
function write(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // No leave to store: this window watches for itself alone.
  }
}
