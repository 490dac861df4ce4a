import { z } from 'zod';
import { estimate } from '../model.ts';

/** What a person says of a pair. */
export const words = ['same', 'different', 'unsure'] as const;
export type Word = (typeof words)[number];
const word = z.enum(words);

export const reviewProgress = z.object({
  pairs: z.int(),
  decided: z.int().describe('settled for good'),
  waitingForMe: z.int().describe('pairs that the asker can still decide'),
  disputed: z.int().describe('two people said different things: a third one settles it'),
});

export const reviewStratum = z.object({
  from: z.number().nullable().describe('bits of the final odds; null: from below'),
  to: z.number().nullable(),
  band: z.string().describe('in words: −2 to −1'),
  rule: z.string(),
  linked: z.boolean(),
  population: z.int(),
  sampled: z.int(),
  decided: z.int(),
  same: z.int(),
  different: z.int(),
  unsure: z.int(),
});

export const reviewEstimates = z.object({
  precision: estimate.nullable(),
  recallCompared: estimate.nullable().describe('of the true pairs among those that were compared'),
  recall: estimate
    .nullable()
    .describe('of all true pairs: those that no rule brought together are counted too'),
  agreement: z.object({
    pairs: z.int().describe('decided by two people, neither knowing the other’s word'),
    agreed: z.int(),
    kappa: z
      .number()
      .nullable()
      .describe('agreement beyond chance (Scott 1955, as which of the two speaks first is chance)'),
  }),
  calibration: z
    .array(z.object({ to: z.number(), observed: z.number(), pairs: z.int() }))
    .describe('pairs with a chance up to `to` are in truth `observed`'),
  bestChance: z
    .number()
    .nullable()
    .describe('the chance from which pairs should be linked for the best F1, by what the review found'),
  bestWeight: z.number().nullable().describe('the same in bits, as a threshold is moved'),
});

export const reviewView = z.object({
  id: z.string(),
  run: z.string(),
  state: z.enum(['open', 'complete']),
  openedAt: z.string(),
  openedBy: z.string(),
  seed: z.int(),
  double: z.number(),
  progress: reviewProgress,
  strata: z.array(reviewStratum),
  estimates: reviewEstimates,
});
export type ReviewView = z.output<typeof reviewView>;

export const reviewPair = z.object({
  pair: z.string(),
  number: z.int(),
  of: z.int(),
  blind: z
    .boolean()
    .describe('somebody else decides it too; neither sees the other’s word, nor what the model says'),
  disputed: z.boolean().describe('two people said different things of it'),
  records: z.array(z.object({ source: z.string() })).describe('the left and the right one'),
  fields: z.array(
    z.object({
      field: z.string(),
      left: z.array(z.string()),
      right: z.array(z.string()),
      agrees: z.string().describe('the level of agreement, in words'),
      same: z.boolean(),
      bits: z.number().nullable(),
    }),
  ),
  explanation: z
    .object({
      prior: z.number(),
      weight: z.number(),
      chance: z.number(),
      needed: z.number(),
      linked: z.boolean(),
      neighbours: z.number().nullable(),
      comparedBy: z.array(z.string()),
      decides: z.array(z.string()).describe('fields without which the pair would fall on the other side'),
    })
    .nullable()
    .describe('what the model says; null while the pair is blind'),
});
export type ReviewPair = z.output<typeof reviewPair>;

export const nextPairAnswer = z.object({ pair: reviewPair.nullable(), progress: reviewProgress });

export const saidAnswer = z.object({
  pair: z.string(),
  said: word.nullable().describe('null after it was taken back'),
  settled: word.nullable().describe('what stands now; null while somebody else has to decide'),
  progress: reviewProgress,
});

/** A decision about two records that later runs honour. */
export const pairDecision = z.object({
  id: z.string(),
  datasets: z.array(z.string()).describe('public ids; two in a link'),
  verdict: z.enum(['same', 'different']),
  review: z.string(),
  pair: z.string(),
  decidedBy: z.string(),
  recordedAt: z.string(),
  supersededAt: z.string().nullable(),
  reason: z.string().nullable().describe('why it was withdrawn'),
});
