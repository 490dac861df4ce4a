import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import type { App } from '../app.ts';
import { type ClaimedJob, claimJob, failJob, listStopsAsked, renewLease, returnJob } from '../store/jobs.ts';
import { serveStoreTo } from '../store/over-channel.ts';
import { programFile } from './program.ts';
import { workerCrashed } from './role-errors.ts';

export interface Runner {
  /** Work may have been queued: look now. */
  wake(): void;
  /** Stops taking work, ends what runs (it goes back to the queue), and waits. */
  close(): Promise<void>;
}

const leaseSeconds = 30;
const renewEveryMs = 10_000;
const lookEveryMs = 1_000;
const stopGraceMs = 3_000;

/**
 * Runs queued jobs, each in a child process of its own at low priority: memory that a job took is given back with its
 * process, and a native crash in one ends only that job.
 */
export function startRunner(
  app: App,
  home: string,
  options: { parallel: number; databaseUrl?: string },
): Runner {
  const running = new Map<string, { child: ChildProcess; ended: Promise<void> }>();
  let closing = false;
  let looking: Promise<void> | undefined;
  let again = false;

  const look = async () => {
    do {
      again = false;
      await passOnStops();
      while (!closing && running.size < options.parallel) {
        const job = await claimJob(app.store, app.clock, { leaseSeconds });
        if (job === undefined) break;
        start(job);
      }
    } while (again && !closing);
  };

  const wake = () => {
    if (closing) return;
    if (looking !== undefined) {
      again = true;
      return;
    }
    looking = look()
      .catch((error) =>
        app.log('runner failed to look for work', { error: error instanceof Error ? error.name : 'unknown' }),
      )
      .finally(() => {
        looking = undefined;
        if (again) wake();
      });
  };

  const passOnStops = async () => {
    for (const id of await listStopsAsked(app.store)) {
      const child = running.get(id)?.child;
      if (child === undefined) continue;
      child.send({ kind: 'stop' });
      // A statement that ignores its interrupt must not keep the work alive.
      setTimeout(() => child.kill('SIGKILL'), stopGraceMs).unref();
    }
  };

  const start = (job: ClaimedJob) => {
    const child = fork(programFile(), ['work'], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    if (child.pid !== undefined) {
      try {
        setPriority(child.pid, 10);
      } catch {
        // The child has already ended, or the system does not allow it.
      }
    }
    const stopServing = options.databaseUrl === undefined ? serveStoreTo(child, app.store) : undefined;
    const renewing = setInterval(
      () => void renewLease(app.store, app.clock, job.id, leaseSeconds).catch(() => {}),
      renewEveryMs,
    );
    child.send({ kind: 'job', home, job, databaseUrl: options.databaseUrl });
    const ended = new Promise<void>((resolve) => {
      child.once('exit', (code, signal) => {
        clearInterval(renewing);
        running.delete(job.id);
        void settle(job, code, signal)
          .catch((error) =>
            app.log('a job could not be settled', {
              job: job.id,
              error: error instanceof Error ? error.name : 'unknown',
            }),
          )
          .finally(async () => {
            await stopServing?.();
            resolve();
            wake();
          });
      });
    });
    running.set(job.id, { child, ended });
  };

  /** A child that ends well has recorded its own result; one that did not gets its job back in the queue, three times. */
  const settle = async (job: ClaimedJob, code: number | null, signal: NodeJS.Signals | null) => {
    if (code === 0) return;
    if (closing) {
      await returnJob(app.store, app.clock, job.id, { countsAsAttempt: false });
      return;
    }
    app.log('work process ended badly', {
      job: job.id,
      kind: job.kind,
      code: code ?? -1,
      signal: signal ?? '',
    });
    const error = workerCrashed.with({ kind: job.kind, attempt: job.attempt });
    if (job.attempt >= 3) await failJob(app.store, app.clock, job.id, error.toJSON());
    else await returnJob(app.store, app.clock, job.id, { countsAsAttempt: true });
  };

  const timer = setInterval(wake, lookEveryMs);
  timer.unref();
  wake();

  return {
    wake,
    async close() {
      closing = true;
      clearInterval(timer);
      await looking;
      for (const { child } of running.values()) child.kill('SIGKILL');
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}
