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
  givenOut: z
    .array(z.string())
    .default([])
    .describe('of birth dates: days (01-01) and dates put where they were not known; they are not compared'),
});

export const blockingRule = z.object({
  name: z.string(),
  pairs: z.int(),
  refined: z.array(z.object({ part: z.string(), keys: z.int(), pairsSpared: z.int() })),
  refused: z.object({ keys: z.int(), records: z.int(), pairsSpared: z.int() }),
});

/** Errors of one part of the records, at the same threshold as for all. */
export const subgroup = z.object({
  by: z.string(),
  value: z.string(),
  records: z.int(),
  looked: z.int().default(0).describe('records of which that was asked'),
  unlinkable: share.describe('records with too little in them to be linked even to a copy of themselves'),
  unlinkableBetween: estimate.nullable().default(null),
  pairs: z.int().default(0).describe('pairs with a chance from 0.1'),
  review: share.describe('of the pairs with a chance from 0.1, those no higher than 0.9'),
  reviewBetween: estimate.nullable().default(null),
  truePairs: z.int().nullable(),
  recall: estimate.nullable(),
  precision: estimate.nullable(),
  below: z.boolean().describe('200 true pairs or more, and a recall over 3 points under the whole'),
});

/** What a link or a deduplication did and found: `report.json`. */
export const linkageReport = z.object({
  kind: z.enum(['dedupe', 'link']),
  files: z.array(z.object({ file: z.string(), records: z.int(), unreadable: z.int() })),
  records: z.int(),
  id: z.string().nullable().describe('the column that names each record; null when they were counted'),
  delimiter: z.string().nullable(),
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
  subgroups: z.array(subgroup).describe('by sex, age, fields missing, and the columns asked for'),
  unequal: z
    .object({ failing: z.int(), reason: z.string().nullable() })
    .describe('subgroups whose recall is too low, and the reason written for it'),
  model: z.object({
    prior: z.number(),
    neighbours: z.number().nullable(),
    iterations: z.int(),
    trainedOn: z.int(),
    from: z.string().nullable().describe('the file that it was read from; null when learned'),
    corrected: z
      .object({
        bits: z.number().describe('added to the odds of every pair'),
        pairs: z.int().describe('pairs that people had decided'),
      })
      .nullable()
      .default(null)
      .describe('by a review of the link that the model is of'),
  }),
  policy: z
    .object({
      file: z.string(),
      name: z.string(),
      accept: z.int(),
      review: z.int(),
      refuse: z.int(),
      changed: z.int().describe('decisions of rules that moved a record from one cluster to another'),
      byRule: z.array(
        z.object({ rule: z.string(), verdict: z.enum(['accept', 'review', 'refuse']), pairs: z.int() }),
      ),
    })
    .nullable()
    .default(null)
    .describe('what a rule set said of the pairs'),
  decisions: z
    .object({
      file: z.string(),
      honoured: z.int(),
      changed: z.int().describe('decisions that moved a record from one cluster to another'),
      contradicted: z.int().describe('decisions left out because later ones say otherwise'),
      gone: z.int().describe('decisions about records that are not there any more'),
    })
    .nullable()
    .default(null)
    .describe('what people had decided'),
  continued: z
    .object({
      previous: z.string(),
      compared: z.enum(['new and changed records', 'all records']),
      because: z.string(),
      records: z.object({ kept: z.int(), added: z.int(), changed: z.int(), gone: z.int() }),
      pairsKept: z.int().describe('pairs whose weight was taken over'),
      clusters: z.object({ kept: z.int(), merged: z.int(), split: z.int(), fresh: z.int(), gone: z.int() }),
    })
    .nullable()
    .default(null)
    .describe('how it goes on from an earlier run; merges and splits are in changes.json'),
  histogram: z
    .array(z.object({ from: z.number(), pairs: z.int(), linked: z.int() }))
    .describe('pairs by match weight, in steps of one bit'),
  seconds: z.array(z.object({ stage: z.string(), seconds: z.number() })),
  peakMemoryMB: z.number(),
  seed: z.int(),
  outputs: z.array(z.string()),
});
export type LinkageReport = z.output<typeof linkageReport>;

