import { sql } from '../../../engine/sql.ts';
import { check, mismatch, type Standing } from './check-expression.ts';
import { parseInterval } from './interval.ts';
import { nameOfType } from './soql-type.ts';
import { coerce, type Term, term } from './term.ts';
import { textOf } from './text-of.ts';
import type { Expression } from './tree.ts';

/** `value::type`. Text that does not read as the type becomes null, as a missing value would be. */
export function checkCast(of: Extract<Expression, { kind: 'cast' }>, at: Standing): Term {
  const value = check(of.of, at);
  const refuse = () => mismatch(of, `${nameOfType[value.type]} cannot be cast to “${of.to}”`, at);
  switch (of.to) {
    case 'text':
      return term(textOf(value), 'text', 'text');
    case 'number':
      if (value.type === 'number') return value;
      if (value.type !== 'text' && value.type !== 'null') throw refuse();
      return coerce(value, 'number') ?? term(sql`try_cast(${value.sql} as double)`, 'number', 'double');
    case 'double':
      if (value.type === 'number') return term(sql`cast(${value.sql} as double)`, 'number', 'double');
      if (value.type !== 'text' && value.type !== 'null') throw refuse();
      return term(sql`try_cast(${value.sql} as double)`, 'number', 'double');
    case 'boolean':
    case 'checkbox':
      if (value.type !== 'text' && value.type !== 'boolean' && value.type !== 'null') throw refuse();
      return term(sql`try_cast(${value.sql} as boolean)`, 'boolean', 'boolean');
    case 'floating_timestamp':
    case 'calendar_date':
    case 'fixed_timestamp': {
      const type = of.to === 'fixed_timestamp' ? 'fixed_timestamp' : 'floating_timestamp';
      if (value.type === type) return value;
      if (value.type !== 'text' && value.type !== 'null') throw refuse();
      return coerce(value, type) ?? term(sql`try_cast(${value.sql} as timestamp)`, type, 'timestamp');
    }
    case 'json':
      if (value.type !== 'text' && value.type !== 'json') throw refuse();
      return term(sql`try_cast(${value.sql} as json)`, 'json', 'json');
    case 'interval': {
      const interval = value.literal === undefined ? undefined : parseInterval(value.literal);
      if (!interval) throw mismatch(of, "an interval is written as a text such as 'P1Y2M3DT4H5M6S'", at);
      return term(interval, 'interval', 'interval');
    }
    case 'point': {
      if (value.type === 'point') return value;
      const point = value.type === 'text' ? coerce(value, 'point') : undefined;
      if (!point) throw mismatch(of, "a point is written as a text such as 'POINT (-72.67 41.76)'", at);
      return point;
    }
    default:
      throw refuse();
  }
}
