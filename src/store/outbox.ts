import { PostgresAdapter, sql, type Transaction } from 'kysely';
import type { Clock } from '../core/clock.ts';
import type { DomainEvent, EventName, Events } from '../core/event.ts';
import { newId } from '../core/id.ts';
import type { Database, Store } from './database.ts';
import { nextDelivery, recordDelivery } from './delivery.ts';
import { takeTurn } from './delivery-turn.ts';
import { whatFailed } from './what-failed.ts';

/** Any number no other part takes: the lock of the order of events. */
const orderLock = 4_014_001;

/** Says that something has become true, in the transaction that made it so. Answers the event's id. */
export async function emit<Name extends EventName>(
  tx: Transaction<Database>,
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

interface Delivered {
  readonly delivered: number;
  /** Subscribers whose next event failed and waits for its next try. */
  readonly failing: number;
  /** When the earliest of those is due; absent when none waits. */
  readonly nextAt?: string;
}

/** A subscriber that has not answered by then has failed, so that it cannot hold up its own events for ever. */
const answerWithinMs = 60_000;

/**
 * Hands every waiting event to its subscribers: each gets its own events in order, at least once; one that fails is
 * tried again later and holds up nobody else. After `maxTries` an event is set aside for that subscriber, so that later
 * ones flow, and stays visible in `failedDeliveries` until it is retried. Call it again when events were emitted or
 * `nextAt` has come. Of several servers one delivers at a time; in one process the caller sees to that.
 */
export async function deliver<Context>(
  store: Store,
  subscribers: readonly OutboxSubscriber<Context>[],
  clock: Clock,
  contextFor: (event: DomainEvent, subscriber: OutboxSubscriber<Context>) => Context,
): Promise<Delivered> {
  const tried = await Promise.allSettled(
    subscribers.map((subscriber) => deliverTo(store, subscriber, clock, contextFor)),
  );
  // Only now, when nobody is being delivered to any more: whoever hears of it may begin again.
  const ends = tried.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
  const due = ends.flatMap((end) => end.nextAt ?? []).sort();
  return {
    delivered: ends.reduce((sum, end) => sum + end.delivered, 0),
    failing: due.length,
    ...(due[0] === undefined ? {} : { nextAt: due[0] }),
  };
}

async function deliverTo<Context>(
  store: Store,
  subscriber: OutboxSubscriber<Context>,
  clock: Clock,
  contextFor: (event: DomainEvent, subscriber: OutboxSubscriber<Context>) => Context,
): Promise<{ delivered: number; nextAt?: string }> {
  for (let delivered = 0; ; ) {
    let next = await nextDelivery(store.read, subscriber);
    if (!next) return { delivered };
    if (next.nextAt !== null && next.nextAt > clock.now()) return { delivered, nextAt: next.nextAt };
    if (!(await takeTurn(store, clock, subscriber.name, answerWithinMs))) return { delivered };
    // Whoever had the turn before may have delivered it in the meantime.
    next = await nextDelivery(store.read, subscriber);
    if (!next) return { delivered };

    const { event } = next;
    const failure = await within(answerWithinMs, async () =>
      subscriber.run(contextFor(event, subscriber), event),
    );
    await recordDelivery(store, clock, subscriber.name, next, failure);
    if (failure === undefined) delivered += 1;
  }
}

/** What went wrong, in words that may be shown, or nothing. */
async function within(limitMs: number, run: () => Promise<void>): Promise<string | undefined> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(
    () => late.resolve(`It did not answer within ${limitMs / 1000} seconds.`),
    limitMs,
  );
  timer.unref();
  try {
    return await Promise.race([run().then(() => undefined, whatFailed), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
