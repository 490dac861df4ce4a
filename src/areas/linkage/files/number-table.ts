import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const linesAtOnce = 20_000;

/**
 * Writes columns of numbers as CSV for the engine to read back: the only way from memory into any SQL engine that needs no
 * driver. Only numbers and names of patterns pass here, never a value of a record.
 */
export async function writeNumbers(
  path: string,
  names: readonly string[],
  rows: number,
  line: (row: number) => string,
): Promise<void> {
  const out = createWriteStream(path, { mode: 0o600 });
  const failed = once(out, 'error').then(([error]) => Promise.reject(error));
  failed.catch(() => {});
  out.write(`${names.join(',')}\n`);
  for (let from = 0; from < rows; from += linesAtOnce) {
    const lines: string[] = [];
    for (let row = from; row < Math.min(rows, from + linesAtOnce); row++) lines.push(line(row));
    if (!out.write(`${lines.join('\n')}\n`)) await Promise.race([once(out, 'drain'), failed]);
  }
  out.end();
  await Promise.race([once(out, 'finish'), failed]);
}
