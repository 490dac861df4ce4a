import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '../core/clock.ts';
import type { DomainEvent } from '../core/event.ts';
import type { Database, Store } from './database.ts';

type Tx = Transaction<Database>;
type Reader = Kysely<Database> | Tx;

/** Tries of one event before it is set aside: with the waits below, after about an hour. */
export const maxTries = 12;
const waitSeconds = (tries: number) => Math.min(2 ** (tries - 1), 600);

/** An event that a subscriber is to have next. */
export interface Delivery {
  readonly sequence: number;
  readonly event: DomainEvent;
  /** Failed tries so far. */
  readonly tries: number;
  /** Not before this instant; null is at once. */
  readonly nextAt: string | null;
}

/** The first event the subscriber has neither had nor seen set aside; one that failed comes before any later one. */
export async function nextDelivery(
  reader: Reader,
  subscriber: { readonly name: string; readonly event: string },
): Promise<Delivery | undefined> {
  const failing = await reader
    .selectFrom('delivery')
    .innerJoin('event', 'event.sequence', 'delivery.event')
    .select(['event.sequence', 'event.id', 'event.name', 'event.at', 'event.payload'])
    .select(['delivery.attempts', 'delivery.next_at'])
    .where('delivery.state', '=', 'failing')
    .where('delivery.subscriber', '=', subscriber.name)
    .orderBy('delivery.event')
    .limit(1)
    .executeTakeFirst();
  if (failing) return fromRow(failing, failing.attempts, failing.next_at);
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
  return next && fromRow(next, 0, null);
}

function fromRow(
  row: { sequence: number; id: string; name: string; at: string; payload: string },
  tries: number,
  nextAt: string | null,
): Delivery {
  const event = { id: row.id, name: row.name, at: row.at, payload: JSON.parse(row.payload) };
  return { sequence: row.sequence, event: event as unknown as DomainEvent, tries, nextAt };
}

/** Remembers what became of a delivery: `failure` says what went wrong, or nothing did. */
export async function recordDelivery(
  store: Store,
  clock: Clock,
  subscriber: string,
  delivery: Delivery,
  failure: string | undefined,
): Promise<void> {
  const tries = delivery.tries + 1;
  const now = clock.now();
  const state = failure === undefined ? 'delivered' : tries >= maxTries ? 'set-aside' : 'failing';
  const nextAt =
    state === 'failing' ? new Date(Date.parse(now) + waitSeconds(tries) * 1000).toISOString() : null;
  const outcome = { state, attempts: tries, at: now, next_at: nextAt, error: failure ?? null } as const;
  await store.write((tx) =>
    tx
      .insertInto('delivery')
      .values({ subscriber, event: delivery.sequence, ...outcome })
      .onConflict((conflict) => conflict.columns(['subscriber', 'event']).doUpdateSet(outcome))
      .execute(),
  );
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
