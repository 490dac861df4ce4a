import { z } from 'zod';
import { job, json, operation } from '../../../core/operation.ts';
import { noSuchDataset, noSuchVersion, versionWithdrawn } from '../../catalog/errors.ts';
import { datasetRef } from '../../catalog/model.ts';
import { contentProtected, notInThisForm, versionDestroyed } from '../../catalog/protection/errors.ts';
import { noSuchRun, purposeNeeded, rowsMasked, runNotFinished } from '../runs/errors.ts';
import * as failure from './errors.ts';
import { nextPairAnswer, pairDecision, reviewView, saidAnswer, words } from './model.ts';

const review = z.string().max(40).describe('id of the review');
const pair = z.string().max(40).describe('id of the pair in the review');
const runErrors = [
  noSuchRun,
  runNotFinished,
  noSuchDataset,
  noSuchVersion,
  versionWithdrawn,
  versionDestroyed,
  contentProtected,
  notInThisForm,
  purposeNeeded,
  rowsMasked,
];

export const openReview = operation({
  name: 'linkage.open-review',
  method: 'POST',
  path: '/api/v1/linkage/runs/{run}/reviews',
  access: 'staff',
  effect: 'long',
  summary: 'Draw pairs of a link for people to decide: by band of weight and rule, below the cut-off too',
  description:
    'From what people say, precision and recall are estimated with intervals, and their decisions stand in later links. Needs leave to the rows of every source.',
  input: z.object({
    run: z.string().max(40).describe('id of the link'),
    pairs: z.coerce.number().int().min(20).max(5000).default(300),
    double: z.coerce
      .number()
      .min(0)
      .max(1)
      .default(0.2)
      .describe('share that two people decide, each without the other’s word'),
    seed: z.coerce.number().int().min(0).default(1),
  }),
  output: job(z.object({ review: z.string() })),
  errors: [...runErrors, failure.nothingToReview],
  positional: ['run'],
});

export const listReviews = operation({
  name: 'linkage.list-reviews',
  method: 'GET',
  path: '/api/v1/linkage/reviews',
  access: 'staff',
  effect: 'read',
  summary:
    'List reviews of links, newest first, with how far they are and what they found; no value is shown',
  input: z.object({ run: z.string().max(40).optional() }),
  output: json(z.object({ reviews: z.array(reviewView) })),
  errors: [],
});

export const showReview = operation({
  name: 'linkage.show-review',
  method: 'GET',
  path: '/api/v1/linkage/reviews/{review}',
  access: 'staff',
  effect: 'read',
  summary: 'Show how far a review is, and the precision, recall and calibration that follow from it',
  input: z.object({ review }),
  output: json(reviewView),
  errors: [failure.noSuchReview],
  positional: ['review'],
});

export const nextPair = operation({
  name: 'linkage.next-pair',
  method: 'POST',
  path: '/api/v1/linkage/reviews/{review}/next',
  access: 'staff',
  effect: 'write',
  summary: 'Show the next pair of a review that you can decide; the look is logged',
  input: z.object({ review }),
  output: json(nextPairAnswer),
  errors: [failure.noSuchReview, ...runErrors],
  positional: ['review'],
});

export const decidePair = operation({
  name: 'linkage.decide-pair',
  method: 'POST',
  path: '/api/v1/linkage/reviews/{review}/pairs/{pair}/decision',
  access: 'staff',
  effect: 'write',
  summary: 'Say whether the two records of a pair are about the same, different, or that it cannot be told',
  description: 'Once settled it is a fact that later links of the same datasets honour.',
  input: z.object({
    review,
    pair,
    decision: z.enum(words),
    note: z.string().max(1000).optional().describe('why; no personal data'),
  }),
  output: json(saidAnswer),
  errors: [failure.noSuchReview, failure.noSuchReviewPair, failure.pairSettled, ...runErrors],
  positional: ['review', 'pair', 'decision'],
});

export const undoDecision = operation({
  name: 'linkage.undo-decision',
  method: 'DELETE',
  path: '/api/v1/linkage/reviews/{review}/pairs/{pair}/decision',
  access: 'staff',
  effect: 'write',
  summary: 'Take your own word on a pair back, as long as nobody else’s stands beside it',
  input: z.object({ review, pair }),
  output: json(saidAnswer),
  errors: [failure.noSuchReview, failure.noSuchReviewPair, failure.nothingToTakeBack, ...runErrors],
  positional: ['review', 'pair'],
});

export const listDecisions = operation({
  name: 'linkage.list-decisions',
  method: 'GET',
  path: '/api/v1/linkage/decisions',
  access: 'staff',
  effect: 'read',
  summary:
    'List what people have decided about pairs of records, now or as it was known on an instant; no value is shown',
  input: z.object({
    dataset: datasetRef.optional(),
    as_known_on: z.iso.datetime().optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
  }),
  output: json(z.object({ decisions: z.array(pairDecision) })),
  errors: [noSuchDataset],
});

export const withdrawDecision = operation({
  name: 'linkage.withdraw-decision',
  method: 'POST',
  path: '/api/v1/linkage/decisions/{decision}/withdrawal',
  access: 'staff',
  effect: 'write',
  summary: 'Withdraw a decision about a pair, with a reason: later links do not honour it any more',
  input: z.object({
    decision: z.string().max(40),
    reason: z.string().trim().min(10, 'say why, in a sentence').max(1000),
  }),
  output: json(pairDecision),
  errors: [failure.noSuchDecision, ...runErrors],
  positional: ['decision', 'reason'],
});

export const reviewOperations = {
  'open-review': openReview,
  'list-reviews': listReviews,
  'show-review': showReview,
  'next-pair': nextPair,
  'decide-pair': decidePair,
  'undo-decision': undoDecision,
  'list-decisions': listDecisions,
  'withdraw-decision': withdrawDecision,
};
