import { type Context, type Subscriber, subscriber } from '../handler.ts';

/** Under this an unsorted version is read in a few milliseconds, and a sorted copy of it would never be noticed. */
const fewestRows = 100_000;

async function queueProjection(context: Context, about: { dataset: string; version: number }): Promise<void> {
  const found = await context.store.read
    .selectFrom('dataset_version')
    .select('rows_stored')
    .where('dataset', '=', about.dataset)
    .where('number', '=', about.version)
    .executeTakeFirst();
  if (found === undefined || found.rows_stored < fewestRows) return;
  await context.store.write((tx) =>
    context.enqueue(tx, {
      kind: 'portal.project-version',
      input: { dataset: about.dataset, version: about.version },
      subject: about.dataset,
      once: `portal.project-version:${about.dataset}:${about.version}`,
    }),
  );
}

/** The main filter may be another now: the copies of the current version follow it. */
async function queueForCurrent(context: Context, dataset: string): Promise<void> {
  const row = await context.store.read
    .selectFrom('dataset')
    .select('current_version')
    .where('id', '=', dataset)
    .executeTakeFirst();
  if (row?.current_version != null) await queueProjection(context, { dataset, version: row.current_version });
}

export const subscribers: readonly Subscriber[] = [
  subscriber({
    name: 'portal.project-new-version',
    event: 'version-added',
    run: (context, { payload }) => queueProjection(context, payload),
  }),
  subscriber({
    name: 'portal.project-rolled-back-version',
    event: 'version-rolled-back',
    run: (context, { payload }) => queueProjection(context, payload),
  }),
  subscriber({
    name: 'portal.project-edited-dataset',
    event: 'dataset-edited',
    run: (context, { payload }) => queueForCurrent(context, payload.dataset),
  }),
];
