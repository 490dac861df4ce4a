import { auditTables } from './audit-log/tables.ts';
import { integer, optional, type RowOf, sequence, table, text } from './database.ts';
import type { JobState } from './job-state.ts';
import type { MailState } from './mail-state.ts';

/** Long work: one row a job, in order of queueing. States and their moves are in `job-state.ts`. */
const job = table(
  'job',
  {
    sequence: sequence(),
    id: text(),
    kind: text(),
    subject: optional(text()),
    once: optional(text()),
    /** It waits in the queue until then. */
    not_before: optional(text()),
    /** Who asked, and for what purpose: the job acts for them. */
    actor: optional(text()),
    purpose: optional(text()),
    input: text(),
    state: text<JobState>(),
    /** 0 until first claimed. */
    attempt: integer(),
    queued_at: text(),
    started_at: optional(text()),
    finished_at: optional(text()),
    worker: optional(text()),
    /** A running job whose lease is in the past has lost its worker. */
    lease_until: optional(text()),
    cancel_requested_at: optional(text()),
    stage: optional(text()),
    done: optional(integer()),
    total: optional(integer()),
    unit: optional(text()),
    result: optional(text()),
    error: optional(text()),
  },
  ['sequence'],
);

const jobLog = table('job_log', { sequence: sequence(), job: text(), at: text(), line: text() }, [
  'sequence',
]);

/** The outbox: what has become true, in the order in which it did. */
const event = table(
  'event',
  { sequence: sequence(), id: text(), name: text(), at: text(), payload: text() },
  ['sequence'],
);

/** What became of an event at a subscriber. */
const delivery = table(
  'delivery',
  {
    subscriber: text(),
    event: integer(),
    state: text<'delivered' | 'failing' | 'set-aside'>(),
    attempts: integer(),
    at: text(),
    /** When a failing one is tried again. */
    next_at: optional(text()),
    error: optional(text()),
  },
  ['subscriber', 'event'],
);

/** Small facts of the deployment, by name. */
const setting = table('setting', { key: text(), value: text() }, ['key']);

/** Mail on its way: written with the decision it tells of, sent by the server. States are in `mail.ts`. */
const mailMessage = table(
  'mail_message',
  {
    id: text(),
    /** Appending another with the same text does nothing. */
    once: optional(text()),
    topic: text(),
    /** Address, subject and content are emptied 30 days after the message has come to its end. */
    recipient: text(),
    subject: text(),
    /** JSON: paragraphs, links, unsubscribe. */
    content: text(),
    state: text<MailState>(),
    /** 1: waits for the person's next digest. */
    digest: integer(),
    /** The digest that took it up. */
    gathered_in: optional(text()),
    queued_at: text(),
    next_at: text(),
    attempts: integer(),
    tried_at: optional(text()),
    sent_at: optional(text()),
    /** A code, never words of another server: those may repeat an address. */
    problem: optional(text()),
  },
  ['id'],
);

export const storeTables = [job, jobLog, event, delivery, setting, mailMessage, ...auditTables] as const;

declare module './database.ts' {
  interface Database {
    job: RowOf<typeof job>;
    job_log: RowOf<typeof jobLog>;
    event: RowOf<typeof event>;
    delivery: RowOf<typeof delivery>;
    setting: RowOf<typeof setting>;
    mail_message: RowOf<typeof mailMessage>;
  }
}
