import { ident, join, type Sql, sql } from '../../../engine/sql.ts';
import type { VersionColumn } from '../model.ts';

/**
 * Rows with some columns masked: what they hold is gone before any filter, so nothing can be asked of it. A masked column
 * keeps its type and is null; its dates alone keep their year.
 */
export function maskedRows(rows: Sql, masked: readonly VersionColumn[]): Sql {
  if (masked.length === 0) return rows;
  const columns = masked.map((column) => {
    const name = ident(column.name);
    const shown =
      column.type === 'date' || column.type === 'timestamp'
        ? sql`date_trunc('year', ${name})::${column.type === 'date' ? sql`date` : sql`timestamp`}`
        : sql`case when false then ${name} end`;
    return sql`${shown} as ${name}`;
  });
  return sql`(select * replace (${join(columns)}) from ${rows})`;
}
