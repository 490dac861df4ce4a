import type { ColumnType } from '../../../core/column-type.ts';
import { empty, type Sql, sql } from '../../../engine/sql.ts';
import { isNumber, valueText } from './value-text.sql.ts';

/** One row: counts, ends, and what belongs to the type. Reads `folded`. */
export function columnSummary(type: ColumnType): Sql {
  const texts =
    type === 'text'
      ? sql`,
    coalesce(sum(n) FILTER (trim(v) = ''), 0)::BIGINT AS blank,
    coalesce(sum(n) FILTER (v <> trim(v)), 0)::BIGINT AS padded,
    min(length(v))::BIGINT AS shortest,
    max(length(v))::BIGINT AS longest,
    sum(length(v) * n)::DOUBLE / sum(n) FILTER (v IS NOT NULL) AS mean_length`
      : empty;
  const numbers = isNumber(type)
    ? sql`,
    any_value(middle) AS mean,
    sqrt(sum((v::DOUBLE - middle) ^ 2 * n) FILTER (isfinite(v::DOUBLE)) / nullif(sum(n) FILTER (isfinite(v::DOUBLE)) - 1, 0)) AS deviation,
    coalesce(sum(n) FILTER (v = 0), 0)::BIGINT AS zeros,
    coalesce(sum(n) FILTER (v < 0), 0)::BIGINT AS negatives,
    coalesce(sum(n) FILTER (NOT isfinite(v::DOUBLE)), 0)::BIGINT AS non_finite`
    : empty;
  const usable = type === 'double' ? sql` FILTER (isfinite(v))` : empty;
  return sql`SELECT
    coalesce(sum(n), 0)::BIGINT AS rows_n,
    coalesce(sum(n) FILTER (v IS NULL), 0)::BIGINT AS null_n,
    count(v)::BIGINT AS distinct_n,
    count(*) FILTER (v IS NOT NULL AND n = 1)::BIGINT AS once_n,
    ${valueText(sql`min(v)${usable}`, type)} AS min_v,
    ${valueText(sql`max(v)${usable}`, type)} AS max_v${texts}${numbers}
  FROM ${isNumber(type) ? foldedWithMean : sql`folded`}`;
}

/** The mean goes before the deviations from it, which so lose no digits to large values. */
const foldedWithMean = sql`folded, (
    SELECT sum(v::DOUBLE * n) / sum(n) AS middle FROM folded WHERE isfinite(v::DOUBLE)
  )`;

/** The 20 commonest values, ties in the order of the values. */
export const topValues = (type: ColumnType): Sql =>
  sql`SELECT ${valueText(sql`v`, type)} AS value, n::BIGINT AS rows_n FROM folded WHERE v IS NOT NULL ORDER BY n DESC, v LIMIT 20`;
