/** A profile of all 12 columns of a version: exact distinct, top values, patterns, quantiles, histogram. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { contestant, middleOf } from './contestants.ts';
import { crashRecords } from './data/crash-records.ts';
import { measured, stop } from './measure.ts';
import { emptyHome, ingest, jobsDone, startOurs } from './ours.ts';
import { duckDb } from './peers/duckdb.ts';
import { unsortedParquet } from './peers/servers.ts';
import { peerProgram } from './places.ts';
import { judge, printTable } from './table.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rowCount = Number(values.rows);
const parquet = await unsortedParquet(rowCount);

const ours = await contestant('ours', async () => {
  const server = await startOurs(emptyHome(), 9_320);
  await ingest(server.home, crashRecords(rowCount));
  const jobs = await jobsDone(server);
  stop(server.child);
  // The assessment of a new version: the profile, and from it suggestions, anomalies and checks.
  return jobs.of('quality.assess');
});
const raw = await contestant('raw DuckDB', () =>
  middleOf(3, () => measured(process.execPath, duckDb('profile', parquet))),
);
const fg = await contestant(
  'fg-data-profiling',
  async () => {
    const python = peerProgram('fg-data-profiling', 'python');
    const script = join(import.meta.dirname, 'peers', 'profile.py');
    const run = await measured(python, [script, parquet]);
    // Starting Python and reading the file are not counted against it.
    return { ...run, seconds: JSON.parse(run.stdout.trim().split('\n').at(-1)!).seconds as number };
  },
  'fg-data-profiling',
);

printTable(`Profile of 12 columns, ${rowCount.toLocaleString('en-US')} rows`, [
  ...(ours ? [{ what: 'ours', seconds: ours.seconds, 'peak MB': ours.peakMB }] : []),
  ...(fg ? [{ what: 'fg-data-profiling, minimal', seconds: fg.seconds, 'peak MB': fg.peakMB }] : []),
  ...(raw ? [{ what: 'raw DuckDB SUMMARIZE', seconds: raw.seconds, 'peak MB': raw.peakMB }] : []),
]);
if (ours && fg) judge('seconds against fg-data-profiling', ours.seconds / fg.seconds, 0.25, 'at most', '×');
else if (ours && raw) {
  // On the machine of the reference figures SUMMARIZE took 1.7 s for this, fg-data-profiling 37.6 s.
  judge('seconds, scaled by raw DuckDB', ours.seconds / ((raw.seconds * 37.6) / 1.7), 0.25, 'at most', '×');
}
if (ours) judge('peak memory', ours.peakMB, 800, 'at most', 'MB');
