import { z } from 'zod';
import { type Rule, ruleSchema } from './rules/rule.ts';

export type { Rule };

/** A rule set as data: who asks for it, where it is written, and since when it holds. */
export const ruleSet = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  /** Whose rule it is: what a page says when it governs. */
  owner: z.string().min(1),
  /** Codes of agencies whose data it governs when nobody names a rule set. */
  agencies: z.array(z.string()).optional(),
  versions: z
    .array(
      z.strictObject({
        /** First day; left out for one that was in force before anybody here wrote it down. */
        from: z.iso.date().optional(),
        /** Last day. */
        to: z.iso.date().optional(),
        citation: z.strictObject({
          text: z.string().min(1),
          url: z.url().optional(),
          /**
           * How surely it is known: the text itself was read, or only a part or another's account of it, or it is remembered
           * and was not checked.
           */
          read: z.enum(['text', 'excerpt', 'account', 'recalled']),
        }),
        rule: ruleSchema,
        /** What the rule also asks for, in words, where no field holds it. */
        note: z.string().optional(),
      }),
    )
    .min(1),
});
export type RuleSet = z.output<typeof ruleSet>;

const share = z.number().min(0).max(1);

/** What can go wrong with records about people, in figures: nothing in it is a value of a record. */
export const riskReport = z.object({
  file: z.string(),
  quasi: z.array(z.string()),
  missing: z.enum(['a value', 'any value']).describe('how a missing quasi-identifier counts'),
  threshold: share,
  records: z.number(),
  classes: z.number(),
  k: z.number().describe('records in the smallest class: k-anonymity'),
  uniques: z.number(),
  unique_share: share,
  average_class: z.number().describe('records over classes (AECS as pyCANON has it)'),
  prosecutor_highest: share,
  marketer: share.describe('classes over records'),
  at_risk: z.number().describe('records whose own risk is above the threshold'),
  at_risk_share: share,
  distinction: share,
  separation: share,
  sizes: z.array(
    z.object({ from: z.number(), to: z.number().optional(), classes: z.number(), records: z.number() }),
  ),
  columns: z.array(z.object({ name: z.string(), distinction: share, separation: share })),
  sensitive: z.array(
    z.object({
      name: z.string(),
      distinct_l: z.number(),
      entropy_l: z.number(),
      recursive: z.object({ c: z.number(), l: z.number() }).nullable(),
      t: z.number().describe('equal distance'),
      ordered_t: z.number().optional(),
      alpha: z.number(),
      beta: z.number(),
      enhanced_beta: z.number(),
      delta: z.number().describe('δ-disclosure'),
    }),
  ),
  individual: z
    .object({ expected_reidentifications: z.number(), mean: share, highest: share })
    .optional()
    .describe('Benedetti and Franconi, from sampling weights'),
  population: z
    .object({
      journalist_highest: share,
      journalist_mean: share,
      at_risk: z.number(),
      delta_presence: z.tuple([z.number(), z.number()]),
      population_uniques: z.number(),
      not_in_population: z.number(),
    })
    .optional(),
  population_uniqueness: z
    .object({ share, model: z.enum(['Pitman', 'Zayatz']) })
    .nullable()
    .optional()
    .describe(
      'estimated share of records alone in the whole population; null where the model has no solution',
    ),
  suda: z
    .object({
      special_uniques: z.number(),
      uniques_by_size: z.array(z.number()),
      highest_score: z.number(),
      highest_dis: z.number(),
      mean_dis: z.number(),
    })
    .optional(),
});
export type RiskReport = z.output<typeof riskReport>;

/** A release waits for its reviewer, has left, or was refused. Neither of the last two ever changes. */
export const releaseStates = ['proposed', 'released', 'refused'] as const;
export type ReleaseState = (typeof releaseStates)[number];

/** What the attacker found of a release and all earlier ones about the same people. */
export const releaseProof = z.object({
  blanks: z.number().int(),
  narrowest: z
    .number()
    .nullable()
    .describe('width of the narrowest interval; null when none has an upper end'),
  together: z.array(z.string()).describe('earlier releases attacked with it'),
  solves: z.number().int(),
});
export type ReleaseProof = z.output<typeof releaseProof>;

