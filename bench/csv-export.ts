/** A whole version as CSV over HTTP: how fast, how soon the first byte, and what the server's memory grows by. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { contestant } from './contestants.ts';
import { crashRecords } from './data/crash-records.ts';
import { type LoadPlan, load } from './load/load.ts';
import { measured, stop, treeMB, watch } from './measure.ts';
import { ask, emptyHome, ingest, jobsDone, startOurs } from './ours.ts';
import { duckDb } from './peers/duckdb.ts';
import { type PeerServer, startDatasette, startRoapi, unsortedParquet } from './peers/servers.ts';
import { temporaryFolder } from './places.ts';
import { judge, printTable } from './table.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rowCount = Number(values.rows);

async function exported(server: PeerServer, plan: Pick<LoadPlan, 'addresses' | 'body' | 'headers'>) {
  const before = treeMB(server.child.pid!);
  const memory = watch(server.child.pid!, 20);
  const result = await load({ ...plan, clients: 1, requests: 3, seconds: 60 });
  memory.stop();
  stop(server.child);
  return { ...result, growthMB: memory.peakMB() - before };
}

const ours = await contestant('ours', async () => {
  const server = await startOurs(emptyHome(), 9_350);
  const { dataset, version } = (await ingest(server.home, crashRecords(rowCount))).answer;
  await jobsDone(server);
  // One look at the data first, so that the engine's own start is not taken for the growth of an export.
  await ask(server, 'GET', `/api/v1/datasets/${dataset}/rows?limit=1`);
  return exported(server, {
    addresses: [`${server.root}/api/v1/datasets/${dataset}/versions/${version}.csv`],
  });
});
const roapi = await contestant(
  'ROAPI',
  async () => {
    const server = await startRoapi(rowCount, 9_351);
    const plan = { body: 'SELECT * FROM crashes', headers: { accept: 'application/csv' } };
    return exported(server, { addresses: [`${server.root}/api/sql`], ...plan });
  },
  'roapi',
);
const datasette = await contestant(
  'Datasette',
  async () => {
    const server = await startDatasette(rowCount, 9_353);
    return exported(server, {
      addresses: [`${server.root}/crashes-${rowCount}/crashes.csv?_stream=on&_size=max`],
    });
  },
  'datasette',
);
const file = join(temporaryFolder('export'), 'crashes.csv');
const raw = await measured(process.execPath, duckDb('export', await unsortedParquet(rowCount), file));

const all = { ours, ROAPI: roapi, Datasette: datasette };
printTable(`CSV export of ${rowCount.toLocaleString('en-US')} rows`, [
  ...Object.entries(all).flatMap(([what, result]) =>
    result === undefined
      ? []
      : [
          {
            what,
            seconds: result.p50 / 1000,
            'MB/s': result.megabytesPerSecond,
            'first byte ms': result.firstByteMs,
            'memory growth MB': result.growthMB,
          },
        ],
  ),
  { what: 'raw DuckDB COPY to a file', seconds: raw.seconds, 'MB/s': (rowCount * 170) / 1e6 / raw.seconds },
]);
if (ours && roapi) {
  judge('MB/s against ROAPI', ours.megabytesPerSecond / roapi.megabytesPerSecond, 1, 'at least', '×');
}
if (ours) {
  judge('first byte', ours.firstByteMs, 200, 'at most', 'ms');
  judge('memory growth', ours.growthMB, 100, 'at most', 'MB');
}
