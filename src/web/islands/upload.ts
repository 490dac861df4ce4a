/**
 * Sends a file with a bar that is a count of bytes, by the same form that works without script, and lets it be dropped
 * anywhere on the box. When the server has it, the browser goes where the form would have gone.
 */
const form = document.querySelector<HTMLFormElement>('#upload');
const drop = form?.querySelector<HTMLElement>('.drop');
const input = form?.querySelector<HTMLInputElement>('input[type=file]');
const progress = form?.querySelector<HTMLElement>('[data-progress]');

if (form && drop && input && progress) {
  const hint = form.querySelector<HTMLElement>('[data-drop-hint]');
  if (hint) hint.hidden = false;
  for (const name of ['dragenter', 'dragover'] as const) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
  }
  for (const name of ['dragleave', 'drop'] as const)
    drop.addEventListener(name, () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    if (event.dataTransfer === null || event.dataTransfer.files.length === 0) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event('change'));
  });
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    say(file === undefined ? '' : `${file.name}, ${size(file.size)}`);
  });
  form.addEventListener('submit', (event) => {
    if (input.files?.[0] === undefined) return;
    event.preventDefault();
    send(form, progress);
  });
}

function send(from: HTMLFormElement, told: HTMLElement): void {
  const request = new XMLHttpRequest();
  const meter = document.createElement('progress');
  const words = document.createElement('span');
  told.replaceChildren(meter, words);
  const button = from.querySelector<HTMLButtonElement>('button[type=submit]');
  if (button) button.disabled = true;
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    meter.max = total;
    meter.value = loaded;
    words.textContent =
      loaded < total ? `Sending: ${size(loaded)} of ${size(total)}` : 'Sent. The server is reading it.';
  });
  request.addEventListener('load', () => {
    const answer = JSON.parse(request.responseText || '{}') as {
      job?: string;
      message?: string;
      remedy?: string;
    };
    if (answer.job !== undefined) {
      from.dispatchEvent(new Event('draft-sent'));
      location.assign(`/jobs/${answer.job}`);
      return;
    }
    fail(told, `${answer.message ?? 'The server did not take the file.'} ${answer.remedy ?? ''}`);
    if (button) button.disabled = false;
  });
  request.addEventListener('error', () => {
    fail(told, 'The connection broke while sending. Nothing was stored. Send the file again.');
    if (button) button.disabled = false;
  });
  request.open('POST', from.action);
  request.setRequestHeader('accept', 'application/json');
  request.send(new FormData(from));
}

function fail(told: HTMLElement, words: string): void {
  const line = document.createElement('span');
  line.className = 'wrong-words';
  line.textContent = words;
  told.replaceChildren(line);
}

function say(text: string): void {
  if (progress) progress.textContent = text;
}

function size(bytes: number): string {
  return bytes < 1e6
    ? `${Math.max(1, Math.round(bytes / 1e3))} kB`
    : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
