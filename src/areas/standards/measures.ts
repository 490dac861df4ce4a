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
  const rows = await content.rows();
  // One group for each text that stands there, so that what is held does not grow with the rows.
  const groups = await engine.rows<{ place: string | null; times: number | string }>(
    sql`select cast(${ident(field)} as varchar) as "place", count(*) as "times" from ${rows} group by 1 order by 2 desc, 1 limit ${mostTexts}`,
    { step: 'place_texts', signal: context.signal },
  );
  const read = placeReader(jurisdiction);
  const of = { ...(dataset.agency === null ? {} : { agency: dataset.agency }) };
  const rowsAt = (condition: string) => `/data/${publicId}/rows?where=${encodeURIComponent(condition)}`;
  const records = groups.map(({ place, times }): MeasuredRecord => {
    const reading = read(place);
    const said = `${Number(times).toLocaleString('en-US')} ${Number(times) === 1 ? 'row' : 'rows'}`;
    return {
      id: place === null ? `${publicId}:none` : `${publicId}:“${place}”`,
      title: place === null || place.trim() === '' ? 'Rows without a place' : `Rows that say “${place}”`,
      href: rowsAt(
        place === null ? `\`${field}\` is null` : `\`${field}\` = '${place.replaceAll("'", "''")}'`,
      ),
      ...of,
      counts: reading.kind === 'place',
      times: Number(times),
      because:
        reading.kind === 'place'
          ? `Names ${reading.place.name}${reading.by === 'variant' ? ', by a listed variant' : ''}: ${said}`
          : reading.kind === 'blank'
            ? `Blank: ${said}`
            : `Names no place of the state’s list: ${said}`,
    };
  });
  const unread = version.rowsStored - records.reduce((sum, { times = 1 }) => sum + times, 0);
  return unread === 0
    ? records
    : [
        ...records,
        {
          id: `${publicId}:other-texts`,
          title: 'Rows with rarer texts',
          href: `/data/${publicId}/rows`,
          ...of,
          counts: false,
          times: unread,
          because: `Not read: more than ${mostTexts.toLocaleString('en-US')} different texts stand in this field`,
        },
      ];
}

/** More different texts than these are no names of places. */
const mostTexts = 20_000;

export const measures = [placeNamed, conformingDatasets];
