/**
 * The messages of a mailbox file (mbox, RFC 4155): each begins with a line `From ` after an empty line, and lines of text
 * that begin so are quoted by one `>` more. Bytes, because a message's character set is its own affair. A file that does
 * not begin with `From ` is one message.
 */
export function splitMailbox(file: Buffer): Buffer[] {
  const mark = Buffer.from('From ');
  if (!file.subarray(0, 5).equals(mark)) return file.length === 0 ? [] : [file];
  const starts: number[] = [0];
  for (
    let at = file.indexOf('\nFrom ', 0, 'latin1');
    at >= 0;
    at = file.indexOf('\nFrom ', at + 1, 'latin1')
  ) {
    const before = file.subarray(Math.max(0, at - 2), at).toString('latin1');
    if (/(\n|\n\r|^\r?)$/.test(before)) starts.push(at + 1);
  }
  return starts.map((start, n) => {
    const head = file.indexOf('\n', start);
    const body = file.subarray(head < 0 ? file.length : head + 1, starts[n + 1] ?? file.length);
    return Buffer.from(body.toString('latin1').replace(/^>(>*From )/gm, '$1'), 'latin1');
  });
}
