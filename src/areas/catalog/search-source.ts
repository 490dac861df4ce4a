import type { Selectable } from 'kysely';
import type { Database } from '../../store/database.ts';
import { namesOfAgencies } from '../agencies/index.ts';
import type { Reader } from '../handler.ts';
import { type SearchDocument, searchSource } from '../search-source.ts';

const batch = 400;

/** Datasets and their fields. A group is a dataset, by its internal id. */
export const catalogSearch = searchSource({
  kinds: ['dataset', 'field'],
  async *read({ store }, groups) {
    const names = await namesOfAgencies(store.read);
    const wanted = groups === undefined ? undefined : [...groups];
    for (let after = ''; ; ) {
      const ids = wanted?.splice(0, batch);
      if (ids?.length === 0) return;
      const datasets = await store.read
        .selectFrom('dataset')
        .selectAll()
        .$if(ids === undefined, (query) => query.where('id', '>', after).limit(batch))
        .$if(ids !== undefined, (query) => query.where('id', 'in', ids!))
        .where('state', '=', 'active')
        .orderBy('id')
        .execute();
      if (datasets.length > 0) yield await documentsOf(store.read, datasets, names);
      if (ids !== undefined) continue;
      if (datasets.length < batch) return;
      after = datasets.at(-1)!.id;
    }
  },
  touched: {
    'dataset-registered': ({ dataset }) => [dataset],
    'dataset-edited': ({ dataset }) => [dataset],
    'version-added': ({ dataset }) => [dataset],
    'version-withdrawn': ({ dataset }) => [dataset],
    'version-rolled-back': ({ dataset }) => [dataset],
    'agencies-changed': () => 'all',
  },
});

async function documentsOf(
  reader: Reader,
  datasets: readonly Selectable<Database['dataset']>[],
  names: ReadonlyMap<string, string>,
): Promise<SearchDocument[]> {
  const fields = await reader
    .selectFrom('dataset_field')
    .select(['dataset', 'name', 'title', 'description'])
    .where(
      'dataset',
      'in',
      datasets.map(({ id }) => id),
    )
    .where('known_to', 'is', null)
    .orderBy('position')
    .execute();
  const fieldsOf = Map.groupBy(fields, ({ dataset }) => dataset);
  return datasets.flatMap((dataset): SearchDocument[] => {
    const own = fieldsOf.get(dataset.id) ?? [];
    const holder = dataset.agency === null ? undefined : (names.get(dataset.agency) ?? dataset.agency);
    const common = { group: dataset.id, ...(dataset.agency && { agency: dataset.agency }) };
    const href = `/data/${dataset.public_id}`;
    return [
      {
        ...common,
        kind: 'dataset',
        id: dataset.public_id,
        name: dataset.title,
        href,
        line: dataset.description ?? 'Not described yet.',
        beside: [
          ...(holder ? [holder] : []),
          ...(dataset.rows_stored === null ? ['No file here'] : [`${dataset.rows_stored} rows`]),
        ],
        texts: [
          { part: 'name', text: dataset.title },
          { part: 'keywords', text: (JSON.parse(dataset.tags) as string[]).join(', ') },
          { part: 'keywords', text: dataset.public_id },
          { part: 'holder', text: holder === undefined ? '' : `${holder} ${dataset.agency}` },
          { part: 'fields', text: own.map(({ title }) => title).join(', ') },
          { part: 'description', text: dataset.description ?? '' },
        ],
      },
      ...own.map(
        (field): SearchDocument => ({
          ...common,
          kind: 'field',
          id: `${dataset.public_id}/${field.name}`,
          name: field.title,
          href: `${href}/fields/${encodeURIComponent(field.name)}`,
          line: field.description ?? `A field of ${dataset.title}.`,
          beside: [...(holder ? [holder] : []), `in ${dataset.title}`],
          texts: [
            { part: 'name', text: field.title },
            { part: 'description', text: field.description ?? '' },
          ],
        }),
      ),
    ];
  });
}
