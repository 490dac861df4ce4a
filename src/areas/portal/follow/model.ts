import { z } from 'zod';

/** What can be followed: `all`, or a kind and a name: `dataset:abcd-1234`, `tag:opioids`, `agency:DOT`, `plan:goal-4`. */
export const topic = z
  .string()
  .max(160)
  .regex(
    /^(?:all|[a-z]+:[^\s:/?#][^\s/?#]{0,120})$/,
    'such as dataset:abcd-1234, tag:opioids, agency:DOT or all',
  );

export const feedItem = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  summary: z.string(),
  href: z.string(),
  at: z.string(),
});
export type FeedItem = z.output<typeof feedItem>;

export const subscriptionView = z.object({
  subscription: z.string(),
  topic,
  channel: z.enum(['email', 'webhook']),
  state: z.enum(['unconfirmed', 'active', 'ended']),
  title: z.string().describe('what is followed, in words'),
  href: z.string(),
  since: z.string(),
  ended_because: z.string().nullable(),
});
export type SubscriptionView = z.output<typeof subscriptionView>;
