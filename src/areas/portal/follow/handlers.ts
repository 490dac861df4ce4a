import { listNews, showFeed } from './news.ts';
import { confirmSubscription, endSubscription, showSubscription, subscribe } from './subscriptions.ts';

export const followHandlers = {
  'list-news': listNews,
  'show-feed': showFeed,
  subscribe,
  'show-subscription': showSubscription,
  'confirm-subscription': confirmSubscription,
  'end-subscription': endSubscription,
} as const;
