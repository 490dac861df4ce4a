import type { ColumnType } from '../../../core/column-type.ts';
import { empty, ident, join, type Sql, sql } from '../../../engine/sql.ts';
import { quantilePoints } from '../profile.ts';
import { isNumber, valueText } from './value-text.sql.ts';

const share = (point: string): number => Number(point.slice(1)) / 100;

/**
 * One row: the discrete quantiles of a column, exactly (Hyndman and Fan's definition 1: the smallest value at or under
 * which that share of the rows lies), from running sums over the folded values. For numbers also Tukey's far fences.
 */
export function columnQuantiles(type: ColumnType, rows: number): Sql {
  const usable = type === 'double' ? sql`isfinite(v)` : sql`v IS NOT NULL`;
  const points = quantilePoints.map(
    (point) =>
      sql`${valueText(sql`min(v) FILTER (up_to >= ${share(point)} * ${rows})`, type)} AS ${ident(point)}`,
  );
  return sql`SELECT ${join(points)}
    FROM (SELECT v, sum(n) OVER (ORDER BY v ROWS UNBOUNDED PRECEDING) AS up_to FROM folded WHERE ${usable})`;
}

/**
 * One row: what lies beyond 3 interquartile ranges from the quartiles (Tukey's outer fences), and the ends of the
 * rest. `logarithmic` measures on the log scale, for amounts that stretch far to the right.
 */
export function farOut(type: ColumnType, fences: { low: number; high: number }, logarithmic: boolean): Sql {
  const scaled = isNumber(type)
    ? logarithmic
      ? sql`CASE WHEN v > 0 THEN ln(v::DOUBLE) END`
      : sql`v::DOUBLE`
    : sql`epoch(v)::DOUBLE`;
  const usable = type === 'double' ? sql`AND isfinite(v)` : empty;
  const inside = sql`FILTER (s >= ${fences.low} AND s <= ${fences.high})`;
  return sql`SELECT coalesce(sum(n) FILTER (s < ${fences.low}), 0)::BIGINT AS below,
    coalesce(sum(n) FILTER (s > ${fences.high}), 0)::BIGINT AS above,
    ${valueText(sql`min(v) ${inside}`, type)} AS inside_min,
    ${valueText(sql`max(v) ${inside}`, type)} AS inside_max
  FROM (SELECT v, n, ${scaled} AS s FROM folded WHERE v IS NOT NULL ${usable})`;
}
