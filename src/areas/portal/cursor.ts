import { badCursor } from './errors.ts';

/**
 * Where a page ended, within one version: after a source row when rows come in their own order, else after a number of
 * rows. It never holds a value, and stays good for ever because a version never changes.
 */
export interface Cursor {
  readonly version: number;
  /** Ties the cursor to its query: another query's cursor is refused. */
  readonly query: string;
  readonly after?: string;
  readonly skip?: number;
}

export function formatCursor({ version, query, after, skip }: Cursor): string {
  const at = after === undefined ? `s${(skip ?? 0).toString(36)}` : `r${BigInt(after).toString(36)}`;
  return `${version.toString(36)}.${at}.${query}`;
}

/** Throws `portal.bad-cursor` for a text that {@link formatCursor} did not make. */
export function parseCursor(text: string): Cursor {
  const found = /^([0-9a-z]{1,7})\.([rs])([0-9a-z]{1,12})\.([0-9a-f]{12})$/.exec(text);
  if (!found) throw badCursor.with({});
  const [, version, kind, at, query] = found as unknown as [string, string, string, string, string];
  const place = Number.parseInt(at, 36);
  if (!Number.isSafeInteger(place)) throw badCursor.with({});
  return {
    version: Number.parseInt(version, 36),
    query,
    ...(kind === 'r' ? { after: String(place) } : { skip: place }),
  };
}
