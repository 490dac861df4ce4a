import { inForce, plainClassification } from '../../../core/classification.ts';
import type { Context, Handler, Tx } from '../../handler.ts';
import type { Dataset } from '../model.ts';
import { datasetOf } from '../read-dataset.ts';
import { versionAt } from '../read-version.ts';
import type {
  releaseComing as comingOp,
  releaseVersion as operation,
  revokeRelease as revokeOp,
} from './contract.ts';
import { alreadyReleased, noSuchClass, notAnOpenClass, notReleased, versionDestroyed } from './errors.ts';
import { mustNotBeMadeFromProtected } from './made-from.ts';
import { protectAgain } from './protect-again.ts';
import { recordRelease, standingRelease, viewOfRelease } from './release-decision.ts';

/** One step: the decision, and from its commit on the version is open. Its files are laid open by a job. */
export const releaseVersion: Handler<typeof operation> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await mustBeReleasable(context, tx, input.dataset, input.ground);
    const version = await versionAt(tx, dataset, { version: input.version });
    if (version.destroyed !== null)
      throw versionDestroyed.with({
        dataset: dataset.publicId,
        version: version.number,
        on: version.destroyed.slice(0, 10),
      });
    if (version.release !== null)
      throw alreadyReleased.with({ dataset: dataset.publicId, version: version.number });
    const decided = decidedBy(input);
    const standing = input.coming ? await standUp(context, tx, dataset, decided) : null;
    const id = await recordRelease(context, tx, {
      kind: 'version',
      dataset: dataset.id,
      version: version.number,
      standing,
      ...decided,
    });
    await tx
      .updateTable('dataset_version')
      .set({ release: id })
      .where('dataset', '=', dataset.id)
      .where('number', '=', version.number)
      .execute();
    if (dataset.currentVersion === version.number)
      await tx.updateTable('dataset').set({ release: id }).where('id', '=', dataset.id).execute();
    const about = { dataset: dataset.id, publicId: dataset.publicId, version: version.number };
    context.audit.about({ dataset: dataset.id, detail: { version: version.number, decision: id } });
    await context.emit(tx, 'version-released', about);
    if (version.sealedBy !== null)
      await context.enqueue(tx, {
        kind: 'catalog.unseal-version',
        input: { dataset: dataset.id, version: version.number },
        subject: dataset.id,
        once: `catalog.unseal-version:${dataset.id}:${version.number}`,
      });
    return decisionOf(context, tx, dataset, id);
  });

export const releaseComing: Handler<typeof comingOp> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await mustBeReleasable(context, tx, input.dataset, input.ground);
    return decisionOf(context, tx, dataset, await standUp(context, tx, dataset, decidedBy(input)));
  });

export const revokeRelease: Handler<typeof revokeOp> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    const row = await tx
      .selectFrom('release_decision')
      .selectAll()
      .where('id', '=', input.decision)
      .where('dataset', '=', dataset.id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined) throw notReleased.with({ dataset: dataset.publicId });
    if (row.kind === 'version') await protectAgain(context, tx, dataset, row.version!, input.reason);
    else
      await tx
        .updateTable('release_decision')
        .set({
          revoked_at: context.clock.now(),
          revoked_by: context.actor.id,
          revoked_because: input.reason,
        })
        .where('id', '=', row.id)
        .execute();
    context.audit.about({ dataset: dataset.id, detail: { decision: row.id, kind: row.kind } });
    return decisionOf(context, tx, dataset, row.id);
  });

/** A standing decision in force takes the place of the one before. */
async function standUp(
  context: Context,
  tx: Tx,
  dataset: Dataset,
  decided: ReturnType<typeof decidedBy>,
): Promise<string> {
  const before = await standingRelease(tx, dataset.id);
  if (before !== undefined)
    await tx
      .updateTable('release_decision')
      .set({
        revoked_at: context.clock.now(),
        revoked_by: context.actor.id,
        revoked_because: 'Decided anew.',
      })
      .where('id', '=', before.id)
      .execute();
  return recordRelease(context, tx, { kind: 'standing', dataset: dataset.id, ...decided });
}

const decidedBy = (input: {
  readonly ground: string;
  readonly reviewer: string;
  readonly citation?: string | undefined;
  readonly source?: string | undefined;
}) => ({
  ground: input.ground,
  reviewer: input.reviewer,
  citation: input.citation ?? null,
  source: input.source ?? null,
});

/** The dataset must be declared open, and the ground one of the state's. */
async function mustBeReleasable(
  context: Pick<Context, 'clock' | 'jurisdiction'>,
  tx: Tx,
  ref: string,
  ground: string,
): Promise<Dataset> {
  const dataset = await datasetOf(tx, ref);
  const { classes, grounds } = context.jurisdiction.classification ?? plainClassification;
  const today = context.clock.today();
  const its = inForce(classes, today).find(({ id }) => id === dataset.class);
  if (its?.open !== true)
    throw notAnOpenClass.with({ dataset: dataset.publicId, class: its?.name.toLowerCase() ?? 'not at all' });
  const known = inForce(grounds, today).map(({ id }) => id);
  if (!known.includes(ground)) throw noSuchClass.with({ class: ground, known });
  await mustNotBeMadeFromProtected(tx, dataset);
  return dataset;
}

async function decisionOf(context: Context, tx: Tx, dataset: Dataset, id: string) {
  const row = await tx
    .selectFrom('release_decision')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return viewOfRelease(row, dataset.publicId, context.jurisdiction);
}
