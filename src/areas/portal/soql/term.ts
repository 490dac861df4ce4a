import { integer as integerText, type Sql, sql } from '../../../engine/sql.ts';
import { parsePointText } from './point-text.ts';
import type { SoqlType, Storage } from './soql-type.ts';

/** A checked expression: its SQL, what it is, and what the writer wrote when it is a literal. */
export interface Term {
  readonly sql: Sql;
  readonly type: SoqlType;
  readonly storage: Storage;
  /** Set for a literal: its text may still become another type. */
  readonly literal?: string;
  /** Digits it can have at most, where that is known of a decimal. */
  readonly digits?: number;
  /** Latitude and longitude in degrees, for points. */
  readonly point?: { readonly latitude: Sql; readonly longitude: Sql };
  /** What to group by in its place, in the same order and cheaper to hold apart, and how the value comes back from it. */
  readonly grouping?: { readonly key: Sql; readonly value: (key: Sql) => Sql };
}

export const term = (sqlText: Sql, type: SoqlType, storage: Storage): Term => ({
  sql: sqlText,
  type,
  storage,
});

export function textTerm(value: string): Term {
  return { sql: sql`cast(${value} as varchar)`, type: 'text', storage: 'text', literal: value };
}

export const booleanTerm = (value: boolean): Term =>
  term(value ? sql`true` : sql`false`, 'boolean', 'boolean');

export const nullTerm: Term = { sql: sql`null`, type: 'null', storage: 'text' };

/** A number of any length, exact when DuckDB can hold it so (38 digits). The digits are bound, as text. */
export function numberTerm(digits: string): Term {
  const [whole = '', fraction = ''] = digits.replace(/^[+-]/, '').split('.');
  if (/[eE]/.test(digits) || whole.length + fraction.length > 38)
    return { sql: sql`cast(${digits} as double)`, type: 'number', storage: 'double', literal: digits };
  if (fraction === '' && whole.length <= 18)
    return {
      sql: sql`cast(${digits.replace('.', '')} as bigint)`,
      type: 'number',
      storage: whole.length <= 15 ? 'count' : 'integer',
      literal: digits,
    };
  const decimal = decimalType(whole.length + fraction.length, fraction.length);
  return { sql: sql`cast(${digits} as ${decimal})`, type: 'number', storage: 'decimal', literal: digits };
}

/** Each precision and scale written out once, as SQL text that no caller can touch. */
function decimalType(precision: number, scale: number): Sql {
  return sql`decimal(${integerText(Math.max(precision, scale, 1))}, ${integerText(scale)})`;
}

const isoMoment = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?))?$/;
const isoInstant = /^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(?:Z|\+00:?00)?$/;
const numeric = /^[+-]?\d{1,60}(\.\d{1,60})?([eE][+-]?\d{1,3})?$/;

/**
 * The term as `type`, or nothing when it cannot be. Only literals change: a text literal may be read as a number, a date,
 * true/false or a point, and null is of every type. `near` is the storage it will meet, so that a date column is compared
 * with a date and its file statistics stay useful.
 */
export function coerce(value: Term, type: SoqlType, near?: Storage): Term | undefined {
  if (value.type === 'null') return { ...value, type };
  if (value.type === type) return value;
  if (value.literal === undefined || value.type !== 'text') return undefined;
  const text = value.literal.trim();
  switch (type) {
    case 'number':
      return numeric.test(text) ? numberTerm(text) : undefined;
    case 'boolean':
      return /^(true|false)$/i.test(text) ? booleanTerm(text.toLowerCase() === 'true') : undefined;
    case 'floating_timestamp':
      return momentTerm(text, near);
    case 'fixed_timestamp': {
      const found = isoInstant.exec(text)?.[1] ?? (isoMoment.test(text) ? text : undefined);
      if (found === undefined || !isRealMoment(found)) return undefined;
      return term(sql`cast(${found.replace('T', ' ')} as timestamp)`, type, 'timestamp');
    }
    case 'time':
      return /^\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/.test(text)
        ? term(sql`cast(${text} as time)`, type, 'time')
        : undefined;
    case 'row_identifier': {
      const row = /^row-([0-9a-z]{1,12})$/.exec(text)?.[1];
      return row === undefined
        ? undefined
        : term(sql`cast(${Number.parseInt(row, 36).toString()} as bigint)`, type, 'integer');
    }
    case 'point': {
      const at = parsePointText(text);
      return at && pointTerm(sql`cast(${at.latitude} as double)`, sql`cast(${at.longitude} as double)`);
    }
    default:
      return undefined;
  }
}

function momentTerm(text: string, near: Storage | undefined): Term | undefined {
  const [, day, time] = isoMoment.exec(text) ?? [];
  if (day === undefined || !isRealMoment(text)) return undefined;
  if (near === 'date' && (time === undefined || /^00:00(:00(\.0+)?)?$/.test(time)))
    return term(sql`cast(${day} as date)`, 'floating_timestamp', 'date');
  return term(sql`cast(${`${day} ${time ?? '00:00:00'}`} as timestamp)`, 'floating_timestamp', 'timestamp');
}

/** 31 February and 25:00 are refused here, by name, and not by the engine. */
function isRealMoment(text: string): boolean {
  const [day = '', time = '00:00'] = text.split(/[T ]/);
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  const real = new Date(Date.UTC(2000, month - 1, date));
  real.setUTCFullYear(year, month - 1, date);
  return (
    real.getUTCMonth() === month - 1 && real.getUTCDate() === date && hour < 24 && minute < 60 && second < 60
  );
}

/** A point as GeoJSON, made of two numbers in degrees. */
export function pointTerm(latitude: Sql, longitude: Sql): Term {
  return {
    sql: sql`case when ${latitude} is not null and ${longitude} is not null then cast(json_object('type', 'Point', 'coordinates', [${longitude}, ${latitude}]) as varchar) end`,
    type: 'point',
    storage: 'geometry',
    point: { latitude, longitude },
  };
}

/** A stored geometry column: its coordinates when it is a point, null for other shapes. */
export function geometryTerm(column: Sql): Term {
  const coordinate = (at: Sql) =>
    sql`case when json_extract_string(${column}, '$.type') = 'Point' then try_cast(json_extract_string(${column}, ${at}) as double) end`;
  return {
    sql: column,
    type: 'point',
    storage: 'geometry',
    point: { latitude: coordinate(sql`'$.coordinates[1]'`), longitude: coordinate(sql`'$.coordinates[0]'`) },
  };
}