/** Why two records were linked or not: the way from the prior to the weight. */
export const explanation = z.object({
  a: z.string(),
  b: z.string(),
  decision: z.enum(['linked', 'not linked']),
  inWords: z.string(),
  chance: share.describe('of the pair alone; its surroundings may have moved the final one'),
  weight: z.number().describe('bits: log2 of the odds'),
  needed: z.number().describe('bits from which pairs are linked'),
  prior: z.number().describe('bits that any two records start with'),
  fields: z.array(
    z.object({
      field: z.string(),
      agrees: z.string(),
      bits: z.number().describe('what the field adds or takes, with those it is weighed together with'),
      without: z.number().describe('what the pair would weigh without it'),
      decides: z.boolean().describe('without it the decision would be the other one'),
    }),
  ),
  neighbours: z.number().nullable().describe('bits taken because members of one household agree as much'),
  comparedBy: z.array(z.string()).describe('the blocking rules that brought the two together'),
});

export const generatedPeople = z.object({
  file: z.string(),
  records: z.int(),
  persons: z.int(),
  seconds: z.number(),
});

/** Pairs of a result that were drawn for people to decide. */
export const sampledPairs = z.object({
  file: z.string(),
  pairs: z.int(),
  strata: z.array(
    z.object({
      from: z.number().nullable().describe('bits of the final odds'),
      to: z.number().nullable(),
      rule: z.string(),
      linked: z.boolean(),
      population: z.int(),
      sampled: z.int(),
    }),
  ),
});

/** What follows from the decisions about drawn pairs. */
export const estimatedErrors = z.object({
  pairs: z.int(),
  decided: z.int(),
  unsure: z.int(),
  precision: estimate.nullable(),
  recallCompared: estimate.nullable().describe('of the true pairs among those that were compared'),
  recall: estimate
    .nullable()
    .describe('of all true pairs: those that no rule brought together are counted too'),
  calibration: z
    .array(z.object({ to: z.number(), observed: z.number(), pairs: z.int() }))
    .describe('pairs with a chance up to `to` are in truth `observed`'),
  bestThreshold: z.number().nullable().describe('the threshold of the best F1, by what was decided'),
  correctedBits: z
    .number()
    .nullable()
    .describe(
      'what the odds of every pair were too low by (negative: too high); null under 20 decided pairs',
    ),
  model: z
    .string()
    .nullable()
    .describe('the model with its prior so corrected, to be passed to a later run with --model'),
});

/** Who a record is about, by the resident index. */
export const whoIsThis = z.object({
  answer: z
    .enum(['known', 'perhaps', 'nobody'])
    .describe('known: the likeliest is over the threshold of the run'),
  cluster: z.string().nullable().describe('who it is, when known'),
  found: z.array(
    z.object({ id: z.string(), cluster: z.string().nullable(), weight: z.number(), chance: share }),
  ),
  records: z.int().describe('records in the index'),
  milliseconds: z.number().describe('from the question to the answer, within the server'),
});

const verdict = z.enum(['accept', 'review', 'refuse']);

/** How far a rule set agrees with graded cases. */
export const gradedRules = z.object({
  name: z.string(),
  rules: z.int(),
  cases: z.int(),
  skipped: z.int().describe('cases without a partner or a grade'),
  agreed: z.int(),
  share: share.describe('of the cases, those that the rules decide as they are graded'),
  matrix: z.array(z.object({ expected: verdict, decided: verdict, cases: z.int() })),
  byRule: z.array(z.object({ rule: z.string(), cases: z.int(), agreed: z.int() })),
  disagreements: z.array(
    z.object({
      case: z.string(),
      expected: verdict,
      decided: verdict,
      rule: z.string(),
      because: z.string(),
      agreement: z
        .record(z.string(), z.string())
        .describe('fields that are not the same, and how they differ'),
    }),
  ),
});
