import type { Actor } from '../../core/access.ts';
import type { Job } from '../../store/jobs.ts';
import type { JobView } from './model.ts';

/** Whether a job is theirs: it acts for them, or they run the machine. */
export const isTheirs = (actor: Actor, job: Pick<Job, 'actor'>): boolean =>
  actor.kind === 'operator' || actor.kind === 'system' || (actor.kind === 'person' && actor.id === job.actor);

/**
 * A job of the queue as people see it. Its input is not shown, for it may name a file of the person's own; nor, to others
 * than those it is theirs, what came of it: a result counts people and names places on the machine.
 */
export function jobViewOf(job: Job, actor: Actor): JobView {
  const yours = isTheirs(actor, job);
  return {
    id: job.id,
    kind: job.kind,
    // Where a harvested catalogue lies is its harvester's business; a dataset's id tells nothing that its page does not.
    subject: yours || /^[\w-]+$/.test(job.subject ?? '') ? job.subject : null,
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
    yours,
    result: yours ? (job.result ?? null) : null,
    error: yours ? errorOf(job.error) : null,
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
