import { open } from 'node:fs/promises';

const bytesAtOnce = 1 << 20;
/** A line without its texts: six numbers of sixteen digits with their signs and commas. */
const numbersOfLine = 6 * 18;

/** Puts the next field of a line. */
export interface LineWriter {
  /** A whole number. */
  number(value: number): void;
  /** A text as {@link quoted} gives it. */
  text(value: string): void;
}

/** A text as it stands in a field of CSV. */
export const quoted = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/**
 * Writes CSV for the engine to read back: the only way from memory into any SQL engine that needs no driver. `longest` is the
 * length of the longest text, of which a line has two at most.
 */
export async function writeLines(
  path: string,
  names: readonly string[],
  rows: number,
  longest: number,
  line: (row: number, put: LineWriter) => void,
): Promise<void> {
  // Of UTF-8, three bytes a code unit; quoting may double it.
  const longestLine = numbersOfLine + 2 * 6 * (longest + 8);
  const bytes = Buffer.allocUnsafe(Math.max(bytesAtOnce, 2 * longestLine));
  let used = bytes.write(`${names.join(',')}\n`);
  const put: LineWriter = {
    number(value) {
      let left = value;
      if (left < 0) {
        bytes[used++] = 45;
        left = -left;
      }
      const from = used;
      do {
        const rest = Math.floor(left / 10);
        bytes[used++] = 48 + (left - rest * 10);
        left = rest;
      } while (left > 0);
      for (let i = from, j = used - 1; i < j; i++, j--) {
        const swapped = bytes[i]!;
        bytes[i] = bytes[j]!;
        bytes[j] = swapped;
      }
      bytes[used++] = 44;
    },
    text(value) {
      used += bytes.write(value, used);
      bytes[used++] = 44;
    },
  };
  const file = await open(path, 'w', 0o600);
  try {
    for (let row = 0; row < rows; row++) {
      line(row, put);
      bytes[used - 1] = 10;
      if (used + longestLine < bytes.length) continue;
      await file.write(bytes, 0, used);
      used = 0;
    }
    await file.write(bytes, 0, used);
  } finally {
    await file.close();
  }
}
