import { sql } from 'kysely';
import type { Clock } from '../../core/clock.ts';
import type { Store } from '../database.ts';
import { appendEntries } from './append-entries.ts';
import type { AuditEntry } from './audit-entry.ts';

/** A refusal, and whose it is: `client` is whatever tells one asker from another, and is not written down as it is. */
export interface RefusedEntry extends Omit<AuditEntry, 'at' | 'outcome' | 'count'> {
  readonly client: string;
}

const windowMs = 60_000;
/** The entry waits a little longer for counts that are on their way to it. */
const graceMs = 2_000;

/**
 * Like refusals of one client within a minute are one entry with a count. It is on the disk with the first of them, is
 * counted up while the minute lasts, and only then enters the tree.
 */
export function refusalCounter(store: Store, clock: Clock) {
  /** By client and kind: which row is being counted up, and until when. */
  const open = new Map<string, { readonly row: Promise<number>; readonly closesMs: number; added: number }>();
  const perClient = new Map<string, { count: number; readonly endsMs: number }>();
  let flushing: Promise<void> | undefined;

  const begin = async (entry: RefusedEntry, closesAt: string): Promise<number> => {
    const { client: _, ...rest } = entry;
    return store.write(async (tx) => {
      const [commitment] = await appendEntries(
        tx,
        [{ ...rest, outcome: 'refused', at: clock.now() }],
        closesAt,
      );
      const row = await tx
        .selectFrom('audit_entry')
        .select('sequence')
        .where('leaf', 'is', null)
        .where('commitment', '=', commitment!)
        .executeTakeFirstOrThrow();
      return row.sequence;
    });
  };

  /** Adds what has come since to its rows, all in one commit. */
  const flush = async () => {
    const due = [...open.values()].filter(({ added }) => added > 0);
    if (due.length === 0) return;
    const counts = await Promise.all(
      due.map(async (window) => {
        const added = window.added;
        window.added = 0;
        return { row: await window.row, added };
      }),
    );
    await store.write(async (tx) => {
      for (const { row, added } of counts)
        await tx
          .updateTable('audit_entry')
          .set({ count: sql<number>`count + ${added}` })
          .where('sequence', '=', row)
          .where('leaf', 'is', null)
          .execute();
    });
  };

  return {
    async add(entry: RefusedEntry): Promise<number> {
      const nowMs = Date.parse(clock.now());
      for (const [name, window] of open) if (window.closesMs <= nowMs) open.delete(name);
      for (const [name, counted] of perClient) if (counted.endsMs <= nowMs) perClient.delete(name);
      const total = perClient.get(entry.client) ?? { count: 0, endsMs: nowMs + windowMs };
      total.count += 1;
      perClient.set(entry.client, total);

      const kind = JSON.stringify([entry.client, entry.operation, entry.dataset, entry.person, entry.detail]);
      const known = open.get(kind);
      if (known === undefined) {
        const closesMs = nowMs + windowMs;
        const row = begin(entry, new Date(closesMs + graceMs).toISOString());
        open.set(kind, { row, closesMs, added: 0 });
        row.catch(() => open.delete(kind));
        await row;
      } else {
        known.added += 1;
        flushing ??= new Promise<void>((resolve) => setTimeout(resolve, 5)).then(flush).finally(() => {
          flushing = undefined;
        });
        await flushing;
      }
      return total.count;
    },
  };
}
