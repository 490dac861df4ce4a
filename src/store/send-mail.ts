import type { Selectable } from 'kysely';
import type { Clock } from '../core/clock.ts';
import { newId } from '../core/id.ts';
import type { Database, Store } from './database.ts';
import { takeTurn } from './delivery-turn.ts';
import type { MailContent } from './mail.ts';

/** A message ready for a mail server. */
export interface OutgoingMail {
  /** The same on every try: a receiver drops what it has already had. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly content: MailContent;
}

/** What the mail server did with it; `problem` is a code and never repeats an address. */
export type MailOutcome =
  | { readonly kind: 'sent' }
  /** It never will be taken: no such person, not allowed. */
  | { readonly kind: 'refused'; readonly problem: string }
  /** Try again later. `server` when no other message can be sent now either. */
  | { readonly kind: 'later'; readonly problem: string; readonly server?: true };

export type SendOne = (mail: OutgoingMail) => Promise<MailOutcome>;

const batch = 100;
const keepDays = 30;
/** Waits after each failed try, minutes; then hourly until given up, about three days in all. */
const waits = [1, 5, 15, 30];
const maxTries = 76;
const turnMs = 60_000;

/**
 * Sends what is due: gathers digests, one message a person, then hands each message to `send` and remembers what came of
 * it. A crash between the two sends it again under the same id. Of several servers on one store one sends at a time.
 */
export async function sendMail(
  store: Store,
  clock: Clock,
  send: SendOne,
  title: string,
): Promise<{ sent: number; refused: number; later: number; serverProblem?: string }> {
  const sums = { sent: 0, refused: 0, later: 0 };
  if (!(await takeTurn(store, clock, 'mail', turnMs))) return sums;
  await gatherDigests(store, clock, title);
  await forgetOld(store, clock);
  const due = await store.read
    .selectFrom('mail_message')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('digest', '=', 0)
    .where('next_at', '<=', clock.now())
    .orderBy('next_at')
    .orderBy('queued_at')
    .limit(batch)
    .execute();
  for (const row of due) {
    if (!(await takeTurn(store, clock, 'mail', turnMs))) return sums;
    const { id, recipient: to, subject } = row;
    const outcome = await send({ id, to, subject, content: JSON.parse(row.content) as MailContent });
    sums[outcome.kind]++;
    await record(store, clock, row, outcome);
    if (outcome.kind === 'later' && outcome.server) return { ...sums, serverProblem: outcome.problem };
  }
  return sums;
}

async function record(
  store: Store,
  clock: Clock,
  row: { id: string; attempts: number },
  outcome: MailOutcome,
): Promise<void> {
  const now = clock.now();
  const attempts = row.attempts + 1;
  const waitMs = (waits[attempts - 1] ?? 60) * 60_000;
  const becomes =
    outcome.kind === 'sent'
      ? { state: 'sent' as const, sent_at: now, problem: null }
      : outcome.kind === 'refused'
        ? { state: 'refused' as const, problem: outcome.problem }
        : attempts >= maxTries
          ? { state: 'given-up' as const, problem: outcome.problem }
          : { next_at: new Date(Date.parse(now) + waitMs).toISOString(), problem: outcome.problem };
  await store.write((tx) =>
    tx
      .updateTable('mail_message')
      .set({ ...becomes, attempts, tried_at: now })
      .where('id', '=', row.id)
      .execute(),
  );
}

/** What waits for a digest becomes one message a person, in the transaction that marks the parts as taken up. */
async function gatherDigests(store: Store, clock: Clock, title: string): Promise<void> {
  const due = await store.read
    .selectFrom('mail_message')
    .select('recipient')
    .distinct()
    .where('state', '=', 'waiting')
    .where('digest', '=', 1)
    .where('next_at', '<=', clock.now())
    .execute();
  for (const { recipient } of due)
    await store.write(async (tx) => {
      const parts = await tx
        .selectFrom('mail_message')
        .selectAll()
        .where('recipient', '=', recipient)
        .where('state', '=', 'waiting')
        .where('digest', '=', 1)
        .orderBy('queued_at')
        .orderBy('id')
        .execute();
      if (parts.length === 0) return;
      const id = newId<'mail'>();
      await tx
        .updateTable('mail_message')
        .set({ state: 'gathered', gathered_in: id })
        .where(
          'id',
          'in',
          parts.map((part) => part.id),
        )
        .execute();
      await tx
        .insertInto('mail_message')
        .values({
          id,
          topic: 'store.digest',
          recipient,
          subject: parts.length === 1 ? parts[0]!.subject : `${title}: ${parts.length} things for you`,
          content: JSON.stringify(digestOf(parts)),
          state: 'waiting',
          digest: 0,
          queued_at: clock.now(),
          next_at: clock.now(),
          attempts: 0,
        })
        .execute();
    });
}

function digestOf(rows: readonly Selectable<Database['mail_message']>[]): MailContent {
  const contents = rows.map((row) => JSON.parse(row.content) as MailContent);
  if (contents.length === 1) return contents[0]!;
  return {
    parts: contents.flatMap((content, at) =>
      content.parts.map((part) => ({ heading: rows[at]!.subject, ...part })),
    ),
    unsubscribe: contents.find((content) => content.unsubscribe)?.unsubscribe,
  };
}

/** An address is kept no longer than is needed to see that its message arrived. */
async function forgetOld(store: Store, clock: Clock): Promise<void> {
  const before = new Date(Date.parse(clock.now()) - keepDays * 86_400_000).toISOString();
  const old = await store.read
    .selectFrom('mail_message')
    .select('id')
    .where('state', '!=', 'waiting')
    .where('queued_at', '<', before)
    .where('recipient', '!=', '')
    .limit(500)
    .execute();
  if (old.length === 0) return;
  const ids = old.map((row) => row.id);
  await store.write((tx) =>
    tx
      .updateTable('mail_message')
      .set({ recipient: '', subject: '', content: '{"parts":[]}' })
      .where('id', 'in', ids)
      .execute(),
  );
}
