import type { Log } from '../areas/handler.ts';

/** One JSON line an entry on standard error. Fields are names, ids, counts and durations, never a value from a row. */
export function lineLog(role: string, out: NodeJS.WritableStream = process.stderr): Log {
  return (message, fields = {}) => {
    out.write(`${JSON.stringify({ at: new Date().toISOString(), role, message, ...fields })}\n`);
  };
}

export const quiet: Log = () => {};
