import { type Sql, sql } from '../../engine/sql.ts';
import type { Term } from './soql/term.ts';
import { textOf } from './soql/text-of.ts';

/**
 * A value as the platform's own JSON has it: dates `2020-01-31`, moments `2020-01-31T08:15:00`, numbers as numbers where
 * a double holds them exactly and as strings where it would not, geometry as GeoJSON, unknown as null.
 */
export function ownJson({ sql: value, type, storage, digits }: Term): Sql {
  switch (storage) {
    case 'integer':
      if (type === 'row_identifier') return textOf({ sql: value, type, storage });
      return sql`case when ${value} between -9007199254740991 and 9007199254740991 then to_json(${value}) else to_json(cast(${value} as varchar)) end`;
    case 'decimal':
      // Fifteen digits survive a double; more would not.
      if (digits !== undefined && digits <= 15) return value;
      return sql`case when length(translate(cast(${value} as varchar), '-.', '')) <= 15 then to_json(${value}) else to_json(cast(${value} as varchar)) end`;
    case 'double':
      return sql`case when isfinite(${value}) then ${value} end`;
    case 'date':
    case 'time':
    case 'interval':
      return sql`cast(${value} as varchar)`;
    case 'timestamp':
      return type === 'fixed_timestamp'
        ? sql`(replace(cast(cast(${value} as timestamp) as varchar), ' ', 'T') || 'Z')`
        : plainMoment(sql`cast(${value} as timestamp)`);
    case 'json':
    case 'geometry':
      return embedded(value);
    default:
      return value;
  }
}

/** Printed by pattern in half the time of a cast, where a year of four digits and whole seconds allow it. */
const plainMoment = (value: Sql): Sql =>
  sql`case when ${value} between timestamp '1000-01-01' and timestamp '9999-12-31' and epoch_us(${value}) % 1000000 = 0 then strftime(${value}, '%Y-%m-%dT%H:%M:%S') else replace(cast(${value} as varchar), ' ', 'T') end`;

/** A value as SODA 2.1 has it: numbers as strings, moments with milliseconds. */
export function sodaJson(term: Term): Sql {
  switch (term.type) {
    case 'boolean':
      return term.sql;
    case 'point':
      return embedded(term.sql);
    case 'json':
      return embedded(term.sql);
    default:
      return textOf(term);
  }
}

/** JSON inside JSON; a text that is not JSON stays a text. */
const embedded = (value: Sql) =>
  sql`case when json_valid(cast(${value} as varchar)) then cast(${value} as json) else to_json(cast(${value} as varchar)) end`;

/** A value in a SODA CSV: points as WKT, everything else as text. */
export function sodaCsv(term: Term): Sql {
  if (term.type !== 'point' || !term.point) return textOf(term);
  const { latitude, longitude } = term.point;
  return sql`case when ${latitude} is not null and ${longitude} is not null then 'POINT (' || ${longitude} || ' ' || ${latitude} || ')' else cast(${term.sql} as varchar) end`;
}
