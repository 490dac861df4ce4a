import type { Context, JobContext } from '../../handler.ts';
import { subscriber } from '../../handler.ts';
import { findDataset } from '../read-dataset.ts';
import { keepCopies, nearCopiesOf } from './near-copies.ts';

export const findCopiesJob = 'catalog.find-copies';

/** Looks for datasets that nearly repeat one (internal id), and keeps what is found. */
export async function runFindCopies(context: JobContext, input: { readonly dataset: string }) {
  const { store, clock } = context;
  const one = await findDataset(store.read, input.dataset);
  if (one === undefined || one.state === 'retired') return { copies: 0 };
  const found = await nearCopiesOf(store.read, one.id);
  const compared = found.map((like) => ({ ...like, keysAlike: null, keysAll: null }));
  await store.write((tx) => keepCopies(tx, one.id, compared, clock.now()));
  return { copies: found.length };
}

const queue = (context: Context, dataset: string) =>
  context.store.write((tx) =>
    context.enqueue(tx, { kind: findCopiesJob, input: { dataset }, once: `${findCopiesJob} ${dataset}` }),
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
