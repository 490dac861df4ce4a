import { hostname } from 'node:os';
import { type Kysely, type Selectable, sql, type Transaction, type Updateable } from 'kysely';
import type { Clock } from '../core/clock.ts';
import type { OakError } from '../core/error.ts';
import type { Database, Store } from './database.ts';
import { jobCannotMove, jobGivenUp, jobNotFound, leaseLost } from './errors.ts';
import { fromRow, type Job, type JobProgress } from './job.ts';
import { canMove, type JobState, maxAttempts } from './job-state.ts';

type Tx = Transaction<Database>;
type Reader = Kysely<Database> | Tx;
type JobRow = Selectable<Database['job']>;
type ErrorJson = ReturnType<OakError['toJSON']>;

/** What a worker holds. The attempt tells it from one that was given the job after it. */
export interface HeldJob {
  readonly id: string;
  readonly attempt: number;
}
export type ClaimedJob = Job & HeldJob;

export interface Claiming {
  /** Without a sign of life for this long the job goes to another worker. */
  readonly leaseSeconds: number;
  /** Named in the job while it runs; this machine and process unless told. */
  readonly worker?: string;
}

/**
 * Takes the next job: the first queued whose subject has none running. Jobs whose lease ran out are first put back, or
 * given up after {@link maxAttempts}. Answers nothing when there is nothing to do, and then writes nothing.
 */
export async function claimJob(
  store: Store,
  clock: Clock,
  claiming: Claiming,
): Promise<ClaimedJob | undefined> {
  const [lapsed, ready] = await Promise.all([firstLapsed(store.read, clock), firstReady(store.read, clock)]);
  if (!lapsed && !ready) return undefined;
  return store.write(async (tx) => {
    await returnLapsed(tx, clock);
    const next = await firstReady(tx, clock);
    if (!next) return undefined;
    const now = clock.now();
    const row = await tx
      .updateTable('job')
      .set((job) => ({
        state: 'running' as const,
        attempt: job('attempt', '+', 1),
        worker: claiming.worker ?? `${hostname()}:${process.pid}`,
        started_at: now,
        lease_until: later(now, claiming.leaseSeconds),
        ...noProgress,
      }))
      .where('sequence', '=', next.sequence)
      .returningAll()
      .executeTakeFirstOrThrow();
    return fromRow(row);
  });
}

/** Puts back every job whose worker fell silent, answers how many. */
async function returnLapsed(tx: Tx, clock: Clock): Promise<number> {
  const lapsed = await tx
    .selectFrom('job')
    .selectAll()
    .where('state', '=', 'running')
    .where('lease_until', '<=', clock.now())
    .execute();
  for (const job of lapsed) {
    await note(tx, job.id, clock.now(), `Attempt ${job.attempt} stopped without a word.`);
    await giveBack(tx, clock, job, true);
  }
  return lapsed.length;
}

async function giveBack(tx: Tx, clock: Clock, job: JobRow, countsAsAttempt: boolean): Promise<JobState> {
  const attempt = countsAsAttempt ? job.attempt : job.attempt - 1;
  const state = job.cancel_requested_at !== null ? 'cancelled' : attempt >= maxAttempts ? 'failed' : 'queued';
  await tx
    .updateTable('job')
    .set({
      state,
      attempt,
      worker: null,
      lease_until: null,
      finished_at: state === 'queued' ? null : clock.now(),
      error: state === 'failed' ? JSON.stringify(jobGivenUp.with({ attempts: attempt })) : null,
    })
    .where('sequence', '=', job.sequence)
    .execute();
  return state;
}

/** Keeps the job for longer. Throws `store.job-lease-lost` when it is no longer this worker's: it must stop. */
export const renewLease = (store: Store, clock: Clock, held: HeldJob, leaseSeconds: number): Promise<void> =>
  store.write((tx) => change(tx, held, { lease_until: later(clock.now(), leaseSeconds) }));

/** Shows how far it is; a total not yet known is left out. Throws `store.job-lease-lost`. */
export const progressJob = (
  store: Store,
  held: HeldJob,
  progress: { stage: string; done?: number; total?: number; unit?: string },
): Promise<void> => store.write((tx) => change(tx, held, { ...noProgress, ...progress }));

/** Keeps a line in the job's log. */
export const noteJob = (store: Store, clock: Clock, held: HeldJob, line: string): Promise<void> =>
  store.write((tx) => note(tx, held.id, clock.now(), line));

/** The job is done; `result` is kept as JSON. Throws `store.job-lease-lost`. */
export const succeedJob = (store: Store, clock: Clock, held: HeldJob, result: unknown): Promise<void> =>
  store.write((tx) => finish(tx, clock, held, 'succeeded', { result: JSON.stringify(result ?? null) }));

