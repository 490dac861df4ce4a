import { type FileHandle, open } from 'node:fs/promises';
import type { Layout } from './detect-dialect.ts';
import { cellForm, type RecordReader } from './record-reader.ts';

const flushAt = 4 * 1024 * 1024;

/**
 * Rows rewritten in the one form that the engine is sure to read as we do: UTF-8, comma, every filled cell in double
 * quotes, line feed, the row's number first. An empty cell is written as nothing.
 */
export class NormalisedFile {
  private buffer = Buffer.allocUnsafe(flushAt * 2);
  private at = 0;
  private pending: Promise<void> = Promise.resolve();
  private failed: unknown;
  longest = 0;
  private readonly file: FileHandle;
  readonly path: string;

  static async create(path: string): Promise<NormalisedFile> {
    return new NormalisedFile(path, await open(path, 'w', 0o600));
  }

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.file = file;
  }

  /** A row of `width` cells as a {@link RecordReader} found them. */
  cells(
    row: number,
    bytes: Uint8Array,
    reader: RecordReader,
    width: number,
    dialect: Layout['dialect'],
  ): void {
    const from = this.at;
    this.number(row);
    const sameEscape = dialect.quote === 0x22 && dialect.escape === 0x22;
    for (let cell = 0; cell < width; cell++) {
      this.room(8);
      this.buffer[this.at++] = 0x2c;
      const start = reader.starts[cell]!;
      const end = reader.ends[cell]!;
      if (end <= start) continue;
      this.room((end - start) * 2 + 8);
      this.buffer[this.at++] = 0x22;
      if (reader.forms[cell] === cellForm.escaped && !sameEscape) this.unescaped(bytes, start, end, dialect);
      else if (reader.forms[cell] !== cellForm.plain && dialect.quote === 0x22) this.raw(bytes, start, end);
      else this.doubled(bytes, start, end);
      this.buffer[this.at++] = 0x22;
    }
    this.endRow(from);
  }

  /** A row of texts; null and the empty text are both written as nothing. */
  texts(row: number, cells: readonly (string | null)[]): void {
    const from = this.at;
    this.number(row);
    for (const cell of cells) {
      this.room(8);
      this.buffer[this.at++] = 0x2c;
      if (cell === null || cell === '') continue;
      this.room(cell.length * 6 + 8);
      const text = cell.includes('"') ? cell.replaceAll('"', '""') : cell;
      this.buffer[this.at++] = 0x22;
      this.at += this.buffer.write(
        text.includes('\0') ? text.replaceAll('\0', '\\0') : text,
        this.at,
        'utf8',
      );
      this.buffer[this.at++] = 0x22;
    }
    this.endRow(from);
  }

  /** Resolves when the writes so far leave room for more; throws what writing threw. */
  async drained(): Promise<void> {
    await this.pending;
    if (this.failed) throw this.failed;
  }

  async close(): Promise<void> {
    this.flush();
    await this.pending;
    await this.file.close();
    if (this.failed) throw this.failed;
  }

  private endRow(from: number): void {
    this.room(8);
    this.buffer[this.at++] = 0x0a;
    if (this.at - from > this.longest) this.longest = this.at - from;
    if (this.at >= flushAt) this.flush();
  }

  private number(row: number): void {
    this.room(32);
    this.at += this.buffer.write(String(row), this.at, 'latin1');
  }

  private raw(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at++) this.buffer[this.at++] = bytes[at]!;
  }

  private doubled(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === 0x22) this.buffer[this.at++] = 0x22;
      this.buffer[this.at++] = byte;
    }
  }

  private unescaped(bytes: Uint8Array, start: number, end: number, dialect: Layout['dialect']): void {
    for (let at = start; at < end; at++) {
      let byte = bytes[at]!;
      if (byte === dialect.escape && at + 1 < end) byte = bytes[++at]!;
      if (byte === 0x22) this.buffer[this.at++] = 0x22;
      this.buffer[this.at++] = byte;
    }
  }

  private room(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(grown, 0, 0, this.at);
    this.buffer = grown;
  }

  private flush(): void {
    if (this.at === 0) return;
    const full = this.buffer.subarray(0, this.at);
    this.buffer = Buffer.allocUnsafe(flushAt * 2);
    this.at = 0;
    this.pending = this.pending
      .then(async () => {
        if (!this.failed)
          for (let at = 0; at < full.length; ) at += (await this.file.write(full, at)).bytesWritten;
      })
      .catch((error: unknown) => {
        this.failed ??= error;
      });
  }
}
