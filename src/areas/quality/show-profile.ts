import { datasetOf, openContent, versionAt } from '../catalog/index.ts';
import type { DatasetVersion } from '../catalog/model.ts';
import type { Context, Handler } from '../handler.ts';
import type { showProfile as op } from './contract.ts';
import { notProfiled } from './errors.ts';
import { anomaliesOf } from './list-anomalies.ts';
import { maskedProfile } from './masked-profile.ts';
import type { VersionProfile } from './profile.ts';

export const showProfile: Handler<typeof op> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const version = await versionAt(
    context.store.read,
    dataset,
    input.version === undefined ? {} : { version: input.version },
  );
  const { profile, profiledAt } = await profileOf(context, version);
  const anomalies = await anomaliesOf(context.store.read, dataset.id, version.number);
  return { ...profile, dataset: dataset.publicId, version: version.number, profiledAt, anomalies };
};

/** A version's profile, masked where it must be. Throws `quality.not-profiled`, and `catalog.protected`. */
export async function profileOf(
  context: Context,
  version: DatasetVersion,
): Promise<{ profile: VersionProfile; profiledAt: string }> {
  const content = await openContent(context, version, 'read-rows');
  const row = await context.store.read
    .selectFrom('quality_profile')
    .select(['file', 'profiled_at'])
    .where('dataset', '=', version.dataset)
    .where('version', '=', version.number)
    .executeTakeFirst();
  // What was profiled while it was sealed can be read no more once it is open: a new profile is on its way.
  const profile = row && (await content.readJsonBeside<VersionProfile>(row.file));
  if (row === undefined || profile === undefined)
    throw notProfiled.with({ dataset: version.publicId, version: version.number });
  await content.rows();
  return { profile: maskedProfile(profile, content.masked), profiledAt: row.profiled_at };
}
