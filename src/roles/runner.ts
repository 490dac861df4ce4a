import { type ChildProcess, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import type { App } from '../app.ts';
import { OakError } from '../core/error.ts';
import { leaseLost } from '../store/errors.ts';
import {
  type ClaimedJob,
  cancelledJob,
  claimJob,
  failJob,
  listStopsAsked,
  noteJob,
  progressJob,
  reclaim,
  renewLease,
  returnJob,
  succeedJob,
} from '../store/job-lease.ts';
import { maxAttempts } from '../store/job-state.ts';
import { serveStoreTo } from '../store/over-channel.ts';
import { nameOf } from './log.ts';
import { programFile } from './program.ts';
import { workerCrashed } from './role-errors.ts';
import type { FromWorker, ToWorker } from './work-messages.ts';

export interface Runner {
  /** Work may have been queued: look now. */
  wake(): void;
  /** Stops taking work, ends what runs (it goes back to the queue), and waits. */
  close(): Promise<void>;
}

const leaseSeconds = 30;
const lookEveryMs = 1_000;
/** How often a running job's progress is written and a wish to stop it is looked for. */
const tellEveryMs = 400;
const renewEveryMs = 10_000;
/** A statement that ignores its interrupt must not keep the work alive. */
const stopGraceMs = 3_000;

/**
 * Runs queued jobs, each in a child process of its own at low priority: memory that a job took is given back with its
 * process, and a native crash in one ends only that job.
 */
export async function startRunner(
  app: App,
  options: {
    readonly home: string;
    readonly parallel: number;
    readonly worker: string;
    readonly databaseUrl?: string;
  },
): Promise<Runner> {
  const running = new Map<string, { readonly child: ChildProcess; readonly ended: Promise<void> }>();
  let closing = false;
  let looking: Promise<void> | undefined;
  let again = false;

  // What this worker's last life left running has no one to do it: it is queued again, at once.
  await app.store.write((tx) => reclaim(tx, app.clock, options.worker));

  const look = async () => {
    do {
      again = false;
      while (!closing && running.size < options.parallel) {
        const held = await claimJob(app.store, app.clock, { worker: options.worker, leaseSeconds });
        if (held === undefined) break;
        running.set(held.id, start(held));
      }
    } while (again && !closing);
  };

  const wake = () => {
    again = true;
    if (closing || looking !== undefined) return;
    looking = look()
      .catch((error) => app.log('the runner could not look for work', { error: nameOf(error) }))
      .finally(() => {
        looking = undefined;
      });
  };

  const start = (held: ClaimedJob) => {
    const child = fork(programFile(), ['@work'], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    if (child.pid !== undefined) lowerPriority(child.pid);
    const stopServing = options.databaseUrl === undefined ? serveStoreTo(child, app.store) : undefined;
    const { id, kind, input } = held;
    tell(child, {
      kind: 'job',
      home: options.home,
      databaseUrl: options.databaseUrl,
      job: { id, kind, input, attempt: held.attempt },
    });

    let progress: Extract<FromWorker, { kind: 'progress' }>['report'] | undefined;
    let lines: string[] = [];
    let outcome: Extract<FromWorker, { kind: 'succeeded' | 'failed' | 'cancelled' }> | undefined;
    child.on('message', (message: FromWorker) => {
      if (message.kind === 'progress') progress = message.report;
      else if (message.kind === 'note') lines.push(message.line);
      else if (message.kind === 'succeeded' || message.kind === 'failed' || message.kind === 'cancelled')
        outcome = message;
    });

    let lastSign = Date.now();
    let stopAsked = false;
    let signing = Promise.resolve();
    const writeNews = async () => {
      const [report, said] = [progress, lines];
      progress = undefined;
      lines = [];
      if (report !== undefined) await progressJob(app.store, held, report);
      for (const line of said) await noteJob(app.store, app.clock, held, line);
    };
    const sign = async () => {
      await writeNews();
      if (Date.now() - lastSign > renewEveryMs) {
        await renewLease(app.store, app.clock, held, leaseSeconds);
        lastSign = Date.now();
      }
      if (!stopAsked && (await listStopsAsked(app.store)).includes(id)) stop();
    };
    const stop = () => {
      stopAsked = true;
      tell(child, { kind: 'stop' });
      setTimeout(() => child.kill('SIGKILL'), stopGraceMs).unref();
    };
    const signingTimer = setInterval(() => {
      signing = signing.then(sign).catch((error) => {
        // The lease is another's, or may be by now: two must not do one job. A store that cannot be written for a moment,
        // because the disk is full, is met by the job itself, which then tidies up after itself.
        const lost = error instanceof OakError && error.code === leaseLost.code;
        if (lost || Date.now() - lastSign > leaseSeconds * 1_000) child.kill('SIGKILL');
      });
    }, tellEveryMs);

    const ended = new Promise<void>((resolve) => {
      child.once('exit', (code, signal) => {
        clearInterval(signingTimer);
        void signing
          .then(() => stopServing?.())
          // Before anything is written: what it left may be what fills the disk.
          .then(() => (outcome === undefined ? clearLeftovers(options.home, id) : undefined))
          .then(() => writeNews().catch(() => {}))
          .then(() => settle(held, outcome, stopAsked, { code, signal }))
          .catch((error) => app.log('a job could not be settled', { job: id, error: nameOf(error) }))
          .finally(() => {
            running.delete(id);
            resolve();
            wake();
          });
      });
    });
    return { child, ended };
  };

  /** Writes what came of the job. A process that ended without an answer gets its job queued again, three times in all. */
  const settle = async (
    held: ClaimedJob,
    outcome: FromWorker | undefined,
    stopAsked: boolean,
    exit: { readonly code: number | null; readonly signal: NodeJS.Signals | null },
  ) => {
    const { id, kind, attempt } = held;
    const { store, clock } = app;
    if (outcome?.kind === 'succeeded') return succeedJob(store, clock, held, outcome.result);
    if (outcome?.kind === 'failed') return failJob(store, clock, held, outcome.error);
    if (outcome?.kind === 'cancelled' || stopAsked) return cancelledJob(store, clock, held);
    if (closing) return returnJob(store, clock, held, { countsAsAttempt: false });
    app.log('a work process ended without an answer', {
      job: id,
      kind,
      code: exit.code ?? -1,
      signal: exit.signal ?? '',
    });
    if (attempt >= maxAttempts)
      return failJob(store, clock, held, workerCrashed.with({ kind, attempt }).toJSON());
    return returnJob(store, clock, held, { countsAsAttempt: true });
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

/** Working files of a job whose process ended before it could delete them. */
async function clearLeftovers(home: string, job: string): Promise<void> {
  for (const folder of [
    join(home, 'private', `work-${job}`),
    join(home, 'lake', '.working', job),
    join(home, 'lake', '.working', `${job}-spill`),
  ])
    await rm(folder, { recursive: true, force: true });
}

function tell(child: ChildProcess, message: ToWorker): void {
  // A child that has just died takes no message; its exit is handled where it is seen.
  if (child.connected) child.send(message, () => {});
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, 10);
  } catch {
    // The child has already ended, or the system does not allow it.
  }
}
