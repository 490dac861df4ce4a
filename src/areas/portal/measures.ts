import type { Context } from '../handler.ts';
import type { Measure, MeasureScope } from '../measure.ts';

async function datasetsIn({ store }: Context, scope: MeasureScope) {
  if (scope.agencies?.length === 0 || scope.datasets?.length === 0) return [];
  return store.read
    .selectFrom('dataset')
    .leftJoin('dataset_version', (join) =>
      join
        .onRef('dataset_version.dataset', '=', 'dataset.id')
        .onRef('dataset_version.number', '=', 'dataset.current_version'),
    )
    .select([
      'dataset.id',
      'dataset.public_id',
      'dataset.title',
      'dataset.agency',
      'dataset.current_version',
      'dataset_version.release',
      'dataset_version.state as version_state',
      'dataset_version.rows_stored',
    ])
    .where('dataset.state', '=', 'active')
    .$if(scope.agencies !== undefined, (query) => query.where('dataset.agency', 'in', [...scope.agencies!]))
    .$if(scope.datasets !== undefined, (query) =>
      query.where((row) =>
        row.or([
          row('dataset.id', 'in', [...scope.datasets!]),
          row('dataset.public_id', 'in', [...scope.datasets!]),
        ]),
      ),
    )
    .orderBy('dataset.title')
    .orderBy('dataset.id')
    .execute();
}

/** Open to everyone: its current version stands, and a release is in force. */
const isOpen = (one: { version_state: string | null; release: string | null }): boolean =>
  one.version_state === 'current' && one.release !== null;

/** Whoever can be asked for rows can be downloaded too: both are served from the same current version. */
export const datasetsDownloadable: Measure = {
  id: 'portal.datasets-downloadable',
  title: 'Datasets that anyone can download and read through the API',
  record: { one: 'dataset', many: 'datasets' },
  kind: 'share',
  unit: '%',
  method:
    'Every active dataset of the inventory. It counts when its release is in force and its current version is not withdrawn: then anyone has its rows at its API address and its whole versions as downloads. A protected dataset does not count.',
  records: async (context, scope) =>
    (await datasetsIn(context, scope)).map((one) => ({
      id: one.public_id,
      title: one.title,
      href: `/data/${one.public_id}`,
      ...(one.agency !== null && { agency: one.agency }),
      counts: isOpen(one),
      because:
        one.current_version === null
          ? 'Registered, but no file has been loaded'
          : one.version_state !== 'current'
            ? `Version ${one.current_version} is withdrawn`
            : one.release === null
              ? 'Protected: its rows go to nobody without a grant'
              : `Version ${one.current_version} with ${one.rows_stored} rows`,
    })),
};

/** Days looked back on for use. */
const recentDays = 90;

export const datasetsUsed: Measure = {
  id: 'portal.datasets-used',
  title: 'Datasets asked for or downloaded in the last 90 days',
  record: { one: 'dataset', many: 'datasets' },
  kind: 'share',
  unit: '%',
  method:
    'Every active dataset that anyone can download. It counts when its rows were asked for or a whole version was downloaded at least once in the last 90 days.',
  records: async (context, scope) => {
    const since = new Date(Date.parse(context.clock.today()) - recentDays * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const uses = await context.store.read
      .selectFrom('portal_dataset_use')
      .select((row) => ['dataset', row.fn.sum<number>('requests').as('requests')])
      .where('day', '>=', since)
      .where('kind', 'in', ['rows', 'download'])
      .groupBy('dataset')
      .execute();
    const requests = new Map(uses.map((one) => [one.dataset, Number(one.requests)]));
    return (await datasetsIn(context, scope)).filter(isOpen).map((one) => {
      const asked = requests.get(one.id) ?? 0;
      return {
        id: one.public_id,
        title: one.title,
        href: `/data/${one.public_id}`,
        ...(one.agency !== null && { agency: one.agency }),
        counts: asked > 0,
        because: asked > 0 ? `Asked for ${asked} times` : 'Not asked for',
      };
    });
  },
};

export const measures = [datasetsDownloadable, datasetsUsed];
