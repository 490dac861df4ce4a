import { ident, type Sql, sql } from '../../../engine/sql.ts';

/**
 * `folded(v, n)`: each value of one column with the number of rows that hold it. All of a profile is computed from it,
 * so that slow work (shapes, sorting) meets each value once; one column's values are held at a time, on disk when
 * they do not fit.
 */
export const foldColumn = (rows: Sql, field: string): Sql =>
  sql`CREATE OR REPLACE TEMP TABLE folded AS SELECT ${ident(field)} AS v, count(*) AS n FROM ${rows} GROUP BY ${ident(field)}`;

export const dropFolded: Sql = sql`DROP TABLE IF EXISTS folded`;