/** A release as the register shows it. */
export const releaseView = z.object({
  release: z.string(),
  title: z.string(),
  state: z.enum(releaseStates),
  audience: z
    .enum(['everyone', 'figures'])
    .describe('figures: shown to those who may see figures of the dataset, and registered for that'),
  universes: z.array(z.string()),
  dataset: z.string().nullable().describe('public id'),
  version: z.number().int().nullable(),
  variables: z.array(z.string()),
  vintage: z.string().nullable(),
  sha256: z.string(),
  cells: z.number().int(),
  blanks: z.number().int(),
  rule: ruleSchema,
  whose: z.record(z.string(), z.string()),
  proof: releaseProof,
  asked_at: z.string(),
  purpose: z.string().nullable(),
  reviewer: z.string().nullable(),
  decided_at: z.string().nullable(),
  reason: z.string().nullable(),
});
export type ReleaseView = z.output<typeof releaseView>;

/** Published tables as the public gets them. */
export const publishedTables = z.record(z.string(), z.unknown());

/** One cell of a table being built, for the analyst: a blank has its reason. */
export const builtCell = z.object({
  row: z.string(),
  column: z.string(),
  value: z.number().nullable().describe('what would be printed'),
  percent: z
    .tuple([z.number(), z.number()])
    .optional()
    .describe('the range of per cents that would be printed in its place'),
  reason: z.enum(['small', 'companion', 'other']).nullable(),
  words: z.string().nullable(),
  interval: z.tuple([z.number(), z.number().nullable()]).nullable(),
});
export type BuiltCell = z.output<typeof builtCell>;

/** Another way to make the table safe, and what it costs. */
export const alternative = z.object({
  way: z.enum([
    'blanks',
    'coarser',
    'joined',
    'rounding',
    'cell-key',
    'coded-percentages',
    'fewer-columns',
    'fewer-rows',
  ]),
  asked: z
    .object({
      rows: z.string(),
      columns: z.string().optional(),
      join: z.number().int().optional(),
      way: z.enum(['blanks', 'rounding', 'cell-key', 'coded-percentages']).optional(),
    })
    .describe('the question that makes it'),
  holds: z.boolean().describe('the attacker found nothing: it can be chosen'),
  says: z.string(),
  cost: z.string(),
});
export type Alternative = z.output<typeof alternative>;

export const builtTable = z.object({
  dataset: z.string(),
  version: z.number().int(),
  rows: z.object({ field: z.string(), title: z.string(), values: z.array(z.string()) }),
  columns: z.object({ field: z.string(), title: z.string(), values: z.array(z.string()) }).nullable(),
  filters: z.array(z.object({ field: z.string(), title: z.string(), values: z.array(z.string()) })),
  way: z.enum(['blanks', 'rounding', 'cell-key', 'coded-percentages']),
  moved: z.number().describe('by how much rounding or noise moved the figures in all'),
  cells: z.array(builtCell),
  blanks: z.number().int(),
  small: z.number().int().nullable().describe('null for someone who may not see the rows'),
  companions: z.number().int().nullable(),
  lost: z.number().nullable().describe('people behind companions'),
  release: z
    .string()
    .nullable()
    .describe('the release by which it is shown to someone who may see no row; null for a draft'),
  rule: ruleSchema,
  whose: z.record(z.string(), z.string()),
  earlier: z.array(z.object({ release: z.string(), title: z.string() })),
  alternatives: z.array(alternative),
  published: publishedTables,
});
export type BuiltTable = z.output<typeof builtTable>;

export const generalisationReport = z.object({
  file: z.string(),
  steps: z.array(z.object({ column: z.string(), step: z.number().int(), of: z.number().int() })),
  metric: z.enum(['entropy', 'precision']),
  loss: z.number(),
  records: z.number(),
  suppressed: z.number(),
  classes: z.number(),
  smallest_class: z.number(),
  average_class: z.object({ arx: z.number(), pycanon: z.number() }),
  nodes: z.number().int(),
  checked: z.number().int(),
});

export const columnJudgement = z.object({
  column: z.string(),
  letter: z.string().optional(),
  kind: z.string(),
  verdict: z.enum(['passes', 'must go', 'must be coarsened', 'look at it']),
  why: z.string(),
});

export const outputVerdict = z.object({
  file: z.string(),
  sha256: z.string().describe('of the file, as it stands in the audit log with the verdict'),
  checked_at: z.string(),
  verdict: z.enum(['pass', 'fail']),
  rule: z.record(z.string(), z.unknown()),
  cells: z.number().int(),
  faults: z.array(
    z.object({ cell: z.record(z.string(), z.string().nullable()), reasons: z.array(z.string()) }),
  ),
  model: z.array(z.string()),
  survival: z.array(z.object({ at: z.number(), reasons: z.array(z.string()) })),
});
