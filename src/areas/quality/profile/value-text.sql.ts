import type { ColumnType } from '../../../core/column-type.ts';
import { integer, type Sql, sql } from '../../../engine/sql.ts';

/** Longest value a profile repeats, in characters. */
export const longestShown = 200;

/** A value as it reads in JSON, cut when it is long: the one spelling of values in profiles, evidence and rules. */
export function valueText(value: Sql, type: ColumnType): Sql {
  switch (type) {
    case 'timestamp':
      return sql`replace(${value}::varchar, ' ', 'T')`;
    case 'text':
    case 'json':
    case 'geometry':
      return sql`CASE WHEN length(${value}) > ${integer(longestShown)} THEN left(${value}, ${integer(longestShown)}) || '…' ELSE ${value} END`;
    default:
      return sql`${value}::varchar`;
  }
}

/** Types whose values have an order that a person would use. */
export const isOrdered = (type: ColumnType): boolean =>
  isNumber(type) || type === 'date' || type === 'timestamp' || type === 'time';
export const isNumber = (type: ColumnType): boolean =>
  type === 'integer' || type === 'decimal' || type === 'double';
export const isMoment = (type: ColumnType): boolean => type === 'date' || type === 'timestamp';
