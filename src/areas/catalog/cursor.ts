import { badCursor } from './errors.ts';

/** Where a list goes on: the sort values of its last row, not to be read by callers. */
export const writeCursor = (values: readonly (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/** Throws `catalog.bad-cursor` for one this list did not give. */
export function readCursor(cursor: string, length: number): (string | number | null)[] {
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(values) && values.length === length) return values as (string | number | null)[];
  } catch {
    // Said below.
  }
  throw badCursor.with({});
}
