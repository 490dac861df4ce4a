import { mayLook, openContent, versionAt } from '../catalog/index.ts';
import type { Context } from '../handler.ts';
import type { Dataset } from './model.ts';

/**
 * Rules, findings and issues repeat what rows hold: of a protected dataset they are shown to whoever may see its rows, and
 * the look is written down. Throws `catalog.protected`.
 */
export async function mustSeeContent(context: Context, dataset: Dataset, version?: number): Promise<void> {
  if (dataset.currentVersion === null || (version === undefined && dataset.release !== null)) return;
  const shown = await versionAt(context.store.read, dataset, version === undefined ? {} : { version });
  if (shown.release !== null) return;
  const content = await openContent(context, shown, 'read-rows');
  // With something masked, a rule could tell what the mask hides.
  await content.quarantinedRows();
}

/** Internal ids of datasets whose content whoever asks may not see: what is listed over all datasets leaves them out. */
export async function unseenDatasets(context: Context): Promise<string[]> {
  const rows = await context.store.read
    .selectFrom('dataset')
    .select('id')
    .where('current_version', 'is not', null)
    .where('release', 'is', null)
    .execute();
  const seen = await Promise.all(
    rows.map(({ id }) => mayLook(context, { dataset: id, release: null }, 'read-rows')),
  );
  return rows.filter((_, at) => !seen[at]).map(({ id }) => id);
}
