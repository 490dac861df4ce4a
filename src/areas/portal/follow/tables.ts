import { integer, optional, type RowOf, sequence, table, text } from '../../../store/database.ts';

/** What happened, said once; a topic's feed is the items that bear it. */
export const feedItemTable = table(
  'feed_item',
  {
    sequence: sequence(),
    /** Of the event it tells of, so that one told twice is one item. */
    id: text(),
    kind: text(),
    title: text(),
    summary: text(),
    href: text(),
    at: text(),
  },
  ['sequence'],
);

export const feedTopicTable = table('feed_topic', { topic: text(), item: integer() }, ['topic', 'item']);

/** Who wants to hear of a topic, and how. An address that ended is emptied. */
export const subscriptionTable = table(
  'subscription',
  {
    id: text(),
    topic: text(),
    channel: text<'email' | 'webhook'>(),
    address: text(),
    state: text<'unconfirmed' | 'active' | 'ended'>(),
    /** Proves a press on a link in a mail; signs what is sent to a webhook. */
    secret: text(),
    subscribed_at: text(),
    subscribed_by: text(),
    confirmed_at: optional(text()),
    ended_at: optional(text()),
    ended_because: optional(text()),
    /** Tries in a row that failed. */
    failures: integer(),
  },
  ['id'],
);

export const webhookDeliveryTable = table(
  'webhook_delivery',
  {
    subscription: text(),
    item: integer(),
    state: text<'waiting' | 'delivered' | 'given-up'>(),
    attempts: integer(),
    next_at: text(),
    /** Status or kind of failure, never an address. */
    problem: optional(text()),
  },
  ['subscription', 'item'],
);

export const followTables = [feedItemTable, feedTopicTable, subscriptionTable, webhookDeliveryTable] as const;

declare module '../../../store/database.ts' {
  interface Database {
    feed_item: RowOf<typeof feedItemTable>;
    feed_topic: RowOf<typeof feedTopicTable>;
    subscription: RowOf<typeof subscriptionTable>;
    webhook_delivery: RowOf<typeof webhookDeliveryTable>;
  }
}
