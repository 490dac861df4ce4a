import { formatDelimitedRow, inertText } from '../../core/delimited-text.ts';
import type { ByteAnswer } from '../../core/operation.ts';

export type CsvRow = readonly (string | number | null)[];

/**
 * A table as CSV (RFC 4180), with its head and a name to save it under (without `.csv`). Words in it may be anybody's: one that
 * a spreadsheet would carry out as a formula is made inert (CWE-1236).
 */
export const csvAnswer = (name: string, head: readonly string[], rows: readonly CsvRow[]): ByteAnswer => ({
  mediaType: 'text/csv; charset=utf-8',
  body: head.length === 0 ? '' : `${[head, ...rows.map(inertRow)].map(formatDelimitedRow).join('\r\n')}\r\n`,
  headers: { 'content-disposition': `attachment; filename="${name}.csv"` },
});

const inertRow = (row: CsvRow): CsvRow =>
  row.map((cell) => (typeof cell === 'string' ? inertText(cell) : cell));
