import type { Log } from '../areas/handler.ts';
import { OakError } from '../core/error.ts';

/** One JSON line an entry on standard error. Fields are names, ids, counts and durations, never a value from a row. */
export function lineLog(role: string, out: NodeJS.WritableStream = process.stderr): Log {
  return (message, fields = {}) => {
    out.write(`${JSON.stringify({ at: new Date().toISOString(), role, message, ...fields })}\n`);
  };
}

/** What may be said of an error in a log: its code or its class, never its message, which may repeat a value. */
export const nameOf = (error: unknown): string =>
  error instanceof OakError ? error.code : error instanceof Error ? error.name : 'unknown';
