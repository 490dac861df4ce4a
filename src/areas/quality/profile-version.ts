import { datasetOf, versionAt } from '../catalog/index.ts';
import type { Context, Handler } from '../handler.ts';
import type { checkVersion as checkOp, profileVersion as op } from './contract.ts';

/** Queues work on one version; while it waits, asking again answers the same job. */
async function queueFor(
  context: Context,
  kind: string,
  ref: string,
  number: number | undefined,
): Promise<{ job: string }> {
  const dataset = await datasetOf(context.store.read, ref);
  const version = await versionAt(
    context.store.read,
    dataset,
    number === undefined ? {} : { version: number },
  );
  const job = await context.store.write((tx) =>
    context.enqueue(tx, {
      kind,
      input: { dataset: dataset.id, version: version.number },
      subject: dataset.id,
      once: `${kind}:${dataset.id}:${version.number}`,
    }),
  );
  return { job };
}

export const profileVersion: Handler<typeof op> = (context, { dataset, version }) =>
  queueFor(context, 'quality.profile-version', dataset, version);

export const checkVersion: Handler<typeof checkOp> = (context, { dataset, version }) =>
  queueFor(context, 'quality.check-version', dataset, version);
