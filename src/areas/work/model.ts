import { z } from 'zod';

export const jobState = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']);

/** One piece of long work, as people see it. Times are ISO instants in UTC. */
export const jobView = z.object({
  id: z.string(),
  kind: z.string(),
  subject: z.string().nullable(),
  state: jobState,
  stage: z.string().nullable(),
  /** Units done of the total; a total not yet known is null. */
  done: z.number().nullable(),
  total: z.number().nullable(),
  unit: z.string().nullable(),
  attempt: z.number().int(),
  queued_at: z.string(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  stop_asked: z.boolean(),
  /** Whether it acts for whoever asks: only they, and the operator, are told what came of it, and may stop it. */
  yours: z.boolean(),
  /** What the work answered, once it succeeded. */
  result: z.unknown().nullable(),
  /** The error's code, message and remedy, once it failed. */
  error: z
    .object({ code: z.string(), message: z.string(), remedy: z.string(), exit: z.number().int() })
    .nullable(),
});
export type JobView = z.infer<typeof jobView>;

/** How mail stands. Addresses are shown by first letter and host only. */
export const mailView = z.object({
  server: z
    .enum(['none', 'unusable', 'ready', 'working', 'failing'])
    .describe('none: not set up; unusable: its settings have a fault; ready: set up, not tried yet'),
  problem: z.string().nullable(),
  waiting: z.int(),
  oldestWaitingSince: z.string().nullable(),
  sent: z.int(),
  problems: z.array(
    z.object({
      id: z.string(),
      topic: z.string(),
      to: z.string(),
      state: z.enum(['waiting', 'sent', 'gathered', 'refused', 'given-up', 'bounced']),
      attempts: z.int(),
      queuedAt: z.string(),
      triedAt: z.string().nullable(),
      nextAt: z.string(),
      problem: z.string().nullable(),
    }),
  ),
});
