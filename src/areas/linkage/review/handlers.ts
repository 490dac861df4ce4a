import type { JobRun } from '../../handler.ts';
import { decidePair, undoDecision } from './decide-pair.ts';
import { listDecisions, withdrawDecision } from './decisions.ts';
import { nextPair } from './next-pair.ts';
import { drawReview, openReview } from './open-review.ts';
import { listReviews, showReview } from './read-review.ts';

export const reviewHandlers = {
  'open-review': openReview,
  'list-reviews': listReviews,
  'show-review': showReview,
  'next-pair': nextPair,
  'decide-pair': decidePair,
  'undo-decision': undoDecision,
  'list-decisions': listDecisions,
  'withdraw-decision': withdrawDecision,
};

export const reviewJobs = { 'linkage.draw-review': drawReview as JobRun };
