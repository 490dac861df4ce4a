import { type Kysely, sql, type Transaction } from 'kysely';
import type { Clock } from '../core/clock.ts';
import type { OakError } from '../core/error.ts';
import type { Database, Store } from './database.ts';
import { jobCannotMove, jobGivenUp, jobNotFound, leaseLost } from './errors.ts';
import { canMove, type JobState, maxAttempts } from './job-state.ts';
import { fromRow, type Job, type JobProgress } from './jobs.ts';

type Tx = Transaction<Database>;
type Reader = Kysely<Database> | Tx;

/** What a worker holds: the attempt tells it from a worker that came after it. */
export interface Claim {
  readonly job: Job;
  readonly attempt: number;
}

export interface Claiming {
  /** Named in the job while it runs: a process id, a machine. */
  readonly worker: string;
  /** Without a sign of life for this long the job goes to another. */
  readonly leaseSeconds: number;
}

/**
 * Takes the next job: the first queued whose subject has none running. Jobs whose lease ran out are first put back, or
 * given up after {@link maxAttempts}. Answers nothing when there is nothing to do, and then writes nothing.
 */
export async function claim(store: Store, clock: Clock, claiming: Claiming): Promise<Claim | undefined> {
  const [lapsed, ready] = await Promise.all([firstLapsed(store.read, clock), firstReady(store.read)]);
  if (!lapsed && !ready) return undefined;
  return store.write(async (tx) => {
    await returnLapsed(tx, clock);
    const next = await firstReady(tx);
    if (!next) return undefined;
    const now = clock.now();
    const row = await tx
      .updateTable('job')
      .set((job) => ({
        state: 'running' as const,
        attempt: job('attempt', '+', 1),
        worker: claiming.worker,
        started_at: now,
        lease_until: later(now, claiming.leaseSeconds),
        ...noProgress,
      }))
      .where('sequence', '=', next.sequence)
      .returningAll()
      .executeTakeFirstOrThrow();
    return { job: fromRow(row), attempt: row.attempt };
  });
}

/** Puts back every job whose worker fell silent, as {@link claim} does by itself; answers how many. */
export async function returnLapsed(tx: Tx, clock: Clock): Promise<number> {
  const now = clock.now();
  const lapsed = await tx
    .selectFrom('job')
    .selectAll()
    .where('state', '=', 'running')
    .where('lease_until', '<=', now)
    .execute();
  for (const job of lapsed) {
    const givenUp = job.attempt >= maxAttempts;
    const state: JobState = job.cancel_requested_at !== null ? 'cancelled' : givenUp ? 'failed' : 'queued';
    await tx
      .updateTable('job')
      .set({
        state,
        worker: null,
        lease_until: null,
        finished_at: state === 'queued' ? null : now,
        error: state === 'failed' ? JSON.stringify(jobGivenUp.with({ attempts: job.attempt })) : null,
      })
      .where('sequence', '=', job.sequence)
      .execute();
    await note(tx, job.id, now, [`Attempt ${job.attempt} stopped without a word.`]);
  }
  return lapsed.length;
}

export interface SignOfLife {
  readonly leaseSeconds: number;
  readonly progress?: { stage: string; done?: number; total?: number; unit?: string };
  readonly lines?: readonly string[];
}

/**
 * Renews the lease, with progress and log lines when there are any. Answers whether somebody asked for the job to be
 * cancelled. Throws `store.job-lease-lost` when the job is no longer this worker's: it must stop.
 */
export async function heartbeat(
  tx: Tx,
  clock: Clock,
  held: Claim,
  sign: SignOfLife,
): Promise<{ readonly cancelRequested: boolean }> {
  const now = clock.now();
  const row = await tx
    .updateTable('job')
    .set({
      lease_until: later(now, sign.leaseSeconds),
      ...(sign.progress ? { ...noProgress, ...sign.progress } : {}),
    })
    .where('id', '=', held.job.id)
    .where('state', '=', 'running')
    .where('attempt', '=', held.attempt)
    .returning('cancel_requested_at')
    .executeTakeFirst();
  if (!row) throw leaseLost.with({ job: held.job.id });
  if (sign.lines?.length) await note(tx, held.job.id, now, sign.lines);
  return { cancelRequested: row.cancel_requested_at !== null };
}

/** The job is done; `result` is kept as JSON. Throws `store.job-lease-lost`. */
export const succeed = (tx: Tx, clock: Clock, held: Claim, result: unknown): Promise<void> =>
  finish(tx, clock, held, 'succeeded', { result: JSON.stringify(result ?? null), error: null });

/** The job cannot be done; the error is kept as JSON, without its cause or stack. Throws `store.job-lease-lost`. */
export const fail = (
  tx: Tx,
  clock: Clock,
  held: Claim,
  error: OakError | ReturnType<OakError['toJSON']>,
): Promise<void> => finish(tx, clock, held, 'failed', { result: null, error: JSON.stringify(error) });

/** The worker has stopped because it was asked to. Throws `store.job-lease-lost`. */
export const cancelled = (tx: Tx, clock: Clock, held: Claim): Promise<void> =>
  finish(tx, clock, held, 'cancelled', { result: null, error: null });

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

async function finish(
  tx: Tx,
  clock: Clock,
  held: Claim,
  state: 'succeeded' | 'failed' | 'cancelled',
  outcome: { result: string | null; error: string | null },
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('job')
    .set({ state, finished_at: clock.now(), worker: null, lease_until: null, ...outcome })
    .where('id', '=', held.job.id)
    .where('state', '=', 'running')
    .where('attempt', '=', held.attempt)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw leaseLost.with({ job: held.job.id });
}

const firstLapsed = (reader: Reader, clock: Clock) =>
  reader
    .selectFrom('job')
    .select('sequence')
    .where('state', '=', 'running')
    .where('lease_until', '<=', clock.now())
    .limit(1)
    .executeTakeFirst();

const firstReady = (reader: Reader) =>
  reader
    .selectFrom('job as next')
    .select('next.sequence')
    .where('next.state', '=', 'queued')
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

async function note(tx: Tx, job: string, at: string, lines: readonly string[]): Promise<void> {
  if (lines.length > 0)
    await tx
      .insertInto('job_log')
      .values(lines.map((line) => ({ job, at, line })))
      .execute();
}

const noProgress: Record<keyof JobProgress, null> = { stage: null, done: null, total: null, unit: null };

const later = (instant: string, seconds: number) =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString();
