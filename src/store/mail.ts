import type { Kysely, Transaction } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../core/clock.ts';
import { newId } from '../core/id.ts';
import type { Database } from './database.ts';
import { mailAddressUnusable } from './errors.ts';
import type { MailState } from './mail-state.ts';

type Tx = Transaction<Database>;
type Reader = Kysely<Database> | Tx;

/** Plain paragraphs, then links. Paths are made addresses when it is sent. */
export interface MailPart {
  readonly heading?: string;
  readonly paragraphs: readonly string[];
  readonly links?: readonly { readonly label: string; readonly path: string }[];
}

/** What a message says: one part, or in a digest one for each thing. */
export interface MailContent {
  readonly parts: readonly MailPart[];
  /** Path at which one press ends mail of this kind (RFC 8058). */
  readonly unsubscribe?: string;
}

export interface NewMail extends Omit<MailPart, 'heading'> {
  /** One address. */
  readonly to: string;
  /** `area.what-for`, such as `plan.comment-answered`: shown to the operator instead of the subject. */
  readonly topic: string;
  readonly subject: string;
  /** Path at which one press ends mail of this kind: say it for everything a person subscribed to. */
  readonly unsubscribe?: string;
  /** Appending another with this text does nothing: name the thing and the person, never the address. */
  readonly once?: string;
  /** Waits for the person's next digest, at seven in the morning: one mail a person a day for all of them. */
  readonly digest?: boolean;
}

const digestHour = 7;
/** One address as a mail program would take it; the rest is the mail server's to judge. */
const address = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/;

/** Whether mail can be addressed to it. */
export const isMailAddress = (value: string): boolean => value.length <= 254 && address.test(value);

/**
 * Writes a message in the transaction that decided it; the server sends it soon after, at least once, always under the
 * same message id. Answers the id, or nothing when `once` is already there. Throws `store.mail-address-unusable`.
 */
export async function appendMail(tx: Tx, clock: Clock, mail: NewMail): Promise<string | undefined> {
  if (!isMailAddress(mail.to)) throw mailAddressUnusable.with({ topic: mail.topic });
  if (mail.once !== undefined) {
    const known = await tx
      .selectFrom('mail_message')
      .select('id')
      .where('once', '=', mail.once)
      .executeTakeFirst();
    if (known) return undefined;
  }
  const id = newId<'mail'>();
  const now = clock.now();
  const { paragraphs, links, unsubscribe } = mail;
  const content: MailContent = { parts: [{ paragraphs, links }], unsubscribe };
  await tx
    .insertInto('mail_message')
    .values({
      id,
      once: mail.once ?? null,
      topic: mail.topic,
      recipient: mail.to,
      subject: oneLine(mail.subject),
      content: JSON.stringify(content),
      state: 'waiting',
      digest: mail.digest ? 1 : 0,
      queued_at: now,
      next_at: mail.digest ? nextDigest(now, clock.timeZone) : now,
      attempts: 0,
    })
    .execute();
  return id;
}

// A line break in a subject would start another header.
const oneLine = (text: string) =>
  text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);

/** The next time the clock on the wall shows the digest's hour: on days of clock change too. */
function nextDigest(now: string, timeZone: string): string {
  const local = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone);
  const at = local.withPlainTime({ hour: digestHour });
  const due = Temporal.ZonedDateTime.compare(at, local) > 0 ? at : at.add({ days: 1 });
  return new Date(due.epochMilliseconds).toISOString();
}

export interface MailProblem {
  readonly id: string;
  readonly topic: string;
  /** Enough to know whom: `j…@example.gov`. */
  readonly to: string;
  readonly state: MailState;
  readonly attempts: number;
  readonly queuedAt: string;
  readonly triedAt: string | null;
  readonly nextAt: string;
  readonly problem: string | null;
}

export interface MailOverview {
  readonly waiting: number;
  readonly oldestWaitingSince: string | null;
  readonly sent: number;
  /** Messages that were tried and are not there: refused, bounced, given up, or to be tried again. Newest first. */
  readonly problems: readonly MailProblem[];
}

/** How mail stands, for the operator. */
export async function mailOverview(reader: Reader, limit = 100): Promise<MailOverview> {
  const counts = await reader
    .selectFrom('mail_message')
    .select(({ fn }) => ['state', fn.countAll().as('n'), fn.min('queued_at').as('oldest')])
    .groupBy('state')
    .execute();
  const of = (state: MailState) => counts.find((row) => row.state === state);
  const rows = await reader
    .selectFrom('mail_message')
    .selectAll()
    .where((where) =>
      where.or([
        where('state', 'in', ['refused', 'given-up', 'bounced']),
        where.and([where('state', '=', 'waiting'), where('attempts', '>', 0)]),
      ]),
    )
    .orderBy('tried_at', 'desc')
    .limit(limit)
    .execute();
  return {
    waiting: Number(of('waiting')?.n ?? 0),
    oldestWaitingSince: of('waiting')?.oldest ?? null,
    sent: Number(of('sent')?.n ?? 0),
    problems: rows.map((row) => ({
      id: row.id,
      topic: row.topic,
      to: hintOf(row.recipient),
      state: row.state,
      attempts: row.attempts,
      queuedAt: row.queued_at,
      triedAt: row.tried_at,
      nextAt: row.next_at,
      problem: row.problem,
    })),
  };
}

const hintOf = (recipient: string): string =>
  recipient === '' ? '' : `${recipient.slice(0, 1)}…${recipient.slice(recipient.lastIndexOf('@'))}`;

/** Tries those that came to a bad end again, while their content is still kept. Answers how many. */
export async function retryMail(tx: Tx, clock: Clock, id?: string): Promise<number> {
  let query = tx
    .updateTable('mail_message')
    .set({ state: 'waiting', attempts: 0, next_at: clock.now(), problem: null })
    .where('state', 'in', ['refused', 'given-up', 'bounced'])
    .where('recipient', '!=', '');
  if (id !== undefined) query = query.where('id', '=', id);
  return Number((await query.executeTakeFirst()).numUpdatedRows);
}

/** A message came back after it was sent. `status` is the enhanced code of its report (RFC 3463), such as 5.1.1. */
export async function recordBounce(tx: Tx, clock: Clock, id: string, status: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('mail_message')
    .set({
      state: 'bounced',
      tried_at: clock.now(),
      problem: `came back, status ${status.replace(/[^\d.]/g, '')}`,
    })
    .where('id', '=', id)
    .where('state', '=', 'sent')
    .executeTakeFirst();
  return Number(numUpdatedRows) > 0;
}
