import type { Store } from '../../store/database.ts';
import { findDataset } from '../catalog/index.ts';
import type { Context, Tx } from '../handler.ts';
import type { UseKind } from './tables.ts';

/** Counts wait here so that a page of rows never waits for a disk. A crash loses at most these seconds of counting. */
const writeEveryMs = 5_000;

class UseTally {
  readonly uses = new Map<string, number>();
  readonly filters = new Map<string, number>();
  timer: NodeJS.Timeout | undefined;
}

const tallies = new WeakMap<Store, UseTally>();

type Using = Pick<Context, 'store' | 'clock' | 'log' | 'actor' | 'page'>;

/**
 * Counts one request of a dataset (internal id), and the columns it was narrowed by. No more is kept: not who, not which
 * value. Rows that a page shows are counted with the page; what a robot asks for is counted apart and sorts no copy.
 */
export function noteUse(
  context: Using,
  dataset: string,
  kind: 'rows' | 'download',
  narrowedBy: ReadonlySet<string> = new Set(),
): void {
  if (context.actor.robot) count(context, dataset, 'robot', new Set());
  else if (!context.page) count(context, dataset, kind, narrowedBy);
  else if (narrowedBy.size > 0) count(context, dataset, undefined, narrowedBy);
}

/** Counts that the page of a dataset (public id) was shown. */
export function noteVisit(context: Using, publicId: string): void {
  count(context, { publicId }, context.actor.robot ? 'robot' : 'page', new Set());
}

function count(
  context: Using,
  dataset: string | { readonly publicId: string },
  kind: UseKind | undefined,
  narrowedBy: ReadonlySet<string>,
): void {
  const tally = tallies.get(context.store) ?? new UseTally();
  tallies.set(context.store, tally);
  const day = context.clock.today();
  if (kind !== undefined) add(tally.uses, JSON.stringify([dataset, day, kind]));
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
      const [named, day, kind] = JSON.parse(key) as [string | { publicId: string }, string, UseKind];
      const dataset = typeof named === 'string' ? named : await internalId(tx, named.publicId);
      if (dataset === undefined) continue;
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

const internalId = async (tx: Tx, publicId: string): Promise<string | undefined> =>
  (await findDataset(tx, publicId))?.id;
