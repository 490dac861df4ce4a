import { errorKind, exitCode } from '../../../core/error.ts';

export const noSuchReview = errorKind<{ review: string }>({
  code: 'linkage.no-such-review',
  status: 404,
  exit: exitCode.notFound,
  says: ({ review }) => `There is no review ${review}.`,
  remedy: 'Take its id from the list of reviews.',
});

export const noSuchReviewPair = errorKind<{ review: string; pair: string }>({
  code: 'linkage.no-such-review-pair',
  status: 404,
  exit: exitCode.notFound,
  says: ({ review, pair }) => `The review ${review} has no pair ${pair}.`,
  remedy: 'Ask for the next pair of the review.',
});

export const pairSettled = errorKind<{ pair: string }>({
  code: 'linkage.pair-settled',
  status: 409,
  exit: exitCode.conflict,
  says: ({ pair }) => `The pair ${pair} is decided already, by you or by others.`,
  remedy: 'Ask for the next pair; a decision that stands can be withdrawn with a reason.',
});

export const nothingToTakeBack = errorKind<{ pair: string }>({
  code: 'linkage.nothing-to-take-back',
  status: 409,
  exit: exitCode.conflict,
  says: ({ pair }) => `There is no word of yours on the pair ${pair} that could still be taken back.`,
  remedy: 'A decision that others have relied on is withdrawn with a reason.',
});

export const nothingToReview = errorKind<{ run: string }>({
  code: 'linkage.nothing-to-review',
  status: 422,
  exit: exitCode.badData,
  says: ({ run }) => `The link ${run} kept no pair that could be reviewed.`,
  remedy: 'Link with a lower threshold, or other fields.',
});

export const noSuchDecision = errorKind<{ decision: string }>({
  code: 'linkage.no-such-decision',
  status: 404,
  exit: exitCode.notFound,
  says: ({ decision }) => `There is no decision ${decision} in force.`,
  remedy: 'Take its id from the list of decisions.',
});

export const reviewErrors = [
  noSuchReview,
  noSuchReviewPair,
  pairSettled,
  nothingToTakeBack,
  nothingToReview,
  noSuchDecision,
];
