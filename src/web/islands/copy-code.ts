/** Puts a Copy button beside every block of code. */
export function addCopyButtons(root: ParentNode): void {
  for (const snippet of root.querySelectorAll<HTMLElement>('[data-copy]')) {
    const code = snippet.querySelector('code');
    const head = snippet.querySelector('h3, .label');
    if (code === null || head === null) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'as-link';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', `Copy: ${head.textContent ?? 'the code'}`);
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(code.textContent ?? '');
      button.textContent = 'Copied';
      setTimeout(() => {
        button.textContent = 'Copy';
      }, 2000);
    });
    head.append(button);
  }
}
