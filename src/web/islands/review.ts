/**
 * Keys of a review: the letter on a button presses it, off while somebody types. Nothing else is done here: without script
 * the same buttons work by Tab and Enter.
 */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === 'Escape' && isTyping(event.target)) {
    (event.target as HTMLElement).blur();
    return;
  }
  if (isTyping(event.target)) return;
  const pressed = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (pressed === null) return;
  event.preventDefault();
  pressed.click();
  if (pressed.tagName === 'SUMMARY') pressed.parentElement?.querySelector<HTMLElement>('input')?.focus();
});
