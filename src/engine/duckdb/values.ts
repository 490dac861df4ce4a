import {
  BIGINT,
  DOUBLE,
  type DuckDBType,
  type DuckDBValue,
  HUGEINT,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api';
import type { SqlValue } from '../sql.ts';

const maxBigint = 2n ** 63n - 1n;

interface Bound {
  readonly value: DuckDBValue;
  readonly type: DuckDBType | undefined;
}

/** A bound value as DuckDB takes it. Whole numbers stay whole: `limit 10` must not become `limit 10.0`. */
export function boundValue(value: SqlValue): Bound {
  if (value === null) return { value: null, type: undefined };
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? { value: BigInt(value), type: BIGINT } : { value, type: DOUBLE };
  }
  if (typeof value === 'bigint') {
    return { value, type: value <= maxBigint && value >= -maxBigint - 1n ? BIGINT : HUGEINT };
  }
  if (value instanceof Date) return { value: value.toISOString(), type: undefined };
  if (Array.isArray(value)) {
    const whole = value.every((one) => typeof one === 'number' && Number.isSafeInteger(one));
    const numeric = value.length > 0 && value.every((one) => typeof one === 'number');
    if (numeric && whole) return { value: listValue(value.map((one) => BigInt(one))), type: LIST(BIGINT) };
    return { value: listValue(value as DuckDBValue[]), type: LIST(numeric ? DOUBLE : VARCHAR) };
  }
  return { value: value as string | boolean, type: undefined };
}

/** `2026-11-23 08:15:00` as DuckDB prints it becomes `2026-11-23T08:15:00`. */
export const isoText = (printed: string): string => printed.replace(' ', 'T').replace(/\+00$/, 'Z');
