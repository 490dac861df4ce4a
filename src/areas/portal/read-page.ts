import { createHash } from 'node:crypto';
import { ident, sql } from '../../engine/sql.ts';
import type { Context } from '../handler.ts';
import { type Cursor, formatCursor, parseCursor } from './cursor.ts';
import { badCursor } from './errors.ts';
import type { OpenVersion } from './open-version.ts';
import { type PageOfRows, type PageRow, pageOf, pageStatement, type WireForm } from './page-statement.sql.ts';
import type { PlannedQuery } from './plan-query.ts';
import { readerOf } from './row-reader.ts';
import { type Cut, printCount } from './soql/stage.ts';

export interface PageWanted {
  readonly form: WireForm;
  readonly limit: number;
  readonly cursor?: Cursor | undefined;
}

export interface PageAnswer extends PageOfRows {
  readonly next: string | null;
}

/** Rows of pages that are read again and again; a longer one, or groups, would hold more memory than it saves time. */
const longestRepeated = 1_000;

/** One page of a planned query, from the cache when the same was asked before. */
export async function readPage(
  context: Pick<Context, 'engine' | 'signal'>,
  open: OpenVersion,
  planned: PlannedQuery,
  wanted: PageWanted,
): Promise<PageAnswer> {
  const { cursor, limit, form } = wanted;
  const place = cursor?.after !== undefined ? `r${cursor.after}` : `s${cursor?.skip ?? 0}`;
  return readerOf(context.engine).read<PageRow & object, PageAnswer>(
    {
      key: cacheKey(open, planned, `${form}|${limit}|${place}`),
      statement: pageStatement(planned.stage, form, limit, cutAt(cursor)),
      engine: planned.engine,
      oneThread: planned.oneThread,
      repeated: planned.stage.rowByRow && limit <= longestRepeated,
      step: 'rows_page',
      make: (row) => {
        const page = pageOf(row, limit);
        const next = nextOf(open, planned, wanted, page);
        return { value: { ...page, next }, bytes: page.json.byteLength };
      },
    },
    context.signal,
  );
}

/** All that an answer depends on. An answer from a protected version is never kept: the next asker may not have it. */
const cacheKey = (open: OpenVersion, planned: PlannedQuery, form: string): string | undefined =>
  planned.steady && open.content.isOpen ? `${open.content.mark}|${form}|${planned.canonical}` : undefined;

function cutAt(cursor: Cursor | undefined): Cut {
  if (cursor?.after !== undefined)
    return { after: sql`(${ident('_row')} > cast(${cursor.after} as bigint))` };
  return cursor?.skip === undefined ? {} : { skip: BigInt(cursor.skip) };
}

function nextOf(
  open: OpenVersion,
  { stage, canonical }: PlannedQuery,
  { cursor, limit }: PageWanted,
  page: PageOfRows,
): string | null {
  if (!page.more) return null;
  const base = { version: open.version.number, query: markOf(canonical) };
  // Starting after a row costs the same on every page; a limit of the query's own counts rows, so it needs the count.
  if (stage.rowOrder && stage.limit === undefined && stage.offset === undefined && page.last !== null)
    return formatCursor({ ...base, after: page.last });
  return formatCursor({ ...base, skip: (cursor?.skip ?? 0) + limit });
}

/** Reads a cursor of this query. Throws `portal.bad-cursor` for any other. */
export function cursorOf(text: string, canonical: string): Cursor {
  const cursor = parseCursor(text);
  if (cursor.query !== markOf(canonical)) throw badCursor.with({});
  return cursor;
}

const markOf = (canonical: string) => createHash('sha256').update(canonical).digest('hex').slice(0, 12);

/** How many rows the whole answer has. */
export async function countRows(
  context: Pick<Context, 'engine' | 'signal'>,
  open: OpenVersion,
  planned: PlannedQuery,
): Promise<number> {
  return readerOf(context.engine).read<{ n: string }, number>(
    {
      key: cacheKey(open, planned, 'count'),
      statement: printCount(planned.stage),
      engine: planned.engine,
      oneThread: planned.oneThread,
      step: 'rows_count',
      make: (row) => ({ value: Number(row.n), bytes: 8 }),
    },
    context.signal,
  );
}
