import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/engine/engine.ts';
import { literal, Sql, sql } from '../../src/engine/sql.ts';
import type { TruthSet } from './sets.ts';

/** Writes a set's files as Parquet with a row number and the truth; once. Returns their paths. */
export async function prepareSet(
  engine: Engine,
  set: TruthSet,
  data: string,
  folder: string,
): Promise<string[]> {
  const files: string[] = [];
  for (const [at, query] of set.files.entries()) {
    const file = join(folder, `${set.name.replaceAll(' ', '-')}-${at}.parquet`);
    files.push(file);
    if (existsSync(file)) continue;
    const placed = query.replace(/\{([^}]+)\}/g, (_, path: string) => join(data, path).replaceAll("'", "''"));
    await engine.run(
      sql`COPY (SELECT row_number() OVER () AS "row", * FROM (${new Sql([placed], [])})) TO ${literal(file)} (FORMAT parquet)`,
    );
  }
  return files;
}
