import { z } from 'zod';
import { addressNotAllowed } from '../../../core/guarded-request.ts';
import { bytes, json, operation } from '../../../core/operation.ts';
import {
  badSubscriber,
  confirmFirst,
  noSuchSubscription,
  noSuchTopic,
  tooManySubscriptions,
} from './errors.ts';
import { feedItem, subscriptionView, topic } from './model.ts';

export const listNews = operation({
  name: 'portal.list-news',
  method: 'GET',
  path: '/api/v1/news',
  access: 'everyone',
  effect: 'read',
  summary: 'List what happened to a topic, the newest first',
  input: z.object({
    topic: topic.default('all'),
    limit: z.number().int().min(1).max(200).default(50),
    cursor: z
      .string()
      .regex(/^\d{1,15}$/, 'the `next` of the page before')
      .optional(),
  }),
  output: json(
    z.object({
      topic: z.string(),
      title: z.string().describe('what the topic is, in words'),
      href: z.string(),
      items: z.array(feedItem),
      next: z.string().nullable(),
    }),
  ),
  errors: [],
  positional: ['topic'],
});

export const showFeed = operation({
  name: 'portal.show-feed',
  method: 'GET',
  path: '/api/v1/feed',
  access: 'everyone',
  effect: 'read',
  summary: 'Show what happened to a topic as an Atom feed',
  input: z.object({
    topic: topic.default('all'),
    base: z
      .string()
      .max(300)
      .regex(/^https?:\/\/[^/\s]+$/, 'an address without a path'),
  }),
  output: bytes('application/atom+xml'),
  errors: [],
});

export const subscribe = operation({
  name: 'portal.subscribe',
  method: 'POST',
  path: '/api/v1/subscriptions',
  access: 'everyone',
  effect: 'write',
  summary: 'Follow a topic by email (a digest a day) or by webhook',
  description:
    'An email address is asked to confirm; a webhook is sent a challenge that it must repeat. What a webhook is sent is signed with the secret that is answered here, once.',
  input: z.object({
    topic,
    channel: z.enum(['email', 'webhook']).default('email'),
    address: z.string().min(3).max(2000),
  }),
  output: json(subscriptionView.extend({ secret: z.string().nullable() })),
  errors: [badSubscriber, addressNotAllowed, noSuchTopic, confirmFirst, tooManySubscriptions],
  positional: ['topic', 'address'],
});

const key = z.string().min(1).max(100).describe('from the mail, or the secret of the webhook');

export const showSubscription = operation({
  name: 'portal.show-subscription',
  method: 'GET',
  path: '/api/v1/subscriptions/{subscription}',
  access: 'everyone',
  effect: 'read',
  summary: 'Show a subscription, by its key, and what else its address follows',
  input: z.object({ subscription: z.string().max(40), key }),
  output: json(subscriptionView.extend({ others: z.array(subscriptionView) })),
  errors: [noSuchSubscription],
});

export const confirmSubscription = operation({
  name: 'portal.confirm-subscription',
  method: 'POST',
  path: '/api/v1/subscriptions/{subscription}/confirm',
  access: 'everyone',
  effect: 'write',
  summary: 'Confirm a subscription by email, by its key',
  input: z.object({ subscription: z.string().max(40), key }),
  output: json(subscriptionView),
  errors: [noSuchSubscription],
});

export const listSubscriptions = operation({
  name: 'portal.list-subscriptions',
  method: 'GET',
  path: '/api/v1/subscriptions',
  access: 'signed-in',
  effect: 'read',
  summary: 'List what you follow: the subscriptions you asked for',
  input: z.object({}),
  output: json(z.object({ subscriptions: z.array(subscriptionView) })),
  errors: [],
});

export const endSubscription = operation({
  name: 'portal.end-subscription',
  method: 'POST',
  path: '/api/v1/subscriptions/{subscription}/end',
  access: 'everyone',
  effect: 'write',
  summary: 'End a subscription, by its key: one press from any of its mails',
  description: 'Whoever signed in needs no key for what they asked for themselves.',
  input: z.object({
    subscription: z.string().max(40),
    key: key.optional(),
    which: z.string().max(40).optional().describe('another one of the same address, to end in its place'),
  }),
  output: json(subscriptionView),
  errors: [noSuchSubscription],
});

export const followOperations = {
  'list-news': listNews,
  'show-feed': showFeed,
  subscribe,
  'show-subscription': showSubscription,
  'confirm-subscription': confirmSubscription,
  'list-subscriptions': listSubscriptions,
  'end-subscription': endSubscription,
} as const;
