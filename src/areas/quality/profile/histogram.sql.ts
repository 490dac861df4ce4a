import type { ColumnType } from '../../../core/column-type.ts';
import { empty, literal, type Sql, sql } from '../../../engine/sql.ts';
import { valueText } from './value-text.sql.ts';

/** `(bar, n)`: rows by bar of equal width, the bar being its number from `low`; the last takes its own upper end too. */
export function numberBars(type: ColumnType, low: number, width: number, bars: number): Sql {
  const usable = type === 'double' ? sql`isfinite(v)` : sql`v IS NOT NULL`;
  const bar = sql`floor((v::DOUBLE - ${low}) / ${width})`;
  return sql`SELECT bar::INTEGER AS bar, sum(n)::BIGINT AS rows_n FROM (
      SELECT n, greatest(-1, least(${bars}, CASE WHEN v::DOUBLE = ${low + width * bars} THEN ${bars - 1} ELSE ${bar} END)) AS bar
      FROM folded WHERE ${usable}
    ) GROUP BY 1 ORDER BY 1`;
}

export type CalendarUnit = 'hour' | 'day' | 'month' | 'quarter' | 'year' | 'decade';

/** `(start, n)`: rows by calendar period between two ISO texts, with what lies before and after as bars of their own. */
export function calendarBars(type: ColumnType, unit: CalendarUnit, from: string, to: string): Sql {
  const cast = type === 'date' ? sql`::DATE` : sql`::TIMESTAMP`;
  const start = sql`date_trunc(${literal(unit)}, v)${type === 'date' ? sql`::DATE` : empty}`;
  const inside = sql`v >= date_trunc(${literal(unit)}, ${from}${cast}) AND v < date_trunc(${literal(unit)}, ${to}${cast}) + INTERVAL 1 ${unitWord(unit)}`;
  return sql`SELECT CASE WHEN ${inside} THEN ${valueText(start, type)} WHEN v < ${from}${cast} THEN 'before' ELSE 'after' END AS start,
      sum(n)::BIGINT AS rows_n
    FROM folded WHERE v IS NOT NULL AND isfinite(v) GROUP BY 1 ORDER BY 1`;
}

function unitWord(unit: CalendarUnit): Sql {
  const words: Record<CalendarUnit, Sql> = {
    hour: sql`HOUR`,
    day: sql`DAY`,
    month: sql`MONTH`,
    quarter: sql`QUARTER`,
    year: sql`YEAR`,
    decade: sql`DECADE`,
  };
  return words[unit];
}
