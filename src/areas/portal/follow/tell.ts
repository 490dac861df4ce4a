import type { Clock } from '../../../core/clock.ts';
import { appendMail } from '../../../store/mail.ts';
import type { Context, Tx } from '../../handler.ts';
import type { FeedItem } from './model.ts';

/** The job that sends what waits for webhooks. */
export const sendWebhooksJob = 'portal.send-webhooks';

/**
 * Says once what happened, to everyone who follows one of the topics: in their feeds at once, by mail in the next digest,
 * by webhook soon. Any area may tell of topics of its own (`plan:goal-4`). Telling the same id again does nothing.
 */
export async function tell(
  tx: Tx,
  context: Pick<Context, 'clock' | 'enqueue'>,
  item: Omit<FeedItem, 'at'>,
  topics: readonly string[],
): Promise<void> {
  const all = [...new Set(['all', ...topics])];
  const made = await tx
    .insertInto('feed_item')
    .values({ ...item, at: context.clock.now() })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('sequence')
    .executeTakeFirst();
  if (made === undefined) return;
  const sequence = Number(made.sequence);
  await tx
    .insertInto('feed_topic')
    .values(all.map((topic) => ({ topic, item: sequence })))
    .execute();
  const followers = await tx
    .selectFrom('subscription')
    .selectAll()
    .where('topic', 'in', all)
    .where('state', '=', 'active')
    .execute();
  const hooks = followers.filter(({ channel }) => channel === 'webhook');
  await mail(
    tx,
    context.clock,
    item,
    followers.filter(({ channel }) => channel === 'email'),
  );
  if (hooks.length === 0) return;
  await tx
    .insertInto('webhook_delivery')
    .values(
      hooks.map(({ id }) => ({
        subscription: id,
        item: sequence,
        state: 'waiting' as const,
        attempts: 0,
        next_at: context.clock.now(),
      })),
    )
    .execute();
  await context.enqueue(tx, { kind: sendWebhooksJob, input: {}, once: sendWebhooksJob });
}

async function mail(
  tx: Tx,
  clock: Clock,
  item: Omit<FeedItem, 'at'>,
  followers: readonly { readonly id: string; readonly address: string; readonly secret: string }[],
): Promise<void> {
  const seen = new Set<string>();
  for (const { id, address, secret } of followers) {
    // Who follows a dataset and its agency hears of it once.
    if (seen.has(address)) continue;
    seen.add(address);
    await appendMail(tx, clock, {
      to: address,
      topic: 'portal.news',
      subject: item.title,
      paragraphs: [item.summary],
      links: [
        { label: 'See it', path: item.href },
        { label: 'Stop following', path: `/subscriptions/${id}?key=${secret}` },
      ],
      unsubscribe: `/api/v1/subscriptions/${id}/end?key=${secret}`,
      once: `news ${item.id} ${id}`,
      digest: true,
    });
  }
}
