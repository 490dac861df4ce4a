/**
 * From a CSV on disk to a version that can be queried. Ours reads every cell as text, fits types over whole columns and
 * keeps bad cells aside; raw DuckDB sniffs the first rows and copies. `--rows 10000000` for the large file.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { contestant, middleOf } from './contestants.ts';
import { crashRecords } from './data/crash-records.ts';
import { measured, stop, treeMB } from './measure.ts';
import { emptyHome, ingest, jobSeconds, jobsOf } from './ours.ts';
import { duckDb } from './peers/duckdb.ts';
import { startRoapiOnCsv } from './peers/servers.ts';
import { peerProgram, temporaryFolder } from './places.ts';
import { judge, type Line, printTable } from './table.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rowCount = Number(values.rows);
const megabytes = (rowCount * 172.93) / 1e6;
const runs = rowCount > 2e6 ? 1 : 3;
const csv = crashRecords(rowCount);
const badCells = crashRecords(rowCount, 'bad-cells');
const parquet = join(temporaryFolder('copy'), 'crashes.parquet');
const line = (what: string, run: { seconds: number; peakMB: number; cpuSeconds?: number }): Line => ({
  what,
  seconds: run.seconds,
  'CPU s': run.cpuSeconds,
  'peak MB': run.peakMB,
  'MB/s': megabytes / run.seconds,
  '× raw': raw ? run.seconds / raw.seconds : undefined,
});

const raw = await contestant('raw DuckDB COPY', () =>
  middleOf(runs, () => measured(process.execPath, duckDb('copy', csv, parquet))),
);
const ours = await contestant('ours', () => middleOf(runs, () => load(csv)));
const oursWithBadCells = await contestant('ours, bad cells', () => load(badCells));
const roapi = await contestant(
  'ROAPI',
  async () => {
    const server = await startRoapiOnCsv(csv, 9_310);
    const result = { seconds: server.readySeconds, peakMB: treeMB(server.child.pid!) };
    stop(server.child);
    return result;
  },
  'roapi',
);
const tenth = 100_000;
const sqliteUtils = await contestant(
  'sqlite-utils',
  async () => {
    const database = join(temporaryFolder('sqlite-utils'), 'crashes.db');
    const words = ['insert', database, 'crashes', crashRecords(tenth), '--csv'];
    const run = await measured(peerProgram('sqlite-utils', 'sqlite-utils'), words);
    return { ...run, seconds: (run.seconds * rowCount) / tenth };
  },
  'sqlite-utils',
);

async function load(file: string) {
  const home = emptyHome();
  const { answer, run } = await ingest(home, file);
  if (answer.rows_stored + answer.rows_quarantined !== rowCount) throw new Error('rows were lost');
  const job = (await jobsOf(home)).find(({ kind }) => kind.startsWith('catalog.ingest'));
  return { ...run, answer, stageSeconds: job ? jobSeconds(job) : Number.NaN };
}

const lines = [
  raw && line('raw DuckDB COPY, types sniffed', raw),
  ours && line('ours: oak catalog ingest', ours),
  ours && line('ours: the job alone', { seconds: ours.stageSeconds, peakMB: ours.peakMB }),
  oursWithBadCells &&
    line(`ours: ${oursWithBadCells.answer.cells_rejected} bad cells kept`, oursWithBadCells),
  roapi && line('ROAPI: types given, memory only', roapi),
  sqliteUtils && line('sqlite-utils (scaled from 100,000 rows)', sqliteUtils),
];
printTable(
  `Ingest ${rowCount.toLocaleString('en-US')} rows`,
  lines.filter((one) => one !== undefined),
);
if (ours && raw) judge('seconds against raw COPY', ours.seconds / raw.seconds, 4, 'at most', '×');
if (ours) judge('peak memory', ours.peakMB, rowCount > 2e6 ? 1_500 : 700, 'at most', 'MB');
