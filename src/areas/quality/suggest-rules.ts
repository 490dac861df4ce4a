import { datasetOf, versionAt } from '../catalog/index.ts';
import type { Context, Handler } from '../handler.ts';
import { readJsonOf } from './by-product.ts';
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
  const suggestions = await suggestionsFor(context, dataset, version.number);
  const accepted = await ruleRowsOf(context.store.read, dataset.id, 'accepted');
  const subjects = new Set(accepted.map((rule) => rule.subject));
  return {
    dataset: dataset.publicId,
    version: version.number,
    suggestions: suggestions.filter((one) => !subjects.has(one.id)),
  };
};

/** All suggestions kept with a version, accepted ones too. Throws `quality.not-profiled`. */
export async function suggestionsFor(
  { lake }: Pick<Context, 'lake'>,
  dataset: { id: string; publicId: string },
  version: number,
): Promise<Suggestion[]> {
  const kept = await readJsonOf<Suggestion[]>(lake, { dataset: dataset.id, version }, 'suggestions.json');
  if (kept === undefined) throw notProfiled.with({ dataset: dataset.publicId, version });
  return kept;
}
