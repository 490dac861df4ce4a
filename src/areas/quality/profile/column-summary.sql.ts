import type { ColumnType } from '../../../engine/engine.ts';
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
    sum(v::DOUBLE * n) FILTER (isfinite(v::DOUBLE)) / sum(n) FILTER (isfinite(v::DOUBLE)) AS mean,
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
  FROM folded`;
}

/** Standard deviation about a mean already known, which loses no digits to large offsets. */
export const columnDeviation = (mean: number): Sql =>
  sql`SELECT sqrt(sum((v::DOUBLE - ${mean}) ^ 2 * n) / nullif(sum(n) - 1, 0)) AS deviation FROM folded WHERE isfinite(v::DOUBLE)`;

/** The 20 commonest values, ties in the order of the values. */
export const topValues = (type: ColumnType): Sql =>
  sql`SELECT ${valueText(sql`v`, type)} AS value, n::BIGINT AS rows_n FROM folded WHERE v IS NOT NULL ORDER BY n DESC, v LIMIT 20`;
