import { datasetOf, openContent, versionAt } from '../catalog/index.ts';
import type { DatasetVersion } from '../catalog/model.ts';
import type { Context, Handler } from '../handler.ts';
import { suggestionsPath } from './by-product.ts';
import type { suggestRules as op } from './contract.ts';
import { notProfiled } from './errors.ts';
import { ruleRowsOf } from './rule-rows.ts';
import type { Suggestion } from './suggestion.ts';

export const suggestRules: Handler<typeof op> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const version = await versionAt(
    context.store.read,
    dataset,
    input.version === undefined ? {} : { version: input.version },
  );
  const suggestions = await suggestionsFor(context, version);
  const accepted = await ruleRowsOf(context.store.read, dataset.id, 'accepted');
  const subjects = new Set(accepted.map((rule) => rule.subject));
  return {
    dataset: dataset.publicId,
    version: version.number,
    suggestions: suggestions.filter((one) => !subjects.has(one.id)),
  };
};

/** All suggestions kept with a version, accepted ones too. Throws `quality.not-profiled`, and `catalog.protected`. */
export async function suggestionsFor(context: Context, version: DatasetVersion): Promise<Suggestion[]> {
  const content = await openContent(context, version, 'read-rows');
  await content.rows();
  const kept = await content.readJsonBeside<Suggestion[]>(suggestionsPath(context.lake, version));
  if (kept === undefined) throw notProfiled.with({ dataset: version.publicId, version: version.number });
  return kept.filter((one) => !one.fields.some((field) => content.masked.has(field)));
}
