import { datasetOf, mayLook, versionAt } from '../catalog/index.ts';
import type { Context, Handler } from '../handler.ts';
import type { showFieldProfile as op } from './contract.ts';
import { wordsFor } from './dataset-words.ts';
import { fieldNotProfiled } from './errors.ts';
import { anomaliesOf } from './list-anomalies.ts';
import type { Dataset } from './model.ts';
import type { FieldProfile } from './profile.ts';
import { ruleFrom, ruleRowsOf } from './rule-rows.ts';
import { profileOf } from './show-profile.ts';

/** Plots of change need no more. */
const mostVersions = 100;

export const showFieldProfile: Handler<typeof op> = async (context, input) => {
  const { store, jurisdiction } = context;
  const dataset = await datasetOf(store.read, input.dataset);
  const version = await versionAt(
    store.read,
    dataset,
    input.version === undefined ? {} : { version: input.version },
  );
  const { profile } = await profileOf(context, version);
  const field = profile.fields.find((one) => one.field === input.field);
  if (field === undefined) {
    throw fieldNotProfiled.with({ dataset: dataset.publicId, version: version.number, field: input.field });
  }
  const lines = await store.read
    .selectFrom('quality_field')
    .innerJoin('dataset_version', (join) =>
      join
        .onRef('dataset_version.dataset', '=', 'quality_field.dataset')
        .onRef('dataset_version.number', '=', 'quality_field.version'),
    )
    .select([
      'quality_field.version',
      'quality_field.rows',
      'quality_field.nulls',
      'quality_field.distinct_values',
      'dataset_version.loaded_at',
    ])
    .where('quality_field.dataset', '=', dataset.id)
    .where('quality_field.field', '=', input.field)
    .where('dataset_version.state', '!=', 'withdrawn')
    .orderBy('quality_field.version', 'desc')
    .limit(mostVersions)
    .execute();
  const history = await Promise.all(
    lines.reverse().map(async (line) => {
      const then =
        line.version === version.number ? field : await fieldThen(context, dataset, line, input.field);
      return {
        version: line.version,
        loadedAt: line.loaded_at,
        rows: line.rows,
        nulls: line.nulls,
        distinct: line.distinct_values,
        min: then?.min ?? null,
        median: then?.quantiles?.p50 ?? null,
        max: then?.max ?? null,
      };
    }),
  );
  const words = await wordsFor(store.read, dataset.id, jurisdiction);
  const rules = (await ruleRowsOf(store.read, dataset.id, 'accepted')).map((row) =>
    ruleFrom(row, dataset.publicId, words),
  );
  return {
    dataset: dataset.publicId,
    version: version.number,
    profile: field,
    history,
    anomalies: (await anomaliesOf(store.read, dataset.id, version.number)).filter(
      (one) => one.field === input.field,
    ),
    rules: rules.filter((rule) => rule.fields.includes(input.field)),
  };
};

/** The field as an older version had it; nothing of a version that whoever asks may not see. */
async function fieldThen(
  context: Context,
  dataset: Dataset,
  line: { readonly version: number },
  name: string,
): Promise<FieldProfile | undefined> {
  const version = await versionAt(context.store.read, dataset, { version: line.version });
  if (!(await mayLook(context, version, 'read-rows'))) return undefined;
  const { profile } = await profileOf(context, version);
  return profile.fields.find((one) => one.field === name);
}
