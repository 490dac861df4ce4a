import { datasetOf, versionAt } from '../catalog/index.ts';
import type { Context, Handler } from '../handler.ts';
import { readJson } from './by-product.ts';
import type { showProfile as op } from './contract.ts';
import { notProfiled } from './errors.ts';
import { anomaliesOf } from './list-anomalies.ts';
import type { VersionProfile } from './profile.ts';

export const showProfile: Handler<typeof op> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const version = await versionAt(
    context.store.read,
    dataset,
    input.version === undefined ? {} : { version: input.version },
  );
  const { profile, profiledAt } = await profileOf(context, dataset, version.number);
  const anomalies = await anomaliesOf(context.store.read, dataset.id, version.number);
  return { ...profile, dataset: dataset.publicId, version: version.number, profiledAt, anomalies };
};

/** A version's profile from the lake. Throws `quality.not-profiled`. */
export async function profileOf(
  { store, lake }: Pick<Context, 'store' | 'lake'>,
  dataset: { id: string; publicId: string },
  version: number,
): Promise<{ profile: VersionProfile; profiledAt: string }> {
  const row = await store.read
    .selectFrom('quality_profile')
    .select(['file', 'profiled_at'])
    .where('dataset', '=', dataset.id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (row === undefined) throw notProfiled.with({ dataset: dataset.publicId, version });
  return { profile: await readJson<VersionProfile>(lake, row.file), profiledAt: row.profiled_at };
}
