import { type Dialect, RecordReader, type RecordSink } from './record-reader.ts';

/** Found from the head of a file: the layout only. Types are never settled from a part. */
export interface Layout {
  readonly dialect: Dialect;
  /** Records above the head: titles, comments. */
  readonly preamble: number;
  readonly header: boolean;
  readonly width: number;
}

const delimiters = [',', '\t', ';', '|', '%', '^', '~'].map((one) => one.charCodeAt(0));
const doubleQuote = 0x22;
const backslash = 0x5c;
const noDelimiter = 0x1f;

interface Trial {
  readonly dialect: Dialect;
  readonly widths: number[];
  readonly rows: string[][];
  readonly damaged: number;
}

/**
 * Tries each delimiter, quote and escape on the first quarter megabyte and takes the one under which most records
 * have the same number of cells. `given` settles what a person has said.
 */
export function detectLayout(
  head: Uint8Array,
  complete: boolean,
  given: { delimiter?: number; quote?: number; header?: boolean } = {},
): Layout {
  const trials: Trial[] = [];
  const quotes = given.quote === undefined ? quotesIn(head) : [given.quote];
  for (const delimiter of given.delimiter === undefined ? delimiters : [given.delimiter]) {
    for (const quote of quotes) {
      trials.push(attempt(head, complete, { delimiter, quote, escape: quote }));
      if (quote !== 0 && head.includes(backslash)) {
        trials.push(attempt(head, complete, { delimiter, quote, escape: backslash }));
      }
    }
  }
  let best = trials[0]!;
  for (const trial of trials) if (score(trial) > score(best) + 1e-9) best = trial;
  if (given.delimiter === undefined && score(best) <= 0) {
    best = attempt(head, complete, { delimiter: noDelimiter, quote: quotes[0]!, escape: quotes[0]! });
  }
  const width = commonest(best.widths);
  let preamble = 0;
  // Titles and comments above the head are shorter than it, and few.
  while (preamble < Math.min(20, best.widths.length - 1) && width > 1 && isPreamble(best, preamble, width))
    preamble++;
  if (given.header !== false) preamble += padded(best.rows.slice(preamble), width);
  const first = best.rows[preamble] ?? [];
  return {
    dialect: best.dialect,
    preamble,
    header: given.header ?? looksLikeHeader(first),
    width: Math.max(first.length, 1),
  };
}

const isPreamble = (trial: Trial, at: number, width: number) => {
  const cells = trial.rows[at]!;
  if (cells.length >= width) return false;
  return cells.length <= Math.max(1, width / 2) || cells[0]!.startsWith('#');
};

/**
 * How many records above the head are titles that a spreadsheet padded with empty cells (`Crashes of 2020,,`). Only
 * where what follows is a head, fuller by half, over a row of values: else the first record is the head as it stands.
 */
function padded(rows: readonly (readonly string[])[], width: number): number {
  const filled = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== '').length;
  const isTitle = (cells: readonly string[]) =>
    filled(cells) <= 1 && (filled(cells) === 0 || cells[0]!.trim() !== '');
  const at = rows.slice(0, 20).findIndex((cells) => !isTitle(cells));
  if (width < 3 || at < 1 || filled(rows[0]!) === 0) return 0;
  const [head, next] = [rows[at]!, rows[at + 1]];
  const names = filled(head) > width / 2 && looksLikeHeader(head);
  return names && next?.some((cell) => numberLike.test(cell) || dateLike.test(cell)) ? at : 0;
}

function quotesIn(head: Uint8Array): number[] {
  if (head.includes(doubleQuote)) return [doubleQuote];
  // Apostrophes quote only where they open and close whole cells, time and again.
  const text = Buffer.from(head).toString('latin1');
  const opened = text.match(/(^|[,;\t|\n])'[^'\n]*'(?=[,;\t|\r\n]|$)/g)?.length ?? 0;
  const all = text.split("'").length - 1;
  return opened > 2 && opened * 2 >= all * 0.9 ? [0x27] : [doubleQuote];
}

function attempt(head: Uint8Array, complete: boolean, dialect: Dialect): Trial {
  const widths: number[] = [];
  const rows: string[][] = [];
  let damaged = 0;
  const sink: RecordSink = {
    record: (bytes, count) => {
      widths.push(count);
      if (rows.length < 40) {
        const cells: string[] = [];
        for (let at = 0; at < count; at++) {
          cells.push(Buffer.from(bytes.subarray(reader.starts[at]!, reader.ends[at]!)).toString('utf8'));
        }
        rows.push(cells);
      }
    },
    damaged: () => {
      damaged++;
    },
    blank: () => {},
  };
  const reader = new RecordReader(dialect, sink, head.length + 1);
  reader.read(head, 0, head.length, complete);
  return { dialect, widths, rows, damaged };
}

/** How well a dialect explains the head: 0 when it splits nothing. */
function score(trial: Trial): number {
  const width = commonest(trial.widths);
  if (width < 2) return 0;
  const agreeing = trial.widths.filter((one) => one === width).length / (trial.widths.length + trial.damaged);
  if (agreeing < 0.5) return 0;
  return agreeing ** 4 + Math.min(width, 50) / 1000;
}

function commonest(widths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  let best = 0;
  for (const [width, count] of counts) {
    const most = counts.get(best) ?? 0;
    if (count > most || (count === most && width > best)) best = width;
  }
  return best;
}

const numberLike = /^[-+$]?[\d,]*\.?\d+(e[-+]?\d+)?$/i;
const yearLike = /^(19|20)\d\d$/;
const dateLike = /^\d{1,4}[-/]\d{1,2}[-/]\d{1,4}/;

/** A head names columns: a file whose first record holds a number or a date (but not a year) as a cell has none. */
function looksLikeHeader(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  if (filled.length === 0) return true;
  const values = filled.filter(
    (cell) => (numberLike.test(cell) && !yearLike.test(cell)) || dateLike.test(cell),
  ).length;
  return values === 0 || (filled.length > 3 && values < filled.length / 3) || isSeriesOfNumbers(cells);
}

/** `id, 100022, 100025`: numbers as names, all different, after a word. */
const isSeriesOfNumbers = (cells: readonly string[]) =>
  cells.length > 2 &&
  /[a-z]/i.test(cells[0]!) &&
  cells.slice(1).every((one) => /^\d+$/.test(one)) &&
  new Set(cells).size === cells.length &&
  cells.length > 4;
