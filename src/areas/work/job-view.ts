import type { Job } from '../../store/jobs.ts';
import type { JobView } from './model.ts';

/** A job of the queue as people see it; its input is not shown, for it may name a file of the person's own. */
export function jobViewOf(job: Job): JobView {
  return {
    id: job.id,
    kind: job.kind,
    subject: job.subject,
    state: job.state,
    stage: job.progress?.stage ?? null,
    done: job.progress?.done ?? null,
    total: job.progress?.total ?? null,
    unit: job.progress?.unit ?? null,
    attempt: job.attempt,
    queued_at: job.queuedAt,
    started_at: job.startedAt,
    finished_at: job.finishedAt,
    stop_asked: job.cancelRequestedAt !== null,
    result: job.result ?? null,
    error: errorOf(job.error),
  };
}

function errorOf(kept: unknown): JobView['error'] {
  if (kept === null || kept === undefined) return null;
  const { code, message, remedy, exit } = kept as {
    code: string;
    message: string;
    remedy: string;
    exit?: number;
  };
  return { code, message, remedy, exit: exit ?? 1 };
}
