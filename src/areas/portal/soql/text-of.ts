import { type Sql, sql } from '../../../engine/sql.ts';
import type { Term } from './term.ts';

/** A value as text, in the form the wire of SODA 2.1 has: `2020-01-01T00:00:00.000`, `true`, `41.5`, `row-9x`. */
export function textOf({ sql: value, type, storage }: Term): Sql {
  switch (type) {
    case 'floating_timestamp':
      return storage === 'date'
        ? sql`strftime(${value}, '%Y-%m-%dT00:00:00.000')`
        : sql`strftime(cast(${value} as timestamp), '%Y-%m-%dT%H:%M:%S.%g')`;
    case 'fixed_timestamp':
      return sql`strftime(cast(${value} as timestamp), '%Y-%m-%dT%H:%M:%S.%gZ')`;
    case 'row_identifier':
      return sql`('row-' || lower(to_base(${value}, 36)))`;
    case 'text':
    case 'json':
    case 'point':
      return value;
    case 'number':
      return storage === 'double' ? doubleText(value) : sql`cast(${value} as varchar)`;
    default:
      return sql`cast(${value} as varchar)`;
  }
}

/** 3 and not 3.0; no number that JSON could not hold. */
const doubleText = (value: Sql) =>
  sql`case when isfinite(${value}) then regexp_replace(cast(${value} as varchar), '\\.0$', '') end`;
