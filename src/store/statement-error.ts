import { OakError } from '../core/error.ts';
import { type BrokenRule, ruleBroken, statementFailed, storeFull, storeUnavailable } from './errors.ts';

/** The part of a driver's error that may be shown: PostgreSQL puts row values in its `detail` and some messages. */
export interface DriverError {
  readonly message: string;
  /** SQLite: extended result code. */
  readonly errcode?: number;
  /** PostgreSQL: SQLSTATE; Node: `ECONNREFUSED`. */
  readonly code?: string;
}

// https://sqlite.org/rescode.html
const sqliteRules: Record<number, BrokenRule> = {
  2067: 'unique',
  1555: 'unique',
  2579: 'unique',
  787: 'reference',
  1299: 'required',
  275: 'check',
  3091: 'type',
};

export function sqliteError(error: DriverError | OakError): OakError {
  if (error instanceof OakError) return error;
  const rule = sqliteRules[error.errcode ?? 0];
  if (rule) return ruleBroken.with({ rule });
  // The low byte is the primary code: 13 is SQLITE_FULL.
  if (error.errcode !== undefined && (error.errcode & 0xff) === 13) return storeFull.with({});
  return statementFailed.with({ cause: error.message });
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const postgresRules: Record<string, BrokenRule> = {
  '23505': 'unique',
  '23503': 'reference',
  '23001': 'reference',
  '23502': 'required',
  '23514': 'check',
  '22P02': 'type',
  '22003': 'type',
  '42804': 'type',
};

/** Two transactions met and this one lost: it is run again, and nobody outside the store sees this. */
class Conflict extends Error {}

export const isConflict = (error: unknown): boolean =>
  error instanceof Conflict || (error instanceof Error && error.cause instanceof Conflict);

export function postgresError(error: DriverError | OakError): Error {
  if (error instanceof OakError) return error;
  const code = error.code ?? '';
  if (code === '40001' || code === '40P01') return new Conflict('two transactions met');
  const rule = postgresRules[code];
  if (rule) return ruleBroken.with({ rule });
  if (code === '53100') return storeFull.with({});
  // Without an SQLSTATE it is the driver's own: no connection, or one that was cut off.
  const isAnswer = /^(?=.*\d)[0-9A-Z]{5}$/.test(code);
  if (!isAnswer || /^(08|28|3D|53|57P)/.test(code)) {
    return storeUnavailable.with({ why: `the database answered ${code || 'nothing'}` });
  }
  // Class 42 names tables and columns; any other message may repeat a value.
  return statementFailed.with({ cause: code.startsWith('42') ? error.message : `SQLSTATE ${code}` });
}
