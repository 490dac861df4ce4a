import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import type { RecordReader } from './record-reader.ts';

const chunkBytes = 1 << 20;

export interface FilePass {
  /** Where to begin: after a byte order mark or the head. */
  readonly from?: number;
  readonly signal?: AbortSignal;
  /** After each chunk: bytes read so far. */
  readonly onBytes?: (done: number) => void;
  /** Waited for after each chunk: what the records are written to may be slower than the reading. */
  readonly drained?: () => Promise<void>;
}

/** The file is not UTF-8; where is not said, because reading stops at the first such record. */
export class NotUtf8 extends Error {}

/** Gives a file to a record reader, a megabyte at a time; the buffer grows only for a record that needs it. Throws {@link NotUtf8}. */
export async function readRecords(path: string, reader: RecordReader, pass: FilePass = {}): Promise<void> {
  const file = await open(path, 'r');
  try {
    let buffer = Buffer.allocUnsafe(chunkBytes * 2);
    let kept = 0;
    let position = pass.from ?? 0;
    for (;;) {
      pass.signal?.throwIfAborted();
      if (buffer.length - kept < chunkBytes) {
        const grown = Buffer.allocUnsafe(buffer.length * 2);
        buffer.copy(grown, 0, 0, kept);
        buffer = grown;
      }
      const read = await fill(file, buffer, kept, position);
      position += read;
      const end = kept + read;
      const last = read === 0;
      const next = reader.read(buffer, 0, end, last);
      // Records are whole, so no character is cut; of a line too long to be one this cannot be said.
      if (!reader.passingOver && !isUtf8(buffer.subarray(0, next))) throw new NotUtf8();
      buffer.copyWithin(0, next, end);
      kept = end - next;
      pass.onBytes?.(position - kept);
      await pass.drained?.();
      if (last) break;
    }
    reader.finishLongLine();
  } finally {
    await file.close();
  }
}

async function fill(file: FileHandle, buffer: Buffer, at: number, position: number): Promise<number> {
  const { bytesRead } = await file.read(buffer, at, Math.min(chunkBytes, buffer.length - at), position);
  return bytesRead;
}
