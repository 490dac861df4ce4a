import { datasetOf, versionAt } from '../catalog/index.ts';
import type { Context, Handler } from '../handler.ts';
import type { showScore as op } from './contract.ts';
import { type CheckedRule, dataQualityOf } from './data-quality.ts';
import { metadataAccessOf } from './metadata-access.ts';
import type { Dataset } from './model.ts';
import { fieldsOf } from './rule.ts';
import { definitionOf, type RuleRow, ruleRowsOf } from './rule-rows.ts';
import { dimensionOf } from './rules/rule-kinds.ts';

export const showScore: Handler<typeof op> = async (context, input) => {
  const { store, clock } = context;
  const dataset = await datasetOf(store.read, input.dataset);
  if (input.version !== undefined) await versionAt(store.read, dataset, { version: input.version });
  const number = input.version ?? dataset.currentVersion;
  const rules = await ruleRowsOf(store.read, dataset.id);
  const checks = await store.read
    .selectFrom('quality_check')
    .selectAll()
    .where('dataset', '=', dataset.id)
    .execute();
  const fields = await fieldsIn(context, dataset, number);
  const accepted = rules.filter((rule) => rule.state === 'accepted');
  const inVersion = (version: number | null, among: readonly RuleRow[]): CheckedRule[] =>
    among.map((rule) => {
      const definition = definitionOf(rule);
      const check = checks.find((one) => one.rule === rule.id && one.version === version);
      return {
        dimension: dimensionOf(definition),
        criticality: rule.criticality,
        fields: fieldsOf(definition),
        ...(check === undefined ? {} : { check }),
      };
    });
  const versions = [...new Set(checks.map((one) => one.version))].sort((a, b) => a - b);
  return {
    dataset: dataset.publicId,
    dataQuality: dataQualityOf(
      number,
      inVersion(number, accepted),
      fields.map((field) => field.name),
    ),
    metadataAccess: metadataAccessOf(dataset, fields, clock.now()),
    // A version is scored by the rules that were checked in it, also those retired since.
    history: versions.map((version) => {
      const then = inVersion(version, rules).filter((rule) => rule.check !== undefined);
      const { score, coverage } = dataQualityOf(version, then, []);
      return { version, score, rules: coverage.run, passing: coverage.passing };
    }),
  };
};

/** The fields of a version with their descriptions. */
async function fieldsIn(
  { store }: Pick<Context, 'store'>,
  dataset: Dataset,
  version: number | null,
): Promise<{ name: string; description: string | null }[]> {
  if (version === null) return [];
  return store.read
    .selectFrom('dataset_field')
    .select(['name', 'description'])
    .where('dataset', '=', dataset.id)
    .where('known_from', '<=', version)
    .where((field) => field.or([field('known_to', 'is', null), field('known_to', '>', version)]))
    .orderBy('position')
    .execute();
}
