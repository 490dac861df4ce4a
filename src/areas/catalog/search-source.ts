import type { Selectable } from 'kysely';
import type { Database } from '../../store/database.ts';
import { namesOfAgencies } from '../agencies/index.ts';
import type { Reader } from '../handler.ts';
import { type Reach, type SearchDocument, searchSource } from '../search-source.ts';

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
    'dataset-described': ({ dataset }) => [dataset],
    'version-added': ({ dataset }) => [dataset],
    'version-withdrawn': ({ dataset }) => [dataset],
    'version-released': ({ dataset }) => [dataset],
    'version-protected': ({ dataset }) => [dataset],
    'version-destroyed': ({ dataset }) => [dataset],
    'dataset-retired': ({ dataset }) => [dataset],
    'version-rolled-back': ({ dataset }) => [dataset],
    'agencies-changed': () => 'all',
  },
});

const noCustody = {
  holder: null,
  system: null,
  spatial: null,
  access_level: null,
  access_ground: null,
  rights: null,
  years_from: null,
  years_to: null,
} as const;

interface Described {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly category?: string | null;
  readonly years_from?: number | null;
  readonly years_to?: number | null;
}

/** What the release decision says; without a file here, what the holder says of who may have it. */
const reachOf = (
  dataset: Pick<Selectable<Database['dataset']>, 'rows_stored' | 'release'>,
  level: string | null,
): Reach =>
  dataset.rows_stored === null
    ? level === 'restricted public'
      ? 'on-request'
      : 'elsewhere'
    : dataset.release === null
      ? 'on-request'
      : 'open';

const spanOf = ({ years_from, years_to }: Pick<Described, 'years_from' | 'years_to'>): string | null =>
  years_from == null ? null : `${years_from} to ${years_to ?? 'now'}`;

const accessOf = (custody: {
  readonly access_level: string | null;
  readonly access_ground: string | null;
}) =>
  custody.access_level === null
    ? null
    : `${custody.access_level}${custody.access_ground === null ? '' : ` (${custody.access_ground})`}`;

async function documentsOf(
  reader: Reader,
  datasets: readonly Selectable<Database['dataset']>[],
  names: ReadonlyMap<string, string>,
): Promise<SearchDocument[]> {
  const ids = datasets.map(({ id }) => id);
  const [fields, described, custodies] = await Promise.all([
    reader
      .selectFrom('dataset_field')
      .select(['dataset', 'name', 'title', 'description'])
      .where('dataset', 'in', ids)
      .where('known_to', 'is', null)
      .orderBy('position')
      .execute(),
    reader
      .selectFrom('described_field')
      .select(['dataset', 'name', 'title', 'description', 'category', 'years_from', 'years_to'])
      .where('dataset', 'in', ids)
      .orderBy('position')
      .execute(),
    reader.selectFrom('dataset_custody').selectAll().where('dataset', 'in', ids).execute(),
  ]);
  const loaded = Map.groupBy(fields, ({ dataset }) => dataset);
  const said = Map.groupBy(described, ({ dataset }) => dataset);
  const kept = new Map(custodies.map((row) => [row.dataset, row]));
  return datasets.flatMap((dataset): SearchDocument[] => {
    // Once a file is there its columns are the fields; until then what somebody described.
    const inFile = loaded.get(dataset.id) ?? [];
    const own: readonly Described[] = inFile.length > 0 ? inFile : (said.get(dataset.id) ?? []);
    const custody = kept.get(dataset.id) ?? noCustody;
    const { holder: written, system, spatial } = custody;
    const holder =
      (dataset.agency === null ? undefined : (names.get(dataset.agency) ?? dataset.agency)) ??
      written ??
      undefined;
    const reach = reachOf(dataset, custody.access_level);
    const common = { group: dataset.id, reach, ...(dataset.agency && { agency: dataset.agency }) };
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
          ...(dataset.rows_stored === null ? [] : [`${dataset.rows_stored.toLocaleString('en-US')} rows`]),
        ],
        texts: [
          { part: 'name', text: dataset.title },
          { part: 'keywords', text: (JSON.parse(dataset.tags) as string[]).join(', ') },
          { part: 'id', text: dataset.public_id },
          { part: 'holder', text: [holder, dataset.agency, system].filter(Boolean).join(' ') },
          { part: 'fields', text: own.map(({ title }) => title).join(', ') },
          { part: 'description', text: dataset.description ?? '' },
          { part: 'description', text: spatial ?? '' },
        ],
      },
      ...own.map(
        (field): SearchDocument => ({
          ...common,
          kind: 'field',
          id: `${dataset.public_id}/${field.name}`,
          name: field.title,
          href: inFile.length > 0 ? `${href}/fields/${encodeURIComponent(field.name)}` : `${href}#fields`,
          line: field.description ?? `A field of ${dataset.title}.`,
          beside: [...(holder ? [holder] : []), `in ${dataset.title}`, ...[spanOf(field) ?? []].flat()],
          held: {
            dataset: dataset.public_id,
            title: dataset.title,
            holder: holder ?? 'Nobody named',
            years: spanOf(field) ?? spanOf(custody),
            access: dataset.release === null ? accessOf(custody) : 'public',
            terms: [custody.rights, dataset.licence].filter(Boolean).join(' ') || null,
            ask: [dataset.owner, dataset.contact].filter(Boolean).join(', ') || null,
          },
          texts: [
            { part: 'name', text: field.title },
            { part: 'keywords', text: field.category ?? '' },
            { part: 'description', text: field.description ?? '' },
          ],
        }),
      ),
    ];
  });
}
