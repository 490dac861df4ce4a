import { createHmac } from 'node:crypto';
import { OakError } from '../../../core/error.ts';
import { type GuardedRequest, guardedRequest } from '../../../core/guarded-request.ts';
import { newId } from '../../../core/id.ts';
import type { JobContext } from '../../handler.ts';
import { endIt } from './subscriptions.ts';
import { sendWebhooksJob } from './tell.ts';

/** Minutes before each further try; then it is given up. */
const waits = [1, 5, 30, 120, 720];
/** So many failures in a row end a subscription. */
const mostFailures = 20;
const batch = 200;

/** What a test hands in: how names are resolved, and that this machine may be asked. */
export type Reach = Pick<GuardedRequest, 'resolve' | 'allowPrivate'>;

/**
 * Sends what waits for webhooks: first the challenge to new ones, then each item, signed. A receiver that fails is tried
 * again later and holds up no other.
 */
export const sendWebhooks =
  (reach: Reach = {}) =>
  async (context: JobContext): Promise<{ delivered: number; failed: number }> => {
    await challengeNew(context, reach);
    const due = await context.store.read
      .selectFrom('webhook_delivery')
      .innerJoin('subscription', 'subscription.id', 'webhook_delivery.subscription')
      .innerJoin('feed_item', 'feed_item.sequence', 'webhook_delivery.item')
      .select([
        'webhook_delivery.subscription',
        'webhook_delivery.item',
        'webhook_delivery.attempts',
        'subscription.address',
        'subscription.secret',
        'subscription.topic',
        'subscription.failures',
        'feed_item.id',
        'feed_item.kind',
        'feed_item.title',
        'feed_item.summary',
        'feed_item.href',
        'feed_item.at',
      ])
      .where('webhook_delivery.state', '=', 'waiting')
      .where('subscription.state', '=', 'active')
      .where('webhook_delivery.next_at', '<=', context.clock.now())
      .orderBy('webhook_delivery.item')
      .limit(batch)
      .execute();
    let delivered = 0;
    for (const row of due) {
      const { id, kind, title, summary, href, at } = row;
      const body = JSON.stringify({ topic: row.topic, item: { id, kind, title, summary, href, at } });
      const problem = await post(row.address, row.secret, body, context, reach).then(
        (answer) => (answer.status >= 200 && answer.status < 300 ? undefined : `status ${answer.status}`),
        (error: unknown) => (error instanceof OakError ? error.code : 'failed'),
      );
      if (problem === undefined) delivered += 1;
      await remember(context, row, problem);
    }
    await queueRest(context);
    return { delivered, failed: due.length - delivered };
  };

const post = (address: string, secret: string, body: string, context: JobContext, reach: Reach) =>
  guardedRequest(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'charter-oak',
      'x-oak-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
    mostBytes: 10_000,
    timeoutMs: 10_000,
    redirects: 0,
    signal: context.signal,
    ...reach,
  });

/** A new receiver must repeat a random word: nobody can point this at a stranger. */
async function challengeNew(context: JobContext, reach: Reach): Promise<void> {
  const fresh = await context.store.read
    .selectFrom('subscription')
    .selectAll()
    .where('channel', '=', 'webhook')
    .where('state', '=', 'unconfirmed')
    .limit(batch)
    .execute();
  for (const row of fresh) {
    const challenge = newId(context.random);
    const answer = await post(
      row.address,
      row.secret,
      JSON.stringify({ topic: row.topic, challenge }),
      context,
      reach,
    ).catch(() => undefined);
    const repeats =
      answer !== undefined && answer.status < 300 && answer.bytes.toString('utf8').includes(challenge);
    await context.store.write(async (tx) => {
      if (!repeats) await endIt(tx, row.id, 'did not repeat the challenge', context.clock.now());
      else
        await tx
          .updateTable('subscription')
          .set({ state: 'active', confirmed_at: context.clock.now() })
          .where('id', '=', row.id)
          .execute();
    });
  }
}

interface Delivery {
  readonly subscription: string;
  readonly item: number;
  readonly attempts: number;
  readonly failures: number;
}

async function remember(context: JobContext, row: Delivery, problem: string | undefined): Promise<void> {
  const attempts = row.attempts + 1;
  const wait = waits[attempts - 1];
  const becomes =
    problem === undefined
      ? { state: 'delivered' as const, problem: null }
      : wait === undefined
        ? { state: 'given-up' as const, problem }
        : { problem, next_at: new Date(Date.parse(context.clock.now()) + wait * 60_000).toISOString() };
  await context.store.write(async (tx) => {
    await tx
      .updateTable('webhook_delivery')
      .set({ ...becomes, attempts })
      .where('subscription', '=', row.subscription)
      .where('item', '=', row.item)
      .execute();
    const current = await tx
      .selectFrom('subscription')
      .select('failures')
      .where('id', '=', row.subscription)
      .executeTakeFirstOrThrow();
    const failures = problem === undefined ? 0 : current.failures + 1;
    await tx.updateTable('subscription').set({ failures }).where('id', '=', row.subscription).execute();
    if (failures >= mostFailures) await endIt(tx, row.subscription, 'did not answer', context.clock.now());
  });
}

/** What waits for a later try is begun again then. */
async function queueRest(context: JobContext): Promise<void> {
  const next = await context.store.read
    .selectFrom('webhook_delivery')
    .innerJoin('subscription', 'subscription.id', 'webhook_delivery.subscription')
    .select(({ fn }) => fn.min('webhook_delivery.next_at').as('at'))
    .where('webhook_delivery.state', '=', 'waiting')
    .where('subscription.state', '=', 'active')
    .executeTakeFirst();
  if (next?.at == null) return;
  const afterMs = Math.max(1000, Date.parse(next.at) - Date.parse(context.clock.now()));
  await context.store.write((tx) =>
    context.enqueue(tx, { kind: sendWebhooksJob, input: {}, once: `${sendWebhooksJob} later`, afterMs }),
  );
}
