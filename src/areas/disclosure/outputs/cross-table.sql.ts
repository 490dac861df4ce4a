import { ident, join, type Sql, sql } from '../../../engine/sql.ts';

/** `cross_table`: people behind each cell and, for amounts, their sum, mean, median and largest contributions. */
export const crossTable = (
  records: Sql,
  by: readonly string[],
  value: string | undefined,
  largest: number,
): Sql => {
  const keys = join(by.map((name) => ident(name)));
  if (value === undefined)
    return sql`select ${keys}, count(*)::double as n from ${records} group by all order by all`;
  const amount = sql`try_cast(${ident(value)} as double)`;
  return sql`select ${keys}, count(${amount})::double as n, sum(${amount})::double as sum,
    avg(${amount})::double as mean, median(${amount})::double as median,
    min(${amount})::double as min, max(${amount})::double as max,
    coalesce(bool_or(${amount} < 0), false) as negative, max(${amount}, ${largest}) as largest
    from ${records} group by ${keys} order by ${keys}`;
};
