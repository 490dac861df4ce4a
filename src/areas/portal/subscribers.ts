import { rm } from 'node:fs/promises';
import { absolutePath } from '../../engine/lake.ts';
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

/** A copy of what may not be read any more is forgotten first, then deleted. */
async function dropCopies(context: Context, about: { dataset: string; version: number }): Promise<void> {
  const copies = await context.store.write(async (tx) => {
    const rows = await tx
      .selectFrom('portal_projection')
      .select('file')
      .where('dataset', '=', about.dataset)
      .where('version', '=', about.version)
      .execute();
    await tx
      .deleteFrom('portal_projection')
      .where('dataset', '=', about.dataset)
      .where('version', '=', about.version)
      .execute();
    return rows;
  });
  for (const { file } of copies) await rm(absolutePath(context.lake, file), { force: true });
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
    name: 'portal.project-resealed-version',
    event: 'version-resealed',
    run: (context, { payload }) => queueProjection(context, payload),
  }),
  subscriber({
    name: 'portal.drop-copies-of-protected-version',
    event: 'version-protected',
    run: (context, { payload }) => dropCopies(context, payload),
  }),
  subscriber({
    name: 'portal.drop-copies-of-withdrawn-version',
    event: 'version-withdrawn',
    run: (context, { payload }) => dropCopies(context, payload),
  }),
  subscriber({
    name: 'portal.project-edited-dataset',
    event: 'dataset-edited',
    run: (context, { payload }) => queueForCurrent(context, payload.dataset),
  }),
];
