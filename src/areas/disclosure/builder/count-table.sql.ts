import { ident, type Sql, sql } from '../../../engine/sql.ts';

const word = (field: string): Sql => sql`coalesce(nullif(trim(${ident(field)}::varchar), ''), '(blank)')`;

/** `table_counts`: people in each combination of the two fields, in each of either, and in all. Totals have null. */
export const tableCounts = (records: Sql, rows: string, columns: string | undefined): Sql =>
  columns === undefined
    ? sql`select r, null::varchar as c, count(*)::double as n from (select ${word(rows)} as r from ${records}) group by grouping sets ((r), ())`
    : sql`select r, c, count(*)::double as n from (
        select ${word(rows)} as r, ${word(columns)} as c from ${records}
      ) group by grouping sets ((r, c), (r), (c), ())`;
