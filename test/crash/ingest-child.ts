/**
 * One life of a server that loads files: first finishes what an earlier life left, then takes one more file and dies where
 * it is told. Says on standard output what it has acknowledged, a JSON line each.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ingest } from '../../src/areas/catalog/ingest.ts';
import { type IngestJob, runIngest } from '../../src/areas/catalog/ingest-job.ts';
import { datasetOf } from '../../src/areas/catalog/read-dataset.ts';
import type { Context, JobContext } from '../../src/areas/handler.ts';
import { operatorActor } from '../../src/core/access.ts';
import { systemClock } from '../../src/core/clock.ts';
import { systemRandom } from '../../src/core/id.ts';
import type { Jurisdiction } from '../../src/core/jurisdiction.ts';
import { newMeter } from '../../src/core/meter.ts';
import { openDuckdb } from '../../src/engine/duckdb/open.ts';
import { openLake } from '../../src/engine/lake.ts';
import { type ClaimedJob, claimJob, reclaim, succeedJob } from '../../src/store/job-lease.ts';
import { enqueue } from '../../src/store/jobs.ts';
import { migrate } from '../../src/store/migrations/index.ts';
import { emit } from '../../src/store/outbox.ts';
import { openVault } from '../../src/store/sealed/vault.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { declareOpen } from '../declare-open.ts';
import { testAudit } from '../test-audit.ts';

const [home = '', file = '', dataset = '', point = ''] = process.argv.slice(2);
const worker = 'crash-child';
const clock = systemClock('America/New_York');
mkdirSync(home, { recursive: true });
const store = await openSqliteStore({ file: join(home, 'store.sqlite') });
await migrate(store);
const engine = await openDuckdb({ memoryLimitMb: 400, threads: 1, tempFolder: join(home, 'spill') });
const state = {
  timeZone: 'America/New_York',
  dateOrder: 'month-first',
  twoDigitYearPivot: 29,
} as Jurisdiction;
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const context: Context = {
  actor: operatorActor,
  requestId: 'crash',
  clock,
  random: systemRandom,
  jurisdiction: state,
  store,
  engine,
  engineApart: engine,
  lake: await openLake(join(home, 'lake')),
  vault: openVault({ keys: join(home, 'keys'), private: join(home, 'private') }),
  enqueue: (tx, job) => enqueue(tx, clock, job),
  emit: async (tx, name, payload) => void (await emit(tx, clock, name, payload)),
  log: () => {},
  // A load asks no policy: the platform itself reads what it compares with.
  decide: () => {
    throw new Error('nothing is shown here');
  },
  policies: undefined as never,
  leastCell: async () => 11,
  audit: testAudit(store, clock, { actor: operatorActor, requestId: 'crash' }),
  running: { home, version: 'test', meter: newMeter() },
  fault: () => {},
  signal: new AbortController().signal,
};
const dieAt = (wanted: string) => (reached: string) => {
  if (reached === wanted) process.kill(process.pid, 'SIGKILL');
};

async function load(held: ClaimedJob, fault: Context['fault']): Promise<void> {
  const job: JobContext = {
    ...context,
    fault,
    job: { id: held.id, attempt: held.attempt, progress: () => {}, note: () => {} },
  };
  const result = await runIngest(job, held.input as IngestJob);
  await succeedJob(store, clock, held, result);
  say({ loaded: held.id, version: result.version, dataset: result.dataset });
}

await store.write((tx) => reclaim(tx, clock, worker));
for (;;) {
  const held = await claimJob(store, clock, { leaseSeconds: 600, worker });
  if (held === undefined) break;
  await load(held, () => {});
}
if (file !== '') {
  const fault = dieAt(point);
  // Killed from outside at a moment of nobody's choosing.
  if (/^\d+$/.test(point)) setTimeout(() => process.kill(process.pid, 'SIGKILL'), Number(point));
  // Some datasets are open at once, the others protected: their files are sealed.
  if (/^[0-9b-m]/.test(dataset)) {
    const { id } = await datasetOf(store.read, dataset);
    await declareOpen(store, id);
  }
  const { job } = await ingest({ ...context, fault }, {
    path: file,
    ...(dataset === '' ? {} : { dataset }),
  } as never);
  say({ accepted: job });
  const held = await claimJob(store, clock, { leaseSeconds: 600, worker });
  if (held !== undefined) await load(held, fault);
}
await store.close();
process.exit(0);
