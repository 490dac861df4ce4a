/**
 * Keeps a page of long work up to date: asks the same address again each second and puts the new content in place, until
 * the page no longer says that work goes on. Without script the page renews itself.
 */
const everyMs = 1000;
const main = document.querySelector('main');

async function renew(): Promise<void> {
  if (main === null || main.querySelector('[data-live]') === null) return;
  if (document.visibilityState === 'visible') {
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (answer.ok) put(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch {
      // The server is away for a moment: the next round asks again.
    }
  }
  setTimeout(renew, everyMs);
}

function put(page: Document): void {
  const next = page.querySelector('main');
  if (next === null || main === null) return;
  // A button that has the keyboard stays as it is while it is in use.
  const focused = document.activeElement;
  const name = focused instanceof HTMLElement && main.contains(focused) ? focused.dataset['keep'] : undefined;
  document.title = page.title;
  main.replaceChildren(...next.childNodes);
  if (name !== undefined) main.querySelector<HTMLElement>(`[data-keep="${CSS.escape(name)}"]`)?.focus();
}

setTimeout(renew, everyMs);
