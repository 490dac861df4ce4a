import { errorKind, exitCode } from '../../../core/error.ts';

export const badSubscriber = errorKind<{ channel: string }>({
  code: 'portal.bad-subscriber',
  status: 422,
  exit: exitCode.badData,
  says: ({ channel }) => `The address cannot be used for ${channel}.`,
  remedy: 'Give an email address, or for a webhook a public address that begins with https://.',
});

export const noSuchSubscription = errorKind<Record<string, never>>({
  code: 'portal.no-such-subscription',
  status: 404,
  exit: exitCode.notFound,
  says: () => 'There is no such subscription, or its key is not the one that was sent.',
  remedy: 'Use the link from the mail, or subscribe again.',
});

export const noSuchTopic = errorKind<{ topic: string }>({
  code: 'portal.no-such-topic',
  status: 404,
  exit: exitCode.notFound,
  says: ({ topic }) => `There is nothing called ${topic} to follow.`,
  remedy: 'Follow it from its own page, or write dataset:abcd-1234, agency:CODE, tag:word or all.',
});

export const tooManySubscriptions = errorKind<{ most: number }>({
  code: 'portal.too-many-subscriptions',
  status: 429,
  exit: exitCode.unavailable,
  says: ({ most }) => `This address has ${most} subscriptions already.`,
  remedy: 'Follow an agency or a keyword in place of each dataset, or use the feeds.',
});

export const confirmFirst = errorKind<{ most: number }>({
  code: 'portal.confirm-first',
  status: 429,
  exit: exitCode.unavailable,
  says: ({ most }) => `${most} mails wait at this address for somebody to confirm them.`,
  remedy: 'Open the mails that came and confirm what you want to follow; then ask again.',
});

export const followErrors = [
  badSubscriber,
  confirmFirst,
  noSuchSubscription,
  noSuchTopic,
  tooManySubscriptions,
];
