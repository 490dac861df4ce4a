import type { OutgoingMail } from '../store/send-mail.ts';

const width = 72;

/** A message as plain text (every mail program and every screen reader shows it) with its headers. */
export function renderMail(
  mail: Pick<OutgoingMail, 'content'>,
  settings: { readonly publicAddress: string },
): { text: string; headers: Record<string, string> } {
  const at = (path: string) => new URL(path, settings.publicAddress).href;
  const parts = mail.content.parts.map((part, place) =>
    [
      ...(part.heading === undefined ? [] : [wrap(`${place + 1}. ${part.heading}`)]),
      ...part.paragraphs.map(wrap),
      ...(part.links ?? []).map((link) => `${wrap(`${link.label}:`)}\n${at(link.path)}`),
    ].join('\n\n'),
  );
  const { unsubscribe } = mail.content;
  const foot = unsubscribe === undefined ? [] : [`To stop this mail:\n${at(unsubscribe)}`];
  return {
    text: `${[...parts, ...foot].join('\n\n')}\n`,
    headers: {
      // Sent by a program: nobody's holiday reply should answer it (RFC 3834).
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribe === undefined
        ? {}
        : {
            'List-Unsubscribe': `<${at(unsubscribe)}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }),
    },
  };
}

function wrap(paragraph: string): string {
  const lines: string[] = [];
  for (const given of paragraph.split('\n')) {
    let line = '';
    for (const word of given.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines.join('\n');
}
