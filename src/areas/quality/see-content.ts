import { decideLook, mayLook, openContent, versionAt } from '../catalog/index.ts';
import { contentProtected } from '../catalog/protection/errors.ts';
import type { Context } from '../handler.ts';
import type { Dataset } from './model.ts';

/**
 * Rules, findings and issues repeat what rows hold: of a protected dataset they are shown to whoever may see its rows, and
 * the look is written down. Throws `catalog.protected`.
 */
export async function mustSeeContent(context: Context, dataset: Dataset, version?: number): Promise<void> {
  if (version === undefined && dataset.release !== null) return;
  if (version === undefined && dataset.currentVersion === null) return mustSeeWithdrawn(context, dataset);
  const shown = await versionAt(context.store.read, dataset, version === undefined ? {} : { version });
  if (shown.release !== null) return;
  const content = await openContent(context, shown, 'read-rows');
  // With something masked, a rule could tell what the mask hides.
  await content.quarantinedRows();
}

/** Of what was withdrawn, open or not, rules and issues still tell; of what was never loaded there is nothing to tell. */
async function mustSeeWithdrawn(context: Context, dataset: Dataset): Promise<void> {
  const last = await lastVersion(context, dataset.id);
  if (last === undefined) return;
  const decision = await decideLook(context, { dataset: dataset.id, release: null }, 'read-rows');
  if (decision.allowed) return;
  const { policy, reason, ask, agency } = decision.refusal;
  throw contentProtected.with({
    dataset: dataset.publicId,
    version: last,
    policy: policy.id,
    title: policy.title,
    reason,
    ask,
    ...(agency !== undefined && agency !== '' && { agency }),
  });
}

const lastVersion = async (context: Context, dataset: string): Promise<number | undefined> =>
  (
    await context.store.read
      .selectFrom('dataset_version')
      .select('number')
      .where('dataset', '=', dataset)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.number;

/** Internal ids of datasets whose content whoever asks may not see: what is listed over all datasets leaves them out. */
export async function unseenDatasets(context: Context): Promise<string[]> {
  const rows = await context.store.read
    .selectFrom('dataset')
    .select('id')
    .where('release', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('dataset_version').select('number').whereRef('dataset_version.dataset', '=', 'dataset.id'),
      ),
    )
    .execute();
  const seen = await Promise.all(
    rows.map(({ id }) => mayLook(context, { dataset: id, release: null }, 'read-rows')),
  );
  return rows.filter((_, at) => !seen[at]).map(({ id }) => id);
}