/** The job cannot be done; the error is kept as JSON, without cause or stack. Throws `store.job-lease-lost`. */
export const failJob = (store: Store, clock: Clock, held: HeldJob, error: ErrorJson): Promise<void> =>
  store.write((tx) => finish(tx, clock, held, 'failed', { error: JSON.stringify(error) }));

/** The worker has stopped because it was asked to. Throws `store.job-lease-lost`. */
export const cancelledJob = (store: Store, clock: Clock, held: HeldJob, error?: ErrorJson): Promise<void> =>
  store.write((tx) => finish(tx, clock, held, 'cancelled', error ? { error: JSON.stringify(error) } : {}));

/**
 * Gives the job back at once, without waiting for its lease: after a crash it counts as an attempt, and the last one
 * fails the job; when the server is going down it does not. Answers the job's state. Throws `store.job-lease-lost`.
 */
export function returnJob(
  store: Store,
  clock: Clock,
  held: HeldJob,
  options: { readonly countsAsAttempt: boolean },
): Promise<JobState> {
  return store.write(async (tx) => {
    const row = await tx
      .selectFrom('job')
      .selectAll()
      .where('id', '=', held.id)
      .where('state', '=', 'running')
      .where('attempt', '=', held.attempt)
      .executeTakeFirst();
    if (!row) throw leaseLost.with({ job: held.id });
    return giveBack(tx, clock, row, options.countsAsAttempt);
  });
}

/** Running jobs that somebody asked to stop. */
export async function listStopsAsked(store: Store): Promise<string[]> {
  const rows = await store.read
    .selectFrom('job')
    .select('id')
    .where('state', '=', 'running')
    .where('cancel_requested_at', 'is not', null)
    .execute();
  return rows.map((row) => row.id);
}

/**
 * Asks for a job to be cancelled: one that waits is cancelled at once, one that runs is told at its next sign of life.
 * Answers the job's state now. Throws `store.job-not-found`, or `store.job-cannot-move` for one that has finished.
 */
export async function requestCancel(tx: Tx, clock: Clock, id: string): Promise<JobState> {
  const job = await tx.selectFrom('job').select(['state']).where('id', '=', id).executeTakeFirst();
  if (!job) throw jobNotFound.with({ job: id });
  if (!canMove(job.state, 'cancelled')) {
    throw jobCannotMove.with({ job: id, state: job.state, wanted: 'cancelled' });
  }
  const now = clock.now();
  const state = job.state === 'queued' ? 'cancelled' : job.state;
  await tx
    .updateTable('job')
    .set({ state, cancel_requested_at: now, ...(state === 'cancelled' ? { finished_at: now } : {}) })
    .where('id', '=', id)
    .execute();
  return state;
}

/** Takes back at once what an earlier life of this worker left running; answers how many. */
export async function reclaim(tx: Tx, clock: Clock, worker: string): Promise<number> {
  await tx
    .updateTable('job')
    .set({ lease_until: clock.now() })
    .where('worker', '=', worker)
    .where('state', '=', 'running')
    .execute();
  return returnLapsed(tx, clock);
}

const finish = (
  tx: Tx,
  clock: Clock,
  held: HeldJob,
  state: 'succeeded' | 'failed' | 'cancelled',
  outcome: { result?: string; error?: string },
): Promise<void> =>
  change(tx, held, { state, finished_at: clock.now(), worker: null, lease_until: null, ...outcome });

async function change(tx: Tx, held: HeldJob, values: Updateable<Database['job']>): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('job')
    .set(values)
    .where('id', '=', held.id)
    .where('state', '=', 'running')
    .where('attempt', '=', held.attempt)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw leaseLost.with({ job: held.id });
}

const firstLapsed = (reader: Reader, clock: Clock) =>
  reader
    .selectFrom('job')
    .select('sequence')
    .where('state', '=', 'running')
    .where('lease_until', '<=', clock.now())
    .limit(1)
    .executeTakeFirst();

const firstReady = (reader: Reader, clock: Clock) =>
  reader
    .selectFrom('job as next')
    .select('next.sequence')
    .where('next.state', '=', 'queued')
    .where((where) =>
      where.or([where('next.not_before', 'is', null), where('next.not_before', '<=', clock.now())]),
    )
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('job as other')
            .select(sql<number>`1`.as('one'))
            .whereRef('other.subject', '=', 'next.subject')
            .where('other.state', '=', 'running'),
        ),
      ),
    )
    .orderBy('next.sequence')
    .limit(1)
    .executeTakeFirst();

async function note(tx: Tx, job: string, at: string, line: string): Promise<void> {
  await tx.insertInto('job_log').values({ job, at, line }).execute();
}

const noProgress: Record<keyof JobProgress, null> = { stage: null, done: null, total: null, unit: null };

const later = (instant: string, seconds: number) =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString();
