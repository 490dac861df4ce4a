import { cpus, loadavg } from 'node:os';

/** One line of a bench: what ran, and its figures under the columns' names. */
export type Line = Readonly<Record<string, string | number | undefined>>;

/** Three significant digits, and no more than the measuring can bear. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

/** Prints lines as a table: text to the left, numbers to the right, `–` where there is none. */
export function printTable(title: string, lines: readonly Line[]): void {
  const columns = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  const cells = lines.map((line) =>
    columns.map((name) => {
      const value = line[name];
      return value === undefined ? '–' : typeof value === 'number' ? figure(value) : value;
    }),
  );
  const widths = columns.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]!.length)));
  const row = (values: readonly string[], numbers: boolean) =>
    values
      .map((value, at) =>
        at > 0 && (numbers || at > 0) ? value.padStart(widths[at]!) : value.padEnd(widths[at]!),
      )
      .join('  ');
  const load = loadavg()[0]!.toFixed(1);
  console.log(`\n${title}   (${cpus().length} cores, load ${load})`);
  console.log(row(columns, false));
  console.log(widths.map((width) => '─'.repeat(width)).join('  '));
  for (const values of cells) console.log(row(values, true));
}

/** Says whether a figure meets its target. Benches print; they never fail a build. */
export function judge(what: string, value: number, limit: number, sense: 'at most' | 'at least', unit = '') {
  const met = sense === 'at most' ? value <= limit : value >= limit;
  const tail = unit === '' ? '' : ` ${unit}`;
  console.log(
    `${met ? 'PASS ' : 'SHORT'}  ${what}: ${figure(value)}${tail}, target ${sense} ${figure(limit)}${tail}`,
  );
  return met;
}

/** The middle value, or the one that `share` of all values do not exceed. */
export function quantile(values: readonly number[], share = 0.5): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}
