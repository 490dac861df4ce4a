import type { JobContext } from '../handler.ts';
import { profileRows } from './profile/profile-rows.ts';
import type { VersionProfile } from './profile.ts';
import type { OpenVersion } from './version-ground.ts';

/** Profiles a version and keeps the values in the lake and the counts in the control plane. Doing it again replaces both. */
export async function keepProfile(context: JobContext, open: OpenVersion): Promise<VersionProfile> {
  const { dataset, version, columns } = open;
  const at = { dataset: dataset.id, version: version.number };
  const profile = await profileRows(context.engine, open.rows, columns, (done) =>
    context.job.progress({ stage: 'Profiling fields', done, total: columns.length, unit: 'fields' }),
  );
  const file = await open.content.keepJsonBeside('profile.json', profile);
  context.fault('quality.profile-kept');
  await context.store.write(async (tx) => {
    for (const name of ['quality_profile', 'quality_field'] as const) {
      await tx.deleteFrom(name).where('dataset', '=', at.dataset).where('version', '=', at.version).execute();
    }
    await tx
      .insertInto('quality_profile')
      .values({
        ...at,
        rows: profile.rows,
        fields: profile.fields.length,
        file,
        profiled_at: context.clock.now(),
      })
      .execute();
    const lines = profile.fields.map((field, position) => ({
      ...at,
      field: field.field,
      position,
      type: field.type,
      rows: field.rows,
      nulls: field.nulls,
      distinct_values: field.distinct,
    }));
    // A statement takes only so many values: 8 a field.
    for (let from = 0; from < lines.length; from += 500) {
      await tx
        .insertInto('quality_field')
        .values(lines.slice(from, from + 500))
        .execute();
    }
  });
  return profile;
}
