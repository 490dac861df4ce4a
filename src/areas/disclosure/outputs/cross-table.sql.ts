import { ident, join, type Sql, sql } from '../../../engine/sql.ts';

/** `cross_table`: people behind each cell and, for amounts, their sum and largest contributions; one cell without keys. */
export const crossTable = (
  records: Sql,
  by: readonly string[],
  value: string | undefined,
  largest: number,
): Sql => {
  const keys = by.map((name) => sql`${ident(name)}, `);
  const groups = by.length === 0 ? sql`` : sql`group by all order by all`;
  if (value === undefined)
    return sql`select ${join(keys, ' ')} count(*)::double as n from ${records} ${groups}`;
  const amount = sql`try_cast(${ident(value)} as double)`;
  return sql`select ${join(keys, ' ')} count(${amount})::double as n, sum(${amount})::double as sum,
    coalesce(bool_or(${amount} < 0), false) as negative, max(${amount}, ${largest}) as largest
    from ${records} ${groups}`;
};
