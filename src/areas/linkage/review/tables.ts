import { integer, optional, type RowOf, real, table, text } from '../../../store/database.ts';
import type { Word } from './model.ts';

/** A sample of a run's pairs for people to decide. */
export const linkageReviewTable = table(
  'linkage_review',
  {
    id: text(),
    run: text(),
    seed: integer(),
    double_share: real(),
    /** JSON list of strata, with their populations. */
    strata: text(),
    job: text(),
    opened_by: text(),
    opened_at: text(),
  },
  ['id'],
);

/** A pair of a review. Its records are named by the number of the pair in the run: no value of a record is here. */
export const linkageReviewPairTable = table(
  'linkage_review_pair',
  {
    id: text(),
    review: text(),
    number: integer(),
    pair: integer(),
    chance: real(),
    stratum: integer(),
    /** 1: two people decide it, neither knowing the other's word. */
    double: integer(),
    /** Shown to somebody who has not said anything yet. */
    shown_to: optional(text()),
    shown_at: optional(text()),
    settled: optional(text<Word>()),
    settled_at: optional(text()),
  },
  ['id'],
);

/** What one person said of a pair. Taken back, it is superseded and stays. */
export const linkageReviewWordTable = table(
  'linkage_review_word',
  {
    id: text(),
    review_pair: text(),
    said_by: text(),
    said: text<Word>(),
    note: optional(text()),
    /** The person saw that two others disagree. */
    settles: integer(),
    recorded_at: text(),
    superseded_at: optional(text()),
  },
  ['id'],
);

/**
 * A fact about two records: the same, or different. Records are named by keyed digests of what identifies them in their dataset,
 * so that later versions know them again and nobody can read them here.
 */
export const linkageDecisionTable = table(
  'linkage_decision',
  {
    id: text(),
    left_dataset: text(),
    left_record: text(),
    right_dataset: text(),
    right_record: text(),
    /** JSON: the columns that identify a record, left and right. */
    identity: text(),
    verdict: text<'same' | 'different'>(),
    review: text(),
    review_pair: text(),
    decided_by: text(),
    valid_from: text(),
    valid_to: optional(text()),
    recorded_at: text(),
    superseded_at: optional(text()),
    superseded_by: optional(text()),
    reason: optional(text()),
  },
  ['id'],
);

export const reviewTables = [
  linkageReviewTable,
  linkageReviewPairTable,
  linkageReviewWordTable,
  linkageDecisionTable,
];

declare module '../../../store/database.ts' {
  interface Database {
    linkage_review: RowOf<typeof linkageReviewTable>;
    linkage_review_pair: RowOf<typeof linkageReviewPairTable>;
    linkage_review_word: RowOf<typeof linkageReviewWordTable>;
    linkage_decision: RowOf<typeof linkageDecisionTable>;
  }
}
