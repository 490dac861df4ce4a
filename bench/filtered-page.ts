/**
 * One page of rows over HTTP: a filter, newest first, 100 rows. No two requests are alike (the damage threshold
 * differs), so that no cache answers for the engine.
 */
import { parseArgs } from 'node:util';
import { contestant } from './contestants.ts';
import { crashRecords, routeClasses, towns } from './data/crash-records.ts';
import { pageAndRate } from './load/load.ts';
import { stop } from './measure.ts';
import { emptyHome, ingest, jobsDone, startOurs } from './ours.ts';
import {
  type PeerServer,
  sortedParquet,
  startDatasette,
  startDuckDbServer,
  startRoapi,
  unsortedParquet,
} from './peers/servers.ts';
import { judge, printTable } from './table.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rowCount = Number(values.rows);

type Column = 'town' | 'route_class';
const choices = { town: towns, route_class: routeClasses };
/** As many addresses as there are requests: `page` writes one for a value and a threshold in dollars. */
const addresses = (column: Column, page: (value: string, over: number) => string) =>
  Array.from({ length: 4_420 }, (_, at) =>
    page(encodeURIComponent(choices[column][at % choices[column].length]!), at / 100),
  );

async function both<Server extends PeerServer>(
  server: Server,
  page: (column: Column, value: string, over: number) => string,
) {
  const of = (column: Column) =>
    pageAndRate(addresses(column, (value, over) => server.root + page(column, value, over)));
  const result = { town: await of('town'), other: await of('route_class') };
  stop(server.child);
  return result;
}

const ours = await contestant('ours', async () => {
  const server = await startOurs(emptyHome(), 9_330);
  const { dataset } = (await ingest(server.home, crashRecords(rowCount))).answer;
  await jobsDone(server);
  return both(server, (column, value, over) => {
    const where = `${column}=%27${value}%27%20and%20damage_amount%3E${over}`;
    return `/api/v1/datasets/${dataset}/rows?where=${where}&order=crash_date%20desc&limit=100`;
  });
});
const datasette = await contestant(
  'Datasette',
  async () =>
    both(await startDatasette(rowCount, 9_331), (column, value, over) => {
      const filter = `${column}=${value}&damage_amount__gt=${over}`;
      return `/crashes-${rowCount}/crashes.json?${filter}&_sort_desc=crash_date&_size=100&_shape=array&_nocount=1`;
    }),
  'datasette',
);
const roapi = await contestant(
  'ROAPI',
  async () =>
    both(await startRoapi(rowCount, 9_332), (column, value, over) => {
      const filter = `filter[${column}]=%27${value}%27&filter[damage_amount]gt=${over.toFixed(2)}`;
      return `/api/tables/crashes?${filter}&sort=-crash_date&limit=100`;
    }),
  'roapi',
);
const overDuckDb = (column: Column, value: string, over: number) => `/page?${column}=${value}&over=${over}`;
const unsorted = await contestant('Node + DuckDB, unsorted', async () =>
  both(await startDuckDbServer(await unsortedParquet(rowCount), 9_334), overDuckDb),
);
const sorted = await contestant('Node + DuckDB, sorted', async () =>
  both(await startDuckDbServer(await sortedParquet(rowCount), 9_335), overDuckDb),
);

const all = {
  ours,
  Datasette: datasette,
  ROAPI: roapi,
  'Node + DuckDB unsorted': unsorted,
  'sorted by town': sorted,
};
printTable(
  `Filtered page of 100 rows of ${rowCount.toLocaleString('en-US')}`,
  Object.entries(all).flatMap(([what, result]) =>
    result === undefined
      ? []
      : [
          {
            what,
            'town p50 ms': result.town.p50,
            p95: result.town.p95,
            'per s at 16': result.town.perSecond,
            'route class p50 ms': result.other.p50,
            'p95 ': result.other.p95,
            'per s at 16 ': result.other.perSecond,
          },
        ],
  ),
);
if (ours && datasette) {
  judge('main filter p50 against Datasette', ours.town.p50 / datasette.town.p50, 0.9, 'at most', '×');
  const rate = ours.town.perSecond / datasette.town.perSecond;
  judge('main filter requests/s against Datasette', rate, 1.7, 'at least', '×');
}
if (ours && unsorted) {
  judge('another column against unsorted DuckDB', ours.other.p50 / unsorted.other.p50, 1.5, 'at most', '×');
}
