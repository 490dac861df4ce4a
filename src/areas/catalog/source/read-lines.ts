import { createReadStream } from 'node:fs';
import { maxRecordBytes } from './limits.ts';

/** Hands over the lines of a file, without their ends, with their numbers from 1. A longer line than a row may be is cut. */
export async function readLines(
  path: string,
  from: number,
  signal: AbortSignal,
  onLine: (bytes: Buffer, line: number) => void | Promise<void>,
): Promise<void> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let line = 0;
  for await (const chunk of createReadStream(path, { start: from, highWaterMark: 1 << 20, signal })) {
    let at = 0;
    for (;;) {
      const end = (chunk as Buffer).indexOf(0x0a, at);
      if (end < 0) break;
      const bytes = Buffer.concat([...rest, (chunk as Buffer).subarray(at, end)]);
      rest = [];
      restBytes = 0;
      await onLine(bytes, ++line);
      at = end + 1;
    }
    const tail = (chunk as Buffer).subarray(at);
    if (restBytes < maxRecordBytes) rest.push(Buffer.from(tail));
    restBytes += tail.length;
  }
  if (restBytes > 0) await onLine(Buffer.concat(rest), ++line);
}
