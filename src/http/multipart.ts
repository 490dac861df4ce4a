import type { Upload } from '../core/operation.ts';

/**
 * Reads a multipart form whose last field is a file, without holding the file: text fields come first and are small; the
 * file is handed on as it arrives (RFC 7578).
 */
export async function readMultipart(
  body: ReadableStream<Uint8Array>,
  contentType: string,
): Promise<{ fields: Record<string, string>; upload?: Upload }> {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType)?.slice(1).find(Boolean);
  if (boundary === undefined) throw new TypeError('multipart without a boundary');
  const reader = body.getReader();
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first delimiter has no line end before it: giving it one lets a single search find them all.
  let buffer: Buffer = Buffer.from('\r\n');
  let ended = false;
  const more = async () => {
    const { done, value } = await reader.read();
    if (done) ended = true;
    else buffer = buffer.length === 0 ? Buffer.from(value) : Buffer.concat([buffer, value]);
  };
  const until = async (mark: Buffer | string, limit: number) => {
    for (;;) {
      const at = buffer.indexOf(mark);
      if (at >= 0) return at;
      if (ended || buffer.length > limit) throw new TypeError('multipart field too long or cut off');
      await more();
    }
  };
  const fields: Record<string, string> = {};
  for (;;) {
    // `buffer` grows while waiting: it is read only after.
    const begin = await until(delimiter, 64 * 1024);
    buffer = buffer.subarray(begin + delimiter.length);
    while (buffer.length < 2 && !ended) await more();
    if (buffer.subarray(0, 2).toString() === '--') return { fields };
    const end = await until('\r\n\r\n', 16 * 1024);
    const head = buffer.subarray(0, end).toString('utf8');
    buffer = buffer.subarray(end + 4);
    const name = /;\s*name="([^"]*)"/i.exec(head)?.[1] ?? '';
    const filename = /;\s*filename="([^"]*)"/i.exec(head)?.[1];
    if (filename === undefined) {
      const stop = await until(delimiter, 1024 * 1024);
      fields[name] = buffer.subarray(0, stop).toString('utf8');
      buffer = buffer.subarray(stop);
      continue;
    }
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        for (;;) {
          const at = buffer.indexOf(delimiter);
          if (at >= 0) {
            if (at > 0) controller.enqueue(buffer.subarray(0, at));
            buffer = Buffer.alloc(0);
            controller.close();
            await reader.cancel();
            return;
          }
          if (ended) {
            controller.error(new TypeError('the upload was cut off'));
            return;
          }
          // The delimiter may begin at the end of what is here.
          const safe = buffer.length - delimiter.length;
          if (safe > 0) {
            controller.enqueue(buffer.subarray(0, safe));
            buffer = buffer.subarray(safe);
            return;
          }
          await more();
        }
      },
      cancel: (reason) => reader.cancel(reason),
    });
    return { fields, upload: { filename, stream } };
  }
}
