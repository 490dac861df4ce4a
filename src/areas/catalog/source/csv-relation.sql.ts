import { integer, join, literal, type Sql, sql } from '../../../engine/sql.ts';
import type { Layout } from './detect-dialect.ts';
import type { RecordReader } from './record-reader.ts';

/** Rows rewritten by {@link NormalisedFile}: `_row`, then cells `c0`, `c1` … */
export function normalisedRelation(path: string, width: number, longest: number): Sql {
  const names = ['_row', ...cellNames(width)];
  return readCsv(path, names, { delimiter: ',', header: false, lineEnd: 'LF', longest, numbered: true });
}

/** A source in the strict form, as it lies on disk: rows are numbered in the order of the file. */
export function directRelation(path: string, layout: Layout, reader: RecordReader): Sql {
  const source = readCsv(path, cellNames(layout.width), {
    delimiter: String.fromCharCode(layout.dialect.delimiter),
    header: layout.header,
    // Left to itself, the engine takes the first line end it meets, also one inside a quoted cell.
    lineEnd: reader.departures.crlf > 0 ? 'CR LF' : 'LF',
    longest: reader.longest,
    numbered: false,
  });
  return sql`(select row_number() over () as _row, * from ${source})`;
}

const cellNames = (width: number) => Array.from({ length: width }, (_, at) => `c${at}`);

function readCsv(
  path: string,
  names: readonly string[],
  as: { delimiter: string; header: boolean; lineEnd: 'LF' | 'CR LF'; longest: number; numbered: boolean },
): Sql {
  const columns = names.map(
    (name) => sql`${literal(name)}: ${as.numbered && name === '_row' ? sql`'BIGINT'` : sql`'VARCHAR'`}`,
  );
  const lineBytes = Math.max(2_000_000, as.longest + 1024);
  return sql`read_csv(${literal(path)}, auto_detect = false, delim = ${literal(as.delimiter)}, quote = '"', escape = '"',
    header = ${as.header ? sql`true` : sql`false`}, new_line = ${as.lineEnd === 'LF' ? sql`'\\n'` : sql`'\\r\\n'`}, strict_mode = false, nullstr = '', compression = 'none',
    max_line_size = ${integer(lineBytes)}${as.longest > 500_000 ? sql`, buffer_size = ${integer(lineBytes * 2)}` : sql``},
    columns = {${join(columns)}})`;
}
