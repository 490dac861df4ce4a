import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { areas, compose } from '../app.ts';
import { worksInTheOpen } from '../areas/catalog/index.ts';
import type { JobContext } from '../areas/handler.ts';
import { systemActor } from '../core/access.ts';
import { systemClock } from '../core/clock.ts';
import { loadJurisdiction } from '../core/load-jurisdiction.ts';
import { openDuckdb } from '../engine/duckdb/open.ts';
import { openLake } from '../engine/lake.ts';
import { asOakError } from '../http/problem.ts';
import { openParentStore } from '../store/over-channel.ts';
import { openPostgresStore } from '../store/postgres.ts';
import { openVault } from '../store/sealed/vault.ts';
import { version } from '../version.ts';
import { faultFromEnvironment } from './fault.ts';
import { openHomeLog } from './home-log.ts';
import { keyFolder } from './key-folder.ts';
import { lazyEngine } from './lazy-engine.ts';
import { lineLog } from './log.ts';
import { openPolicies } from './open-policies.ts';
import { unknownJobKind } from './role-errors.ts';
import type { FromWorker, ToWorker } from './work-messages.ts';

type Assignment = Extract<ToWorker, { kind: 'job' }>;

const memoryLimitMb = 400;
const reportEveryMs = 200;

/** The role `work`: does one job for the process that started this one, tells it what came of it, and ends. */
export async function work(): Promise<void> {
  const stopping = new AbortController();
  const assignment = await new Promise<Assignment>((resolve) => {
    process.on('message', (message: ToWorker) => {
      if (message.kind === 'job') resolve(message);
      if (message.kind === 'stop') stopping.abort();
    });
  });
  // Without its parent there is no one to tell.
  process.on('disconnect', () => process.exit(1));
  const { home, job, databaseUrl } = assignment;
  const log = lineLog('work');
  const jurisdiction = await loadJurisdiction(join(home, 'state'));
  const clock = systemClock(jurisdiction.timeZone);
  const store =
    databaseUrl === undefined
      ? await openParentStore(process)
      : await openPostgresStore({ url: databaseUrl });
  const temporary = join(home, 'private', `work-${job.id}`);
  const engine = lazyEngine(async () =>
    openDuckdb({
      memoryLimitMb,
      threads: 2,
      // What spills of data that is open may lie on the disk, where there is more room than in memory.
      tempFolder: (await worksInTheOpen(store.read, job.input)) ? openSpillFolder(home, job.id) : temporary,
    }),
  );
  const audit = await openHomeLog({ home, store, clock, state: jurisdiction.id, log, sequence: false });
  const policies = await openPolicies({ store, clock, home, say: (line) => log(line), take: false });
  const app = compose({
    clock,
    policies,
    audit,
    jurisdiction,
    store,
    engine,
    // Already a process of its own, that can be killed.
    engineApart: engine,
    lake: await openLake(join(home, 'lake')),
    vault: openVault({ keys: keyFolder(home), private: temporary }),
    log,
    fault: faultFromEnvironment(),
    version,
    home,
    secret: '',
  });

  const context: JobContext = {
    ...app.contextFor({
      actor: systemActor,
      operation: job.kind,
      requestId: job.id,
      signal: stopping.signal,
    }),
    job: {
      id: job.id,
      attempt: job.attempt,
      progress: newestOf(reportEveryMs, (report) => tell({ kind: 'progress', report })),
      note: (line) => tell({ kind: 'note', line }),
    },
  };
  const outcome = await runJob(context, job, log);
  await engine.close().catch(() => {});
  await store.close();
  for (const folder of [temporary, openSpillFolder(home, job.id)])
    await rm(folder, { recursive: true, force: true });
  tell(outcome, () => {
    // DuckDB's threads may outlive their instance: nothing is left to wait for.
    process.exit(0);
  });
}

async function runJob(
  context: JobContext,
  job: Assignment['job'],
  log: JobContext['log'],
): Promise<FromWorker> {
  try {
    const run = areas
      .flatMap((area) => Object.entries(area.jobs ?? {}))
      .find(([kind]) => kind === job.kind)?.[1];
    if (run === undefined) throw unknownJobKind.with({ kind: job.kind });
    return { kind: 'succeeded', result: await run(context, job.input as never) };
  } catch (thrown) {
    if (context.signal.aborted) return { kind: 'cancelled' };
    return { kind: 'failed', error: asOakError(thrown, job.id, log).toJSON() };
  }
}

function tell(message: FromWorker, sent?: () => void): void {
  process.send?.(message, undefined, undefined, () => sent?.());
}

/** Passes on at most one value in `everyMs`, the newest; the first at once. */
function newestOf<T>(everyMs: number, pass: (value: T) => void): (value: T) => void {
  let last = 0;
  let waiting: { readonly value: T } | undefined;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    last = Date.now();
    if (waiting !== undefined) pass(waiting.value);
    waiting = undefined;
  };
  return (value) => {
    waiting = { value };
    if (Date.now() - last >= everyMs) flush();
    else if (timer === undefined) timer = setTimeout(flush, everyMs);
  };
}

/** Where the spill of a job on open data lies. */
export const openSpillFolder = (home: string, job: string): string =>
  join(home, 'lake', '.working', `${job}-spill`);
