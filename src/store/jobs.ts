import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '../core/clock.ts';
import { newId } from '../core/id.ts';
import type { Database } from './database.ts';
import { jobNotFound } from './errors.ts';
import { fromRow, type Job, type JobId } from './job.ts';
import type { JobState } from './job-state.ts';

export type { Job } from './job.ts';

type Tx = Transaction<Database>;
type Reader = Kysely<Database> | Tx;

export interface NewJob {
  /** `area.verb-object`. */
  readonly kind: string;
  readonly input: unknown;
  /** What it is about: jobs of one subject run one at a time, in order of queueing. */
  readonly subject?: string;
  /** While a job with this key waits in the queue, queueing it again answers that one. */
  readonly once?: string;
  /** Waits this long before it may start, so that one run answers for several causes (with `once`). */
  readonly afterMs?: number;
  /** Whom it acts for. */
  readonly actor?: string;
  readonly purpose?: string;
}

/** Queues a job in the transaction of what caused it and answers its id. */
export async function enqueue(tx: Tx, clock: Clock, job: NewJob): Promise<JobId> {
  if (job.once !== undefined) {
    const waiting = await tx
      .selectFrom('job')
      .select('id')
      .where('once', '=', job.once)
      .where('state', '=', 'queued')
      .orderBy('sequence')
      .executeTakeFirst();
    if (waiting) return waiting.id as JobId;
  }
  const id = newId<'job'>();
  await tx
    .insertInto('job')
    .values({
      id,
      kind: job.kind,
      subject: job.subject ?? null,
      once: job.once ?? null,
      not_before:
        job.afterMs === undefined ? null : new Date(Date.parse(clock.now()) + job.afterMs).toISOString(),
      actor: job.actor ?? null,
      purpose: job.purpose ?? null,
      input: JSON.stringify(job.input ?? null),
      state: 'queued',
      attempt: 0,
      queued_at: clock.now(),
    })
    .execute();
  return id;
}

/** One job; throws `store.job-not-found`. */
export async function showJob(reader: Reader, id: string): Promise<Job> {
  const row = await reader.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw jobNotFound.with({ job: id });
  return fromRow(row);
}

export interface JobFilter {
  readonly subject?: string;
  readonly states?: readonly JobState[];
  /** From the page before. */
  readonly cursor?: string;
  /** 50 unless told. */
  readonly limit?: number;
}

/** Jobs, newest first, with a cursor for the next page when there is one. */
export async function listJobs(
  reader: Reader,
  filter: JobFilter = {},
): Promise<{ readonly jobs: readonly Job[]; readonly cursor?: string }> {
  const limit = filter.limit ?? 50;
  let query = reader
    .selectFrom('job')
    .selectAll()
    .orderBy('sequence', 'desc')
    .limit(limit + 1);
  if (filter.subject !== undefined) query = query.where('subject', '=', filter.subject);
  if (filter.states !== undefined) query = query.where('state', 'in', [...filter.states]);
  if (filter.cursor !== undefined) query = query.where('sequence', '<', Number(filter.cursor) || 0);
  const rows = await query.execute();
  const page = rows.slice(0, limit);
  return {
    jobs: page.map(fromRow),
    ...(rows.length > limit ? { cursor: String(page.at(-1)!.sequence) } : {}),
  };
}

export interface JobLogLine {
  readonly at: string;
  readonly line: string;
}

/** The log of a job, oldest first; `cursor` asks for what came after and is always answered, for following. */
export async function showJobLog(
  reader: Reader,
  id: string,
  options: { readonly cursor?: string; readonly limit?: number } = {},
): Promise<{ readonly lines: readonly JobLogLine[]; readonly cursor: string }> {
  const rows = await reader
    .selectFrom('job_log')
    .select(['sequence', 'at', 'line'])
    .where('job', '=', id)
    .where('sequence', '>', Number(options.cursor) || 0)
    .orderBy('sequence')
    .limit(options.limit ?? 200)
    .execute();
  return {
    lines: rows.map(({ at, line }) => ({ at, line })),
    cursor: String(rows.at(-1)?.sequence ?? (Number(options.cursor) || 0)),
  };
}
