import { rm } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { duckdbDialect, idents } from '../../../engine/dialect.ts';
import type { Engine } from '../../../engine/engine.ts';
import { ident, integer, join, literal, type Sql, sql } from '../../../engine/sql.ts';
import { isMarkerCell } from '../source/cast-cell.sql.ts';
import { neededFit, type SettledType } from '../source/settle-type.ts';
import type { Reading, StagedColumn, StagedTable } from '../source/staged-table.ts';

export interface WrittenRows {
  readonly columns: readonly WrittenColumn[];
  readonly rows: number;
  readonly cellsRejected: number;
  readonly rowsFile: string;
  readonly rejectedFile?: string;
}

export interface WrittenColumn extends StagedColumn {
  readonly filled: number;
  readonly rejected: number;
}

/** The engine counted other rows or cells than the reading before did. */
export class EngineDisagrees extends Error {}

/**
 * Writes the typed rows as one Parquet file in source order, and beside it every cell that did not fit its column.
 * Everything is counted again from what was written.
 */
export async function writeRows(
  engine: Engine,
  staged: StagedTable,
  stamp: Sql,
  reading: Reading,
): Promise<WrittenRows> {
  const rowsFile = joinPath(reading.workFolder, 'rows.parquet');
  let columns = staged.columns;
  for (;;) {
    reading.progress('Writing rows', 0, staged.rowsIn, 'rows');
    await engine.run(copyRows(staged.relation, columns, stamp, rowsFile), {
      step: 'typed_rows',
      signal: reading.signal,
      onProgress: (share) =>
        reading.progress('Writing rows', Math.floor(staged.rowsIn * share), staged.rowsIn, 'rows'),
    });
    const { rows, filled } = await countWritten(engine, columns, rowsFile);
    if (rows !== staged.rowsIn - staged.rowsQuarantined) throw new EngineDisagrees('rows');
    const written = columns.map((column, at): WrittenColumn => {
      const counted = filled[at]!;
      if (column.expected !== undefined && column.expected !== counted) throw new EngineDisagrees('cells');
      return { ...column, filled: counted, rejected: Math.max(0, column.settled.filled - counted) };
    });
    // The engine may know a value not to exist that we took for one: then the whole column's fit decides once more.
    const tooMany = written.filter(
      (one) =>
        !one.declared &&
        one.expected === undefined &&
        one.settled.fits >= one.settled.filled * neededFit &&
        one.rejected > one.settled.filled * (1 - neededFit),
    );
    if (tooMany.length > 0) {
      columns = columns.map((one) => (tooMany.some(({ name }) => name === one.name) ? asText(one) : one));
      await rm(rowsFile);
      continue;
    }
    reading.progress('Writing rows', rows, staged.rowsIn, 'rows');
    const cellsRejected = written.reduce((sum, one) => sum + one.rejected, 0);
    const rejectedFile = cellsRejected > 0 ? joinPath(reading.workFolder, 'rejected.parquet') : undefined;
    if (rejectedFile) await writeRejected(engine, staged.relation, written, rejectedFile, reading);
    return { columns: written, rows, cellsRejected, rowsFile, rejectedFile };
  }
}

function asText(column: StagedColumn): StagedColumn {
  const settled: SettledType = { ...column.settled, type: 'text', notes: [] };
  return {
    ...column,
    type: 'text',
    precision: undefined,
    scale: undefined,
    value: column.text!,
    settled,
    notes: [],
  };
}

/** Fewer rows a group when a row is wide, so that the writer holds no more than about 10 million cells. */
export const rowsPerGroup = (columns: number): Sql =>
  integer(Math.max(2048, Math.min(122_880, Math.floor(10_000_000 / columns / 2048) * 2048)));

function copyRows(relation: Sql, columns: readonly StagedColumn[], stamp: Sql, file: string): Sql {
  const values = columns.map(({ value, name }) => sql`${value} as ${ident(name)}`);
  return sql`copy (
    select *, ${stamp} as _updated_at from (select ${join(values)}, _row from ${relation} source) typed
  ) to ${literal(file)} (format parquet, compression zstd, row_group_size ${rowsPerGroup(columns.length)})`;
}

async function countWritten(engine: Engine, columns: readonly StagedColumn[], file: string) {
  const counts = idents(columns.map((one) => one.name)).map(
    (name, at) => sql`count(${name}) as ${ident(`n${at}`)}`,
  );
  const [row] = await engine.rows<Record<string, string>>(
    sql`select count(*) as total, ${join(counts)} from ${duckdbDialect.files([file])}`,
    { step: 'written_counts' },
  );
  return { rows: Number(row!['total']), filled: columns.map((_, at) => Number(row![`n${at}`])) };
}

/** Reads the source once more, only the columns with misfits, and keeps each misfit's text with its row. */
async function writeRejected(
  engine: Engine,
  relation: Sql,
  columns: readonly WrittenColumn[],
  file: string,
  reading: Reading,
): Promise<void> {
  const bad = columns.filter((one) => one.rejected > 0 && one.text !== undefined);
  const entries = bad.map(
    ({ name, text, value, settled }) =>
      sql`{'column': ${literal(name)}, 'text': ${text!}::varchar, 'reason': ${literal(misfit(settled))},
        'bad': ${text!} is not null and ${value} is null and not ${isMarkerCell(text!, settled)}}`,
  );
  await engine.run(
    sql`copy (
      with cells as (select _row, unnest([${join(entries)}]) as cell from ${relation} source)
      select _row, cell.column as "column", cell.text as text, cell.reason as reason from cells where cell.bad order by _row, "column"
    ) to ${literal(file)} (format parquet, compression zstd)`,
    { step: 'rejected_cells', signal: reading.signal },
  );
}

/** Why a cell of this column does not fit, for a person. */
function misfit({ type, dates }: SettledType): string {
  switch (type) {
    case 'integer':
      return 'Not a whole number.';
    case 'decimal':
    case 'double':
      return 'Not a number.';
    case 'boolean':
      return 'Neither true nor false.';
    case 'time':
      return 'Not a time of day.';
    default:
      return dates?.forms.some(({ form }) => form >= 3 && form <= 8)
        ? `Not a date, ${dates.order === 'month-first' ? 'month' : 'day'} first.`
        : 'Not a date.';
  }
}

/** Rows set aside, from the normalised file into Parquet. */
export async function writeQuarantined(
  engine: Engine,
  from: NonNullable<StagedTable['quarantine']>,
  file: string,
): Promise<void> {
  const line = Math.max(2_000_000, from.longest + 1024);
  await engine.run(
    sql`copy (
      select _row, line, coalesce(text, '') as text, reason from read_csv(${literal(from.path)}, auto_detect = false, delim = ',',
        quote = '"', escape = '"', new_line = '\\n', strict_mode = false, header = false, nullstr = '', max_line_size = ${integer(line)}, buffer_size = ${integer(line * 2)},
        columns = {'_row': 'BIGINT', 'line': 'BIGINT', 'text': 'VARCHAR', 'reason': 'VARCHAR'})
      order by _row
    ) to ${literal(file)} (format parquet, compression zstd)`,
    { step: 'quarantined_rows' },
  );
}
