import { recordFileUnreadable } from './record-file.ts';

/**
 * Reads a small comma-separated table (RFC 4180) whose header must be exactly `columns`. For the platform's own reference
 * tables; files of data go through the engine. Throws {@link recordFileUnreadable} with the line at fault.
 */
export function parseDelimited<Column extends string>(
  source: string,
  columns: readonly Column[],
  file: string,
): Record<Column, string>[] {
  const [header, ...rows] = records(source);
  const fault = (line: number, problem: string) =>
    recordFileUnreadable.with({ file, where: `line ${line}`, problem });
  if (!header || header.cells.join() !== columns.join())
    throw fault(1, `the header must be ${columns.join(',')}`);
  return rows.map(({ cells, line }) => {
    if (cells.length !== columns.length)
      throw fault(line, `${cells.length} fields where the header has ${columns.length}`);
    return Object.fromEntries(columns.map((column, at) => [column, cells[at]!])) as Record<Column, string>;
  });
}

/** One line of comma-separated text (RFC 4180), without its line end. */
export const formatDelimitedRow = (cells: readonly (string | number | null)[]): string =>
  cells
    .map((cell) => {
      const text = cell === null ? '' : String(cell);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(',');

function* cellsOf(source: string): Generator<{ cell: string; endsRow: boolean; line: number }> {
  // A quoted field may hold commas, doubled quotes and line ends; an unquoted one none of them.
  const field = /(?:"((?:[^"]|"")*)"|((?:[^",\r\n][^,\r\n]*)?))(,|\r\n|\n|\r|$)/gy;
  for (let line = 1, more = source.length > 0; more; ) {
    const match = field.exec(source);
    if (!match)
      throw recordFileUnreadable.with({
        file: 'table',
        where: `line ${line}`,
        problem: 'a quote is out of place',
      });
    const endsRow = match[3] !== ',';
    yield { cell: match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'), endsRow, line };
    line += match[0].match(/\r\n|\n|\r/g)?.length ?? 0;
    more = !endsRow || field.lastIndex < source.length;
  }
}

function records(source: string): { cells: string[]; line: number }[] {
  const rows: { cells: string[]; line: number }[] = [];
  let cells: string[] = [];
  for (const { cell, endsRow, line } of cellsOf(source.replace(/^\uFEFF/, ''))) {
    cells.push(cell);
    if (endsRow) {
      if (cells.length > 1 || cells[0] !== '') rows.push({ cells, line });
      cells = [];
    }
  }
  return rows;
}

/** A spreadsheet takes a text that begins so for a formula, and some texts people have typed: an apostrophe before it. */
export const inertText = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
