import { open } from 'node:fs/promises';
import type { ColumnType } from '../../../core/column-type.ts';
import { duckdbDialect } from '../../../engine/dialect.ts';
import type { Engine } from '../../../engine/engine.ts';
import { ident, integer, join, literal, type Sql, sql } from '../../../engine/sql.ts';
import { cutOff, damagedFile, noRows, tooManyColumns } from '../errors.ts';
import { nameColumns } from './column-names.ts';
import { columnCountLimit } from './limits.ts';
import type { Reading, StagedColumn, StagedTable } from './staged-table.ts';

interface Reader {
  readonly type: ColumnType;
  readonly precision?: number;
  readonly scale?: number;
  readonly value: (cell: Sql) => Sql;
  readonly note?: string;
}

/** A Parquet file says its types itself; ours are chosen so that no value changes. Nested ones become JSON text. */
export async function stageParquet(engine: Engine, reading: Reading): Promise<StagedTable> {
  await checkTail(reading);
  const described = await engine
    .rows<{ column_name: string; column_type: string }>(
      sql`select column_name, column_type from (describe select * from ${duckdbDialect.files([reading.path])})`,
      { step: 'parquet_columns', signal: reading.signal },
    )
    .catch((error: unknown) => {
      if ((error as { code?: string }).code === 'engine.stopped') throw error;
      throw damagedFile.with({ file: reading.filename, what: 'its Parquet directory is broken' }, error);
    });
  if (described.length > columnCountLimit) {
    throw tooManyColumns.with({ columns: described.length, most: columnCountLimit });
  }
  const cells = described.map((_, at) => ident(`c${at}`));
  const relation = sql`(select _file_row + 1 as _row, * from read_parquet(${literal(reading.path)}, file_row_number = true) source(${join(cells)}, _file_row))`;
  const [counts] = await engine
    .rows<Record<string, string>>(
      sql`select count(*) as total, ${join(cells.map((cell, at) => sql`count(${cell}) as ${ident(`n${at}`)}`))} from ${relation} t`,
      { step: 'parquet_counts', signal: reading.signal },
    )
    .catch((error: unknown) => {
      if ((error as { code?: string }).code === 'engine.stopped') throw error;
      throw damagedFile.with({ file: reading.filename, what: 'its pages cannot be read' }, error);
    });
  const rows = Number(counts!['total']);
  if (rows === 0) throw noRows.with({ file: reading.filename, columns: described.length });
  const named = nameColumns(described.map((one) => one.column_name));
  const columns = described.map(({ column_type }, at): StagedColumn => {
    const { name, title, note } = named[at]!;
    const reader = readerOf(column_type);
    const filled = Number(counts![`n${at}`]);
    const notes = [note, reader.note].filter((one): one is string => one !== undefined);
    return {
      name,
      title,
      type: reader.type,
      precision: reader.precision,
      scale: reader.scale,
      value: reader.value(cells[at]!),
      text: sql`${cells[at]!}::varchar`,
      settled: { type: reader.type, fits: filled, filled, notes },
      notes,
      declared: true,
    };
  });
  return {
    columns,
    relation,
    rowsIn: rows,
    rowsQuarantined: 0,
    mediaType: 'application/vnd.apache.parquet',
    dialect: { format: 'Parquet' },
    direct: false,
  };
}

const same = (cell: Sql) => cell;
const years = (cell: Sql) =>
  sql`case when isfinite(${cell}) and year(${cell}) between 1 and 9999 then ${cell} end`;

function readerOf(type: string): Reader {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  if (decimal)
    return { type: 'decimal', precision: Number(decimal[1]), scale: Number(decimal[2]), value: same };
  switch (type) {
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
    case 'UTINYINT':
    case 'USMALLINT':
    case 'UINTEGER':
      return { type: 'integer', value: (cell) => sql`${cell}::bigint` };
    case 'UBIGINT':
    case 'HUGEINT':
    case 'UHUGEINT':
      return {
        type: 'decimal',
        precision: 38,
        scale: 0,
        value: (cell) => sql`try_cast(${cell} as decimal(${integer(38)}, 0))`,
      };
    case 'FLOAT':
      // By way of text, so that 0.1 does not become 0.10000000149011612.
      return {
        type: 'double',
        value: (cell) => sql`case when isfinite(${cell}) then ${cell}::varchar::double end`,
      };
    case 'DOUBLE':
      return { type: 'double', value: (cell) => sql`case when isfinite(${cell}) then ${cell} end` };
    case 'BOOLEAN':
      return { type: 'boolean', value: same };
    case 'DATE':
      return { type: 'date', value: years };
    case 'TIMESTAMP':
    case 'TIMESTAMP_S':
    case 'TIMESTAMP_MS':
    case 'TIMESTAMP_NS':
      return { type: 'timestamp', value: (cell) => sql`${years(cell)}::timestamp` };
    case 'TIMESTAMP WITH TIME ZONE':
      return {
        type: 'timestamp',
        value: (cell) => sql`${years(cell)}::timestamp`,
        note: 'Times are turned into UTC.',
      };
    case 'TIME':
      return { type: 'time', value: same };
    case 'VARCHAR':
      return { type: 'text', value: same };
    case 'BLOB':
      return {
        type: 'text',
        value: (cell) => sql`lower(hex(${cell}))`,
        note: 'Bytes, written in hexadecimal.',
      };
    default:
      if (/\[\]|\[\d+\]$|^(STRUCT|MAP|UNION|JSON)/.test(type)) {
        return {
          type: 'json',
          value: (cell) => sql`to_json(${cell})::varchar`,
          note: 'Nested in the source; kept as JSON.',
        };
      }
      return { type: 'text', value: (cell) => sql`${cell}::varchar` };
  }
}

/** A whole file ends with its mark; one that was cut off does not. */
async function checkTail(reading: Reading): Promise<void> {
  const file = await open(reading.path, 'r');
  try {
    const tail = Buffer.alloc(4);
    await file.read(tail, 0, 4, Math.max(0, reading.bytes - 4));
    if (tail.toString('latin1') !== 'PAR1' || reading.bytes < 12) {
      throw cutOff.with({ file: reading.filename, at: 'the directory at its end is missing' });
    }
  } finally {
    await file.close();
  }
}
