import type { Store } from '../../store/database.ts';
import type { Context } from '../handler.ts';
import type { UseKind } from './tables.ts';

/** Counts wait here so that a page of rows never waits for a disk. A crash loses at most these seconds of counting. */
const writeEveryMs = 5_000;

class UseTally {
  readonly uses = new Map<string, number>();
  readonly filters = new Map<string, number>();
  timer: NodeJS.Timeout | undefined;
}

const tallies = new WeakMap<Store, UseTally>();

/** Counts one request of a dataset, and the columns it was narrowed by. No more is kept: not who, not which value. */
export function noteUse(
  context: Pick<Context, 'store' | 'clock' | 'log'>,
  dataset: string,
  kind: UseKind,
  narrowedBy: ReadonlySet<string> = new Set(),
): void {
  const tally = tallies.get(context.store) ?? new UseTally();
  tallies.set(context.store, tally);
  const day = context.clock.today();
  add(tally.uses, JSON.stringify([dataset, day, kind]));
  for (const field of narrowedBy) add(tally.filters, JSON.stringify([dataset, field, day]));
  tally.timer ??= setTimeout(() => {
    writeUse(context.store).catch(() => context.log('uses not counted', { uses: tally.uses.size }));
  }, writeEveryMs).unref();
}

const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

/** Writes what has been counted so far. */
export async function writeUse(store: Store): Promise<void> {
  const tally = tallies.get(store);
  if (tally === undefined) return;
  tallies.delete(store);
  clearTimeout(tally.timer);
  await store.write(async (tx) => {
    for (const [key, requests] of tally.uses) {
      const [dataset, day, kind] = JSON.parse(key) as [string, string, UseKind];
      await tx
        .insertInto('portal_dataset_use')
        .values({ dataset, day, kind, requests })
        .onConflict((conflict) =>
          conflict.columns(['dataset', 'day', 'kind']).doUpdateSet((row) => ({
            requests: row('portal_dataset_use.requests', '+', requests),
          })),
        )
        .execute();
    }
    for (const [key, requests] of tally.filters) {
      const [dataset, field, day] = JSON.parse(key) as [string, string, string];
      await tx
        .insertInto('portal_filter_use')
        .values({ dataset, field, day, requests })
        .onConflict((conflict) =>
          conflict.columns(['dataset', 'field', 'day']).doUpdateSet((row) => ({
            requests: row('portal_filter_use.requests', '+', requests),
          })),
        )
        .execute();
    }
  });
}
