import { join } from 'node:path';
import { areas, compose } from '../app.ts';
import type { JobContext, JobRun } from '../areas/handler.ts';
import { systemActor } from '../core/access.ts';
import { systemClock } from '../core/clock.ts';
import { OakError } from '../core/error.ts';
import { loadJurisdiction } from '../core/load-jurisdiction.ts';
import { openDuckdb } from '../engine/duckdb/open.ts';
import { openLake } from '../engine/lake.ts';
import { asOakError } from '../http/problem.ts';
import type { ClaimedJob } from '../store/jobs.ts';
import { cancelledJob, failJob, noteJob, progressJob, succeedJob } from '../store/jobs.ts';
import { openParentStore } from '../store/over-channel.ts';
import { openPostgresStore } from '../store/postgres.ts';
import { version } from '../version.ts';
import { faultFromEnvironment } from './fault.ts';
import { lazyEngine } from './lazy-engine.ts';
import { lineLog } from './log.ts';
import { jobStopped, unknownJobKind } from './role-errors.ts';

interface Assignment {
  readonly kind: 'job';
  readonly home: string;
  readonly job: ClaimedJob;
  readonly databaseUrl?: string;
}

const memoryLimitMb = 400;

/** The role `work`: does one job for the process that started this one, records what came of it, and ends. */
export async function work(): Promise<void> {
  const stopping = new AbortController();
  const assignment = await new Promise<Assignment>((resolve) => {
    process.on('message', (message: { kind?: string }) => {
      if (message.kind === 'job') resolve(message as Assignment);
      if (message.kind === 'stop') stopping.abort();
    });
  });
  // Without its parent there is no one to record the result for.
  process.on('disconnect', () => process.exit(1));
  const { home, job } = assignment;
  const log = lineLog('work');
  const jurisdiction = loadJurisdiction(join(home, 'state'));
  const clock = systemClock(jurisdiction.timeZone);
  const store =
    assignment.databaseUrl === undefined
      ? await openParentStore(process)
      : await openPostgresStore({ url: assignment.databaseUrl });
  const temporary = join(home, 'private', `work-${job.id}`);
  const engine = lazyEngine(() => openDuckdb({ memoryLimitMb, threads: 2, tempFolder: temporary }));
  const fault = faultFromEnvironment();
  const app = compose({
    clock,
    jurisdiction,
    store,
    engine,
    lake: openLake(join(home, 'lake')),
    log,
    fault,
    version,
    secret: '',
  });

  const reporting = throttled(250, (report: Parameters<JobContext['job']['progress']>[0]) =>
    progressJob(store, clock, job.id, report),
  );
  const context: JobContext = {
    ...app.contextFor({ actor: systemActor, requestId: job.id, signal: stopping.signal }),
    job: {
      id: job.id,
      attempt: job.attempt,
      progress: (report) => reporting.say(report),
      note: (line) => void noteJob(store, clock, job.id, line).catch(() => {}),
    },
  };
  try {
    const run = areas
      .flatMap((area) => Object.entries(area.jobs ?? {}))
      .find(([kind]) => kind === job.kind)?.[1] as JobRun | undefined;
    if (run === undefined) throw unknownJobKind.with({ kind: job.kind });
    const result = await run(context, job.input as never);
    await reporting.end();
    await succeedJob(store, clock, job.id, result ?? null);
  } catch (thrown) {
    await reporting.end();
    if (stopping.signal.aborted)
      await cancelledJob(store, clock, job.id, jobStopped.with({ kind: job.kind }).toJSON());
    else
      await failJob(
        store,
        clock,
        job.id,
        (thrown instanceof OakError ? thrown : asOakError(thrown, job.id, log)).toJSON(),
      );
  }
  await engine.close().catch(() => {});
  await store.close();
  // DuckDB's threads may outlive their instance: nothing is left to wait for.
  process.exit(0);
}

/** At most one report in `everyMs`, always the newest, and never two at once. */
function throttled<T>(everyMs: number, send: (value: T) => Promise<unknown>) {
  let waiting: T | undefined;
  let sending: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let last = 0;
  const flush = () => {
    timer = undefined;
    if (waiting === undefined) return;
    const value = waiting;
    waiting = undefined;
    last = Date.now();
    sending = sending.then(() => send(value)).catch(() => {});
  };
  return {
    say(value: T) {
      waiting = value;
      timer ??= setTimeout(flush, Math.max(0, everyMs - (Date.now() - last)));
    },
    async end() {
      clearTimeout(timer);
      flush();
      await sending;
    },
  };
}
