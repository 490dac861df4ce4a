import type { Selectable } from 'kysely';
import type { Id } from '../core/id.ts';
import type { Database } from './database.ts';
import { isFinished, type JobState } from './job-state.ts';

export type JobId = Id<'job'>;

/** A job as it stands. Instants are ISO text; absent things are null. */
export interface Job {
  readonly id: JobId;
  readonly kind: string;
  readonly subject: string | null;
  readonly actor: string | null;
  readonly purpose: string | null;
  readonly input: unknown;
  readonly state: JobState;
  /** 0 until first started; more than 1 after a crash. */
  readonly attempt: number;
  readonly queuedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly cancelRequestedAt: string | null;
  readonly progress: JobProgress | null;
  readonly result: unknown;
  /** An `OakError` as JSON. */
  readonly error: unknown;
}

export interface JobProgress {
  readonly stage: string;
  readonly done: number | null;
  readonly total: number | null;
  readonly unit: string | null;
}

export function fromRow(row: Selectable<Database['job']>): Job {
  return {
    id: row.id as JobId,
    kind: row.kind,
    subject: row.subject,
    actor: row.actor,
    purpose: row.purpose,
    input: JSON.parse(row.input),
    state: row.state,
    attempt: row.attempt,
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    cancelRequestedAt: isFinished(row.state) ? null : row.cancel_requested_at,
    progress:
      row.stage === null ? null : { stage: row.stage, done: row.done, total: row.total, unit: row.unit },
    result: row.result === null ? null : JSON.parse(row.result),
    error: row.error === null ? null : JSON.parse(row.error),
  };
}
