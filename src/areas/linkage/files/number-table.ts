import { open } from 'node:fs/promises';

const bytesAtOnce = 1 << 20;
/** The longest line: six numbers of sixteen digits with their signs and commas. */
const longestLine = 6 * 18;

/**
 * Writes columns of whole numbers as CSV for the engine to read back: the only way from memory into any SQL engine that needs
 * no driver. Only numbers pass here, never a value of a record. `line` puts one record's numbers.
 */
export async function writeNumbers(
  path: string,
  names: readonly string[],
  rows: number,
  line: (row: number, put: (value: number) => void) => void,
): Promise<void> {
  const bytes = Buffer.allocUnsafe(bytesAtOnce);
  let used = bytes.write(`${names.join(',')}\n`);
  const put = (value: number) => {
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
  };
  const file = await open(path, 'w', 0o600);
  try {
    for (let row = 0; row < rows; row++) {
      line(row, put);
      bytes[used - 1] = 10;
      if (used + longestLine < bytesAtOnce) continue;
      await file.write(bytes, 0, used);
      used = 0;
    }
    await file.write(bytes, 0, used);
  } finally {
    await file.close();
  }
}
