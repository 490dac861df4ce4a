import type { Context } from '../handler.ts';
import type { Measure, MeasuredRecord, MeasureScope } from '../measure.ts';
import { whyOwnerless } from './list-ownerless.ts';
import { cadences, type Dataset, freshnessOf } from './model.ts';
import { answeredInTime, daysToAnswer } from './questions/measure.ts';
import { datasetFromRow } from './read-dataset.ts';

/** Active datasets, with or without a file, by title. */
export async function activeDatasets(
  { store }: Pick<Context, 'store'>,
  scope: MeasureScope,
): Promise<Dataset[]> {
  const rows = await store.read
    .selectFrom('dataset')
    .selectAll()
    .where('state', '=', 'active')
    .$if(scope.agencies !== undefined, (query) => query.where('agency', 'in', [...scope.agencies!, '']))
    .$if(scope.datasets !== undefined, (query) => query.where('public_id', 'in', [...scope.datasets!, '']))
    .orderBy('title')
    .orderBy('id')
    .execute();
  return rows.map(datasetFromRow);
}

const recordOf = (dataset: Dataset, counts: boolean, because: string): MeasuredRecord => ({
  id: dataset.publicId,
  title: dataset.title,
  href: `/data/${dataset.publicId}`,
  ...(dataset.agency === null ? {} : { agency: dataset.agency }),
  counts,
  because,
});

const datasets = { record: { one: 'dataset', many: 'datasets' }, kind: 'share', unit: '%' } as const;

const ownerNamed: Measure = {
  id: 'catalog.owner-named',
  title: 'Datasets with a named owner',
  ...datasets,
  method:
    'Of the active datasets, with or without a file, those for which an owner is named who has not left without a successor.',
  records: async (context, scope) => {
    const why = await whyOwnerless(context.store.read, context);
    return (await activeDatasets(context, scope)).map((dataset) => {
      const because = why(dataset);
      return recordOf(dataset, because === undefined, because ?? `Owner: ${dataset.owner}`);
    });
  },
};

const fresh: Measure = {
  id: 'catalog.fresh',
  title: 'Datasets updated when promised',
  ...datasets,
  method:
    'Of the active datasets that have a file and whose holder promises how often it is updated, those whose newest version was loaded within the promise and its days of grace.',
  records: async (context, scope) => {
    const now = context.clock.now();
    const promised = (await activeDatasets(context, scope)).filter(
      ({ cadence, loadedAt }) => cadence !== null && loadedAt !== null,
    );
    return promised.map((dataset) => {
      const isFresh = freshnessOf(dataset, now) === 'fresh';
      const promise = `Promised ${dataset.cadence}, ${cadences[dataset.cadence!]} days at most`;
      return recordOf(dataset, isFresh, `${promise}; loaded ${dataset.loadedAt!.slice(0, 10)}`);
    });
  },
};

/** What a dataset must say of itself to be understood and asked about. */
const required = [
  ['description', 'a description'],
  ['agency', 'the agency that holds it'],
  ['owner', 'an owner'],
  ['licence', 'a license'],
  ['cadence', 'how often it is updated'],
] as const satisfies readonly (readonly [keyof Dataset, string])[];

const metadataComplete: Measure = {
  id: 'catalog.metadata-complete',
  title: 'Datasets whose required metadata is complete',
  ...datasets,
  method: `Of the active datasets, those that state ${required.map(([, words]) => words).join(', ')} and at least one keyword, and describe every field of their current version.`,
  records: async (context, scope) => {
    const [all, bare] = await Promise.all([activeDatasets(context, scope), fieldsWithoutWords(context)]);
    return all.map((dataset) => {
      const missing: string[] = required
        .filter(([field]) => dataset[field] === null)
        .map(([, words]) => words);
      if (dataset.tags.length === 0) missing.push('a keyword');
      const undescribed = bare.get(dataset.id) ?? 0;
      if (undescribed > 0)
        missing.push(`a description of ${undescribed} ${undescribed === 1 ? 'field' : 'fields'}`);
      return recordOf(
        dataset,
        missing.length === 0,
        missing.length === 0 ? 'Complete' : `Missing: ${missing.join(', ')}`,
      );
    });
  },
};

async function fieldsWithoutWords({ store }: Context): Promise<Map<string, number>> {
  const rows = await store.read
    .selectFrom('dataset_field')
    .select(['dataset', ({ fn }) => fn.countAll().as('n')])
    .where('known_to', 'is', null)
    .where('description', 'is', null)
    .groupBy('dataset')
    .execute();
  return new Map(rows.map((row) => [row.dataset, Number(row.n)]));
}

export const measures: readonly Measure[] = [
  ownerNamed,
  fresh,
  metadataComplete,
  answeredInTime,
  daysToAnswer,
];
