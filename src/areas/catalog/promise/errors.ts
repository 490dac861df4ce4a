import { errorKind, exitCode } from '../../../core/error.ts';

export const noticeTooShort = errorKind<{ on: string; earliest: string; days: number; citation: string }>({
  code: 'catalog.notice-too-short',
  status: 422,
  exit: exitCode.badData,
  says: ({ on, days, citation }) => `${on} is less than ${days} days ahead (${citation}).`,
  remedy: ({ earliest }) => `Name ${earliest} or a later day.`,
});

export const noSuchChange = errorKind<{ change: string }>({
  code: 'catalog.no-such-change',
  status: 404,
  exit: exitCode.notFound,
  says: ({ change }) => `No change ${change} is announced.`,
  remedy: 'List the announced changes of the dataset.',
});

export const alreadyAnnounced = errorKind<{ dataset: string; what: string }>({
  code: 'catalog.already-announced',
  status: 409,
  exit: exitCode.conflict,
  says: ({ dataset, what }) => `${what} of ${dataset} is announced already.`,
  remedy: 'Call that one off first, or leave it as it is.',
});

export const notRetiring = errorKind<{ dataset: string }>({
  code: 'catalog.not-retiring',
  status: 409,
  exit: exitCode.conflict,
  says: ({ dataset }) => `No retirement of ${dataset} is announced.`,
  remedy: 'Announce it first, with its day.',
});

export const promiseErrors = [noticeTooShort, noSuchChange, alreadyAnnounced, notRetiring];
