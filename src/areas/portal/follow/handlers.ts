import { listNews, showFeed } from './news.ts';
import {
  confirmSubscription,
  endSubscription,
  listSubscriptions,
  showSubscription,
  subscribe,
} from './subscriptions.ts';

export const followHandlers = {
  'list-news': listNews,
  'show-feed': showFeed,
  subscribe,
  'show-subscription': showSubscription,
  'confirm-subscription': confirmSubscription,
  'list-subscriptions': listSubscriptions,
  'end-subscription': endSubscription,
} as const;
