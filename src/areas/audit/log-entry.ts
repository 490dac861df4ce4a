import { Temporal } from 'temporal-polyfill';
import type { EntryFilter, KeptEntry } from '../../store/audit-log/search-entries.ts';
import type { Context } from '../handler.ts';
import type { LogEntry, Look } from './model.ts';

/** A kept entry as auditors see it. */
export const logEntryOf = (entry: KeptEntry): LogEntry => ({
  sequence: entry.sequence,
  leaf: entry.leaf,
  at: entry.at,
  outcome: entry.outcome,
  operation: entry.operation,
  dataset: entry.dataset,
  count: entry.count,
  erased: entry.erased,
  actor: entry.actor,
  actor_kind: entry.kind,
  purpose: entry.purpose,
  person: entry.person,
  request: entry.request,
  detail: entry.detail,
});

export const lookOf = ({
  leaf,
  at,
  operation,
  dataset,
  outcome,
  count,
  actor,
  purpose,
}: KeptEntry): Look => ({
  leaf,
  at,
  operation,
  dataset,
  outcome,
  count,
  actor,
  purpose,
});

interface Asked {
  readonly dataset?: string;
  readonly actor?: string;
  readonly person?: string;
  readonly operation?: string;
  readonly purpose?: string;
  readonly outcome?: LogEntry['outcome'];
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** What was asked for as the store asks it; days are the state's. */
export function filterOf(asked: Asked, timeZone: string): EntryFilter {
  const { outcome, cursor, limit, from, to, ...same } = asked;
  return {
    ...same,
    ...(from === undefined ? {} : { from: instantOf(from, timeZone, 0) }),
    ...(to === undefined ? {} : { to: instantOf(to, timeZone, 1) }),
    ...(outcome === undefined ? {} : { outcomes: [outcome] }),
    ...(cursor === undefined ? {} : { before: Number(cursor) }),
    // One more than asked for tells whether there are more.
    ...(limit === undefined ? {} : { limit: limit + 1 }),
  };
}

/** An instant as it is; of a date the moment it begins, or with `daysOn` 1 the moment it is over. */
function instantOf(given: string, timeZone: string, daysOn: number): string {
  if (given.includes('T')) return new Date(given).toISOString();
  const day = Temporal.PlainDate.from(given).add({ days: daysOn });
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds).toISOString();
}

/** The first `limit` of what was found, and where the next page begins. */
export function pageOf<T extends { readonly sequence: number }>(
  found: readonly T[],
  limit: number,
): { readonly page: readonly T[]; readonly next: string | null } {
  const page = found.slice(0, limit);
  return { page, next: found.length > limit ? String(page.at(-1)!.sequence) : null };
}

/** Reading the log is a look too: at what people did. Says what was asked for, except for whom. */
export const noteSearch = (context: Context, asked: Asked): Promise<void> =>
  context.audit.look({
    ...(asked.dataset === undefined ? {} : { dataset: asked.dataset }),
    ...(asked.person === undefined ? {} : { person: asked.person }),
    detail: Object.fromEntries(
      Object.entries(asked).filter(([name, value]) => name !== 'limit' && value !== undefined),
    ) as Record<string, string>,
  });
