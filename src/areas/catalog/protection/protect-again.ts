import { systemActor } from '../../../core/access.ts';
import type { Context, Tx } from '../../handler.ts';
import type { Dataset } from '../model.ts';

/**
 * Takes releases of a dataset back, in the caller's transaction: the versions are protected from its commit on, and a job
 * seals their files. `which` is one version, or all of them with every standing decision.
 */
export async function protectAgain(
  context: Pick<Context, 'clock' | 'actor' | 'emit' | 'enqueue'>,
  tx: Tx,
  dataset: Pick<Dataset, 'id' | 'publicId' | 'currentVersion'>,
  which: 'all' | number,
  because: string,
): Promise<void> {
  const now = context.clock.now();
  const revoked = { revoked_at: now, revoked_by: context.actor.id, revoked_because: because };
  await tx
    .updateTable('release_decision')
    .set(revoked)
    .where('dataset', '=', dataset.id)
    .where('kind', 'in', which === 'all' ? ['version', 'standing'] : ['version'])
    .$if(which !== 'all', (query) => query.where('version', '=', which as number))
    .where('revoked_at', 'is', null)
    .execute();
  const versions = await tx
    .selectFrom('dataset_version')
    .select(['number', 'release'])
    .where('dataset', '=', dataset.id)
    .where('release', 'is not', null)
    .$if(which !== 'all', (query) => query.where('number', '=', which as number))
    .execute();
  for (const { number } of versions) {
    await tx
      .updateTable('dataset_version')
      .set({ release: null })
      .where('dataset', '=', dataset.id)
      .where('number', '=', number)
      .execute();
    const about = { dataset: dataset.id, publicId: dataset.publicId, version: number };
    await context.emit(tx, 'version-protected', about);
    await context.enqueue(tx, {
      kind: 'catalog.seal-version',
      input: { dataset: dataset.id, version: number },
      subject: dataset.id,
      // The platform's own: whoever decided cannot stop it half way, and rows stay in plain text.
      actor: systemActor.id,
      once: `catalog.seal-version:${dataset.id}:${number}`,
    });
  }
  if (versions.some(({ number }) => number === dataset.currentVersion))
    await tx.updateTable('dataset').set({ release: null }).where('id', '=', dataset.id).execute();
}
