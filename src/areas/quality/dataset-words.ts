import type { Jurisdiction } from '../../core/jurisdiction.ts';
import type { Reader } from '../handler.ts';
import type { Words } from './rules/rule-kind.ts';

/** Titles of a dataset's fields, for sentences that stand without a version; a field long gone keeps its name. */
export async function wordsFor(reader: Reader, dataset: string, jurisdiction: Jurisdiction): Promise<Words> {
  const fields = await reader
    .selectFrom('dataset_field')
    .select(['name', 'title'])
    .where('dataset', '=', dataset)
    .execute();
  const titles = new Map(fields.map((field) => [field.name, field.title]));
  return {
    field: (name) => titles.get(name) ?? name,
    dataset: (id) => `dataset ${id}`,
    jurisdiction,
  };
}
