/** Says what another line between linked and not linked would cost, while it is being moved. Without script a button asks. */
interface Line {
  readonly at: number;
  readonly says: string;
}

const form = document.querySelector<HTMLFormElement>('[data-lines]');
const slider = form?.querySelector<HTMLInputElement>('input[type=range]');
const words = form?.querySelector('.line-says');

if (form && slider && words) {
  const lines = JSON.parse(form.dataset['lines'] ?? '[]') as Line[];
  const button = form.querySelector('button');
  if (button) button.hidden = true;
  slider.addEventListener('input', () => {
    const at = Number(slider.value);
    const near = lines.reduce((best, line) =>
      Math.abs(line.at - at) < Math.abs(best.at - at) ? line : best,
    );
    words.textContent = near.says;
    slider.setAttribute('aria-valuetext', near.says);
  });
}
