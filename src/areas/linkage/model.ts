import { z } from 'zod';
import { kinds } from './kinds/kind.ts';

const share = z.number().min(0).max(1);
/** A share with the interval in which it is thought to lie. */
export const estimate = z.object({ value: share, low: share, high: share });

/** Pairwise and cluster quality against known truth. */
export const quality = z.object({
  precision: share,
  recall: share,
  f1: share,
});

export const fieldUse = z.object({
  field: z.string(),
  kind: z.enum(kinds),
  column: z.string(),
  filled: share.describe('share of records that have a value'),
  given: z.boolean().describe('named by the asker; otherwise recognised from names and values'),
});

export const blockingRule = z.object({
  name: z.string(),
  pairs: z.int(),
  refined: z.array(z.object({ part: z.string(), keys: z.int(), pairsSpared: z.int() })),
  refused: z.object({ keys: z.int(), records: z.int(), pairsSpared: z.int() }),
});

/** What a link or a deduplication did and found: `report.json`. */
export const linkageReport = z.object({
  kind: z.enum(['dedupe', 'link']),
  files: z.array(z.object({ file: z.string(), records: z.int(), unreadable: z.int() })),
  records: z.int(),
  fields: z.array(fieldUse),
  ignored: z.array(z.object({ column: z.string(), why: z.string() })),
  blocking: z.object({
    allPairs: z.boolean(),
    rules: z.array(blockingRule),
    recall: share.describe('share of the true pairs that the rules are thought to find'),
  }),
  pairs: z.object({
    possible: z.number(),
    compared: z.int(),
    pruned: z.int().describe('given up before every field was read'),
    kept: z.int(),
    linked: z.int(),
  }),
  clusters: z.object({ count: z.int(), ofSeveral: z.int(), largest: z.int(), records: z.int() }),
  oneToOne: z
    .object({
      left: z.boolean().describe('a left record has at most one partner'),
      right: z.boolean(),
      decided: z.enum(['given', 'data']),
    })
    .nullable(),
  threshold: z.object({ value: share, decided: z.enum(['given', 'data']) }),
  estimated: z
    .object({ precision: estimate, recall: estimate, f1: share })
    .describe('what the calibrated chances promise, blocking included'),
  truth: z
    .object({
      pairs: z.int(),
      pairwise: quality,
      cluster: quality,
      bCubed: quality,
      blockingRecall: share.describe('true pairs that were compared and kept'),
    })
    .nullable(),
  model: z.object({
    prior: z.number(),
    neighbours: z.number().nullable(),
    iterations: z.int(),
    trainedOn: z.int(),
    from: z.string().nullable().describe('the file that it was read from; null when learned'),
  }),
  histogram: z
    .array(z.object({ from: z.number(), pairs: z.int(), linked: z.int() }))
    .describe('pairs by match weight, in steps of one bit'),
  seconds: z.array(z.object({ stage: z.string(), seconds: z.number() })),
  peakMemoryMB: z.number(),
  seed: z.int(),
  outputs: z.array(z.string()),
});
export type LinkageReport = z.output<typeof linkageReport>;

export const generatedPeople = z.object({
  file: z.string(),
  records: z.int(),
  persons: z.int(),
  seconds: z.number(),
});
