import { existsSync } from 'node:fs';
import type { Engine } from '../../../engine/engine.ts';
import { empty, ident, join, literal, type Sql, sql } from '../../../engine/sql.ts';
import { noSuchRecordFile, recordsUnreadable } from '../errors.ts';

/** A file of records and how DuckDB reads it. Column names are as in the file; they are shown trimmed. */
export interface RecordSource {
  readonly path: string;
  readonly relation: Sql;
  readonly columns: readonly string[];
}

/** CSV is read as text throughout, whatever it looks like; lines that break its form are counted and left out. */
export async function recordSource(engine: Engine, path: string, delimiter?: string): Promise<RecordSource> {
  if (!existsSync(path)) throw noSuchRecordFile.with({ file: path });
  const isParquet = /\.(parquet|pq)$/i.test(path);
  const separator = delimiter === undefined ? empty : sql`, delim = ${literal(delimiter)}`;
  const csv = (more: Sql) =>
    sql`read_csv(${literal(path)}, header = true, all_varchar = true, null_padding = true, strict_mode = false,
        ignore_errors = true${separator}${more})`;
  const rejects = sql`, store_rejects = true`;
  try {
    const relation = isParquet
      ? sql`read_parquet(${literal(path)})`
      : (await reads(engine, csv(empty)))
        ? csv(rejects)
        : csv(sql`${rejects}, parallel = false`);
    const rows = await engine.rows<{ column_name: string }>(sql`DESCRIBE SELECT * FROM ${relation}`, {
      step: 'record_columns',
    });
    return { path, relation, columns: rows.map((row) => row.column_name) };
  } catch (cause) {
    throw recordsUnreadable.with({ file: path }, cause);
  }
}

/** Whether a file can be read on several threads: a line break within quotes and lines of unlike length forbid it together. */
async function reads(engine: Engine, relation: Sql): Promise<boolean> {
  try {
    await engine.rows(sql`SELECT count(*)::integer AS lines FROM ${relation}`, { step: 'record_lines' });
    return true;
  } catch {
    return false;
  }
}

/** The wanted columns of one file by their trimmed names, null where it has none of that name. */
export function recordRelation({ relation, columns }: RecordSource, wanted: readonly string[]): Sql {
  const own = new Map(columns.map((name) => [name.trim(), name]));
  const list = wanted.map((name) =>
    own.has(name)
      ? sql`nullif(trim(${ident(own.get(name)!)}::varchar), '') AS ${ident(name)}`
      : sql`NULL::varchar AS ${ident(name)}`,
  );
  return sql`SELECT ${join(list)} FROM ${relation}`;
}

/** All files one after another. */
export const allRecords = (sources: readonly RecordSource[], wanted: readonly string[]): Sql =>
  join(
    sources.map((source) => recordRelation(source, wanted)),
    ' UNION ALL ',
  );
