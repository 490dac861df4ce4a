import { datasetOf } from '../catalog/index.ts';
import type { Handler } from '../handler.ts';
import type { listRules as op } from './contract.ts';
import { wordsFor } from './dataset-words.ts';
import { ruleFrom, ruleRowsOf } from './rule-rows.ts';
import { mustSeeContent } from './see-content.ts';

export const listRules: Handler<typeof op> = async (context, input) => {
  const { store, jurisdiction } = context;
  const dataset = await datasetOf(store.read, input.dataset);
  await mustSeeContent(context, dataset);
  const rows = await ruleRowsOf(store.read, dataset.id, input.retired ? undefined : 'accepted');
  const words = await wordsFor(store.read, dataset.id, jurisdiction);
  return { dataset: dataset.publicId, rules: rows.map((row) => ruleFrom(row, dataset.publicId, words)) };
};
