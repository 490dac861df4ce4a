import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Engine } from '../../../engine/engine.ts';
import { literal, type Sql, sql } from '../../../engine/sql.ts';
import { noSuchColumn, noSuchRecordFile, recordsUnreadable } from '../errors.ts';

/** A file of records as a relation: Parquet as typed there, CSV as text throughout, so that `06002` stays `06002`. */
export interface RecordFile {
  readonly name: string;
  readonly relation: Sql;
  readonly columns: readonly string[];
}

/** Throws `disclosure.no-such-record-file`, `disclosure.records-unreadable`. */
export async function openRecords(engine: Engine, path: string): Promise<RecordFile> {
  const name = basename(path);
  if (!existsSync(path)) throw noSuchRecordFile.with({ file: name });
  const relation = /\.(parquet|pq)$/i.test(path)
    ? sql`read_parquet(${literal(path)})`
    : sql`read_csv(${literal(path)}, header = true, all_varchar = true)`;
  try {
    const described = await engine.rows<{ column_name: string }>(sql`describe select * from ${relation}`, {
      step: 'record_columns',
    });
    return { name, relation, columns: described.map((row) => row.column_name) };
  } catch (cause) {
    throw recordsUnreadable.with({ file: name }, cause);
  }
}

/** Throws `disclosure.no-such-column` for the first of these names that the file has not. */
export function requireColumns(file: RecordFile, names: readonly string[]): void {
  const missing = names.find((name) => !file.columns.includes(name));
  if (missing !== undefined)
    throw noSuchColumn.with({ file: file.name, column: missing, known: file.columns });
}
