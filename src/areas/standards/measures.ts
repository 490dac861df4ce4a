import { ident, sql } from '../../engine/sql.ts';
import { datasetOf, openContent, versionAt } from '../catalog/index.ts';
import type { Context } from '../handler.ts';
import type { Measure, MeasuredRecord, MeasureScope } from '../measure.ts';
import { conformingDatasets } from './conformance.ts';
import { placeReader } from './place-name.ts';

/** Rows of the current versions whose field for the place names one that the state lists. */
export const placeNamed: Measure = {
  id: 'standards.place-named',
  title: 'Records that name a place of the state',
  record: { one: 'record', many: 'records' },
  kind: 'share',
  unit: '%',
  method:
    'Each row of the current version of an open dataset that has a field for the place. A row counts when that field holds the name of a place of the state or one of its listed variants; case and spaces do not matter. Blank does not count.',
  records: async (context, scope) => {
    const datasets = await placedDatasets(context, scope);
    return (await Promise.all(datasets.map((dataset) => readPlaces(context, dataset)))).flat();
  },
};

/** Public ids of active datasets with rows and a field for the place. */
async function placedDatasets({ store }: Context, scope: MeasureScope): Promise<string[]> {
  const rows = await store.read
    .selectFrom('dataset')
    .select('public_id')
    .where('state', '=', 'active')
    .where('place_field', 'is not', null)
    .where('current_version', 'is not', null)
    // The records of a measure are for everyone to see.
    .where('release', 'is not', null)
    .$if(scope.agencies !== undefined, (query) => query.where('agency', 'in', [...scope.agencies!, '']))
    .$if(scope.datasets !== undefined, (query) => query.where('public_id', 'in', [...scope.datasets!, '']))
    .orderBy('public_id')
    .execute();
  return rows.map((row) => row.public_id);
}

async function readPlaces(context: Context, publicId: string): Promise<MeasuredRecord[]> {
  const { store, engine, jurisdiction } = context;
  const dataset = await datasetOf(store.read, publicId);
  const version = await versionAt(store.read, dataset);
  const field = dataset.placeField;
  if (field === null || !version.columns.some(({ name }) => name === field)) return [];
  const content = await openContent(context, version, 'read-rows');
  const rows = await engine.rows<{ row: string | number; place: string | null }>(
    sql`select "_row" as "row", cast(${ident(field)} as varchar) as "place" from ${await content.rows()} order by "_row"`,
    { step: 'place_names', signal: context.signal },
  );
  const read = placeReader(jurisdiction);
  return rows.map(({ row, place }) => {
    const reading = read(place);
    return {
      id: `${publicId}:${row}`,
      title: `Row ${row}`,
      href: `/data/${publicId}/rows`,
      ...(dataset.agency === null ? {} : { agency: dataset.agency }),
      counts: reading.kind === 'place',
      because:
        reading.kind === 'place'
          ? `Names ${reading.place.name}${reading.by === 'variant' ? ', by a listed variant' : ''}`
          : reading.kind === 'blank'
            ? 'Blank'
            : 'Names no place of the state’s list',
    };
  });
}

export const measures = [placeNamed, conformingDatasets];
