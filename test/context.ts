import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context, JobContext, JobRun, NewJob, Tx } from '../src/areas/handler.ts';
import { type Actor, operatorActor } from '../src/core/access.ts';
import { fixedClock } from '../src/core/clock.ts';
import { newId, systemRandom } from '../src/core/id.ts';
import type { Jurisdiction } from '../src/core/jurisdiction.ts';
import { newMeter } from '../src/core/meter.ts';
import type { Upload } from '../src/core/operation.ts';
import { openDuckdb } from '../src/engine/duckdb/open.ts';
import { openLake } from '../src/engine/lake.ts';
import type { AuditLog } from '../src/store/audit-log/audit-log.ts';
import { migrate } from '../src/store/migrations/index.ts';
import { openVault } from '../src/store/sealed/vault.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { declareOpen } from './declare-open.ts';
import { openTestLog, testAudit } from './test-audit.ts';
import { testDecide, testPolicies } from './test-policies.ts';

/** A state that does not exist, for tests that need one but not its folder. */
export const testState: Jurisdiction = {
  id: 'elmland',
  name: 'Elmland',
  planTitle: 'Elmland Data Plan',
  timeZone: 'America/New_York',
  dateOrder: 'month-first',
  twoDigitYearPivot: 29,
  placeNoun: { one: 'town', many: 'towns' },
  places: [],
  regions: [],
} as unknown as Jurisdiction;

export interface TestContext extends Context {
  readonly clock: ReturnType<typeof fixedClock>;
  readonly home: string;
  readonly auditLog: AuditLog;
  /** Jobs queued and events told, oldest first, as they were committed. */
  readonly queued: readonly (NewJob & { readonly id: string })[];
  readonly told: readonly { readonly name: string; readonly payload: unknown }[];
  /** The same world for one call, with a file on its way in or another actor. */
  asked(by: { upload?: Upload; actor?: Actor; fault?: (point: string) => void }): TestContext;
  /** Runs a queued job in this process, as a worker would. */
  run(job: string, kinds: Readonly<Record<string, JobRun>>, options?: { attempt?: number }): Promise<unknown>;
  /** What jobs said while they ran. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/** Bytes or text as a file on its way in. */
export const uploadOf = (content: string | Uint8Array, filename: string): Upload => ({
  filename,
  stream: new Blob([content as BlobPart]).stream(),
});

/**
 * A real store (SQLite), a real engine and an empty lake in a temporary home. Jobs are not started by themselves:
 * `run` does one. Nothing is delivered to subscribers. What is loaded is open at once, unless `data` says otherwise.
 */
const leastCell = async () => 11;

export async function openTestContext(
  at = '2026-11-23T12:00:00.000Z',
  data: 'open' | 'protected' = 'open',
): Promise<TestContext> {
  const home = await mkdtemp(join(tmpdir(), 'oak-test-'));
  const store = await openSqliteStore({ file: join(home, 'store.sqlite') });
  await migrate(store);
  const clock = fixedClock(at, testState.timeZone);
  const engine = await openDuckdb({
    memoryLimitMb: 400,
    threads: 2,
    tempFolder: join(home, 'spill'),
    onError: process.env['OAK_SQL_ERRORS']
      ? (error, statement) => console.error(String(error), statement)
      : undefined,
  });
  const lake = openLake(join(home, 'lake'));
  const vault = openVault({ keys: join(home, 'keys'), private: join(home, 'private') });
  const queued: (NewJob & { id: string })[] = [];
  const told: { name: string; payload: unknown }[] = [];
  const notes: string[] = [];
  const auditLog = openTestLog(store, clock);
  const build = (over: Partial<Context>): TestContext => {
    const context: Context = {
      actor: operatorActor,
      requestId: 'test',
      clock,
      random: systemRandom,
      jurisdiction: testState,
      store,
      engine,
      engineApart: engine,
      lake,
      vault,
      enqueue: async (_tx: Tx, job: NewJob) => {
        const id = newId<'job'>();
        queued.push({ ...job, id });
        return id;
      },
      emit: async (_tx, name, payload) => {
        told.push({ name, payload });
      },
      log: () => {},
      running: { home, version: 'test', meter: newMeter() },
      fault: () => {},
      signal: new AbortController().signal,
      ...over,
    } as Context;
    const audit = testAudit(store, clock, context, auditLog);
    return {
      ...context,
      decide: testDecide(context),
      policies: testPolicies,
      leastCell,
      audit,
      auditLog,
      clock,
      home,
      queued,
      told,
      notes,
      asked: (by) => build({ ...over, ...by }),
      run: async (job, kinds, options) => {
        const found = queued.find((one) => one.id === job);
        const run = found && kinds[found.kind];
        if (found === undefined || run === undefined) throw new Error(`no such job: ${job}`);
        const jobContext: JobContext = {
          ...context,
          decide: testDecide(context),
          policies: testPolicies,
          leastCell,
          audit,
          job: {
            id: job,
            attempt: options?.attempt ?? 1,
            progress: () => {},
            note: (line) => void notes.push(line),
          },
        };
        if (found.kind === 'catalog.ingest' && data === 'open')
          await declareOpen(store, (found.input as { dataset: string }).dataset);
        // Across the queue an input is JSON.
        return run(jobContext, JSON.parse(JSON.stringify(found.input)) as never);
      },
      close: async () => {
        await engine.close();
        await store.close();
        await rm(home, { recursive: true, force: true });
      },
    };
  };
  return build({});
}
