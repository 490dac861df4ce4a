/** Crashes by town and month over all rows: 20,280 groups. Uncached answers first, then the same question again. */
import { parseArgs } from 'node:util';
import { contestant } from './contestants.ts';
import { crashRecords } from './data/crash-records.ts';
import { load } from './load/load.ts';
import { stop } from './measure.ts';
import { emptyHome, ingest, jobsDone, startOurs } from './ours.ts';
import { sortedParquet, startDatasette, startDuckDbServer, startRoapi } from './peers/servers.ts';
import { judge, printTable } from './table.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rowCount = Number(values.rows);
const few = { clients: 1, requests: 40, seconds: 8 };

const ours = await contestant('ours', async () => {
  const server = await startOurs(emptyHome(), 9_340);
  const { dataset } = (await ingest(server.home, crashRecords(rowCount))).answer;
  await jobsDone(server);
  // A name of its own for the count makes each question a new one to the cache, and costs the engine nothing.
  const address = (name: string) =>
    `${server.root}/api/v1/datasets/${dataset}/rows?select=town,date_trunc_ym(crash_date)%20as%20month,count(*)%20as%20${name}&group=town,month&limit=50000`;
  await load({ addresses: [address('warm')], ...few, requests: 2 });
  const fresh = await load({ addresses: Array.from({ length: 40 }, (_, at) => address(`n${at}`)), ...few });
  const cached = await load({ addresses: [address('n0')], clients: 16, requests: 3_000, seconds: 4 });
  stop(server.child);
  return { ...fresh, cachedPerSecond: cached.perSecond };
});
const roapi = await contestant(
  'ROAPI',
  async () => {
    const server = await startRoapi(rowCount, 9_341);
    const body = `SELECT town, date_trunc('month', crash_date) AS month, count(*) AS n FROM crashes GROUP BY 1, 2`;
    const result = await load({ addresses: [`${server.root}/api/sql`], body, ...few });
    stop(server.child);
    return result;
  },
  'roapi',
);
const datasette = await contestant(
  'Datasette',
  async () => {
    const server = await startDatasette(rowCount, 9_343);
    const sql = 'select town, substr(crash_date, 1, 7) as month, count(*) as n from crashes group by 1, 2';
    const path = `/crashes-${rowCount}.json?_shape=array&_size=max&sql=${encodeURIComponent(sql)}`;
    const result = await load({ addresses: [server.root + path], ...few, requests: 5 });
    stop(server.child);
    return result;
  },
  'datasette',
);
const duckDb = await contestant('Node + DuckDB', async () => {
  const server = await startDuckDbServer(await sortedParquet(rowCount), 9_344);
  const result = await load({ addresses: [`${server.root}/group`], ...few });
  stop(server.child);
  return result;
});

const all = { ours, ROAPI: roapi, Datasette: datasette, 'Node + DuckDB, sorted by town': duckDb };
printTable(
  `Group by town and month, ${rowCount.toLocaleString('en-US')} rows`,
  Object.entries(all).flatMap(([what, result]) =>
    result === undefined
      ? []
      : [
          {
            what,
            'p50 ms': result.p50,
            'p95 ms': result.p95,
            'kB each': result.bytesEach / 1e3,
            'cached per s': 'cachedPerSecond' in result ? result.cachedPerSecond : undefined,
          },
        ],
  ),
);
if (ours && roapi) judge('p50 against ROAPI', ours.p50 / roapi.p50, 0.33, 'at most', '×');
else if (ours && duckDb)
  judge('p50, scaled by raw DuckDB (ROAPI took 4.6 ×)', ours.p50 / (duckDb.p50 * 4.6), 0.33, 'at most', '×');
if (ours) judge('cached answers', ours.cachedPerSecond, 300, 'at least', '/s');
