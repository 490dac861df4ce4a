import type { Kysely, Transaction } from 'kysely';
import { PostgresAdapter, sql } from 'kysely';
import type { Clock } from '../core/clock.ts';
import type { DomainEvent, EventName, Events } from '../core/event.ts';
import { newId } from '../core/id.ts';
import type { Database, Store } from './database.ts';

type Tx = Transaction<Database>;
type Reader = Kysely<Database> | Tx;

/** Any number no other part takes: the lock of the order of events. */
const orderLock = 4_014_001;

/** Says that something has become true, in the transaction that made it so. Answers the event's id. */
export async function emit<Name extends EventName>(
  tx: Tx,
  clock: Clock,
  name: Name,
  payload: Events[Name],
): Promise<string> {
  // PostgreSQL gives out sequence numbers before the commit: without this a reader could see 8, move on, and never
  // see 7. Held until the commit, so that numbers become visible in their order.
  if (tx.getExecutor().adapter instanceof PostgresAdapter) {
    await sql`select pg_advisory_xact_lock(${orderLock})`.execute(tx);
  }
  const id = newId<'event'>();
  await tx
    .insertInto('event')
    .values({ id, name, at: clock.now(), payload: JSON.stringify(payload ?? null) })
    .execute();
  return id;
}

/** Who wants to hear: `areas/handler.ts` has the typed form of this. */
export interface OutboxSubscriber<Context> {
  readonly name: string;
  readonly event: EventName;
  readonly run: (context: Context, event: DomainEvent) => Promise<void>;
}

export interface Delivered {
  readonly delivered: number;
  /** Subscribers whose next event failed and waits for its next try. */
  readonly failing: number;
  /** When the earliest of those is due; absent when none waits. */
  readonly nextAt?: string;
}

/** A subscriber that has not answered by then has failed, so that it cannot hold up its own events for ever. */
const answerWithinMs = 60_000;
/** Tries of one event before it is set aside: with the waits below, after about an hour. */
export const maxTries = 12;
const waitSeconds = (tries: number) => Math.min(2 ** (tries - 1), 600);

/**
 * Hands every waiting event to its subscribers: each gets its own events in order, at least once; one that fails is
 * tried again later and holds up nobody else. After {@link maxTries} an event is set aside for that subscriber, so that
 * later ones flow, and stays visible in {@link failedDeliveries} until it is retried. Call it again when events were
 * emitted or `nextAt` has come; one caller at a time.
 */
export async function deliver<Context>(
  store: Store,
  subscribers: readonly OutboxSubscriber<Context>[],
  clock: Clock,
  contextFor: (event: DomainEvent, subscriber: OutboxSubscriber<Context>) => Context,
): Promise<Delivered> {
  const ends = await Promise.all(
    subscribers.map((subscriber) => deliverTo(store, clock, subscriber, contextFor)),
  );
  const due = ends.flatMap((end) => end.nextAt ?? []).sort();
  return {
    delivered: ends.reduce((sum, end) => sum + end.delivered, 0),
    failing: due.length,
    ...(due[0] === undefined ? {} : { nextAt: due[0] }),
  };
}

async function deliverTo<Context>(
  store: Store,
  clock: Clock,
  subscriber: OutboxSubscriber<Context>,
  contextFor: (event: DomainEvent, subscriber: OutboxSubscriber<Context>) => Context,
): Promise<{ delivered: number; nextAt?: string }> {
  let delivered = 0;
  for (;;) {
    const next = await nextFor(store.read, subscriber);
    if (!next) return { delivered };
    if (next.next_at !== null && next.next_at > clock.now()) return { delivered, nextAt: next.next_at };

    const event = {
      id: next.id,
      name: next.name,
      at: next.at,
      payload: JSON.parse(next.payload),
    } as unknown as DomainEvent;
    const tries = (next.attempts ?? 0) + 1;
    const failure = await tried(() => subscriber.run(contextFor(event, subscriber), event));
    const now = clock.now();
    const state = failure === undefined ? 'delivered' : tries >= maxTries ? 'set-aside' : 'failing';
    const outcome = {
      state,
      attempts: tries,
      at: now,
      next_at:
        state === 'failing' ? new Date(Date.parse(now) + waitSeconds(tries) * 1000).toISOString() : null,
      error: failure ?? null,
    } as const;
    await store.write((tx) =>
      tx
        .insertInto('delivery')
        .values({ subscriber: subscriber.name, event: next.sequence, ...outcome })
        .onConflict((conflict) => conflict.columns(['subscriber', 'event']).doUpdateSet(outcome))
        .execute(),
    );
    if (failure === undefined) delivered += 1;
  }
}

/** The first event the subscriber has neither had nor seen set aside; one asked to be retried comes first. */
async function nextFor(reader: Reader, subscriber: { name: string; event: string }) {
  const failing = await reader
    .selectFrom('delivery')
    .innerJoin('event', 'event.sequence', 'delivery.event')
    .select(['event.sequence', 'event.id', 'event.name', 'event.at', 'event.payload'])
    .select(['delivery.attempts', 'delivery.next_at'])
    .where('delivery.subscriber', '=', subscriber.name)
    .where('delivery.state', '=', 'failing')
    .orderBy('delivery.event')
    .limit(1)
    .executeTakeFirst();
  if (failing) return failing;
  const last = await reader
    .selectFrom('delivery')
    .select(({ fn }) => fn.max('event').as('event'))
    .where('subscriber', '=', subscriber.name)
    .executeTakeFirst();
  const next = await reader
    .selectFrom('event')
    .selectAll()
    .where('name', '=', subscriber.event)
    .where('sequence', '>', last?.event ?? 0)
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst();
  return next && { ...next, attempts: 0, next_at: null };
}

/** What went wrong, in words that may be shown, or nothing. */
async function tried(run: () => Promise<void>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`no answer within ${answerWithinMs / 1000} s`)),
        answerWithinMs,
      );
      timer.unref();
    });
    await Promise.race([run(), late]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'it failed without saying why';
  } finally {
    clearTimeout(timer);
  }
}

export interface FailedDelivery {
  readonly subscriber: string;
  readonly event: string;
  readonly name: string;
  readonly emittedAt: string;
  readonly state: 'failing' | 'set-aside';
  readonly attempts: number;
  readonly triedAt: string;
  readonly nextAt: string | null;
  readonly error: string | null;
}

/** What has not arrived, oldest first: for the health page and the log. */
export async function failedDeliveries(reader: Reader, limit = 100): Promise<FailedDelivery[]> {
  const rows = await reader
    .selectFrom('delivery')
    .innerJoin('event', 'event.sequence', 'delivery.event')
    .select(['delivery.subscriber', 'event.id', 'event.name', 'event.at as emitted', 'delivery.state'])
    .select(['delivery.attempts', 'delivery.at as tried', 'delivery.next_at', 'delivery.error'])
    .where('delivery.state', 'in', ['failing', 'set-aside'])
    .orderBy('event.sequence')
    .orderBy('delivery.subscriber')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    subscriber: row.subscriber,
    event: row.id,
    name: row.name,
    emittedAt: row.emitted,
    state: row.state as FailedDelivery['state'],
    attempts: row.attempts,
    triedAt: row.tried,
    nextAt: row.next_at,
    error: row.error,
  }));
}

/** Tries everything that failed for a subscriber again, at the next delivery; answers how many. */
export async function retryDeliveries(tx: Tx, subscriber: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('delivery')
    .set({ state: 'failing', attempts: 0, next_at: null })
    .where('subscriber', '=', subscriber)
    .where('state', 'in', ['failing', 'set-aside'])
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
