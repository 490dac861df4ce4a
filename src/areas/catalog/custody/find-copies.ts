import { OakError } from '../../../core/error.ts';
import type { Context, JobContext } from '../../handler.ts';
import { subscriber } from '../../handler.ts';
import { findDataset } from '../read-dataset.ts';
import { compareKeys } from './compare-keys.ts';
import { keepCopies, type Likeness, leastShare, nearCopiesOf } from './near-copies.ts';

export const findCopiesJob = 'catalog.find-copies';

/**
 * Looks for datasets that nearly repeat one (internal id), and keeps what is found. Its input names no `dataset`, so that the
 * working files lie where those of protected data do: either of two may be.
 */
export async function runFindCopies(context: JobContext, input: { readonly of: string }) {
  const { store, clock } = context;
  const one = await findDataset(store.read, input.of);
  if (one === undefined || one.state === 'retired') return { copies: 0 };
  const found = await nearCopiesOf(store.read, one.id);
  const compared: (Likeness & { keysAlike: number | null; keysAll: number | null })[] = [];
  for (const like of found) {
    const keys = await compareKeys(context, one, like.other).catch((error: unknown) => {
      // A version that was withdrawn or destroyed meanwhile has no keys to compare.
      if (error instanceof OakError && error.status < 500) return undefined;
      throw error;
    });
    // Two years of one form have the same columns and other rows: those are no copies.
    if (keys !== undefined && keys.alike / keys.all <= leastShare) continue;
    compared.push({ ...like, keysAlike: keys?.alike ?? null, keysAll: keys?.all ?? null });
  }
  await store.write((tx) => keepCopies(tx, one.id, compared, clock.now()));
  return { copies: compared.length };
}

const queue = (context: Context, dataset: string) =>
  context.store.write((tx) =>
    context.enqueue(tx, { kind: findCopiesJob, input: { of: dataset }, once: `${findCopiesJob} ${dataset}` }),
  );

/** New columns may repeat what is held already: those of a file, and those that somebody described. */
export const copySubscribers = [
  subscriber({
    name: 'catalog.find-copies-of-version',
    event: 'version-added',
    run: async (context, { payload }) => void (await queue(context, payload.dataset)),
  }),
  subscriber({
    name: 'catalog.find-copies-of-described',
    event: 'dataset-described',
    run: async (context, { payload }) => void (await queue(context, payload.dataset)),
  }),
];
