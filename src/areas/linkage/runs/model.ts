import { z } from 'zod';
import { estimate, linkageReport } from '../model.ts';

/** What a column may be compared as. */
export { kinds } from '../kinds/kind.ts';

const share = z.number().min(0).max(1);

/** What a threshold costs, as the calibrated chances promise; pairs that were never compared are counted as missed. */
export const thresholdChoice = z.object({
  weight: z.number().describe('bits from which a pair is linked'),
  chance: share,
  links: z.int(),
  wrong: z.int().describe('links that are expected to be wrong'),
  missed: z.int().describe('true pairs that are expected not to be linked'),
  precision: share,
  recall: share,
  now: z.boolean(),
});

/** A group of records, with what the chances promise for its pairs. */
export const groupQuality = z.object({
  by: z.string(),
  value: z.string(),
  records: z.int(),
  unlinkable: share,
  review: share,
  truePairs: z.int().describe('expected'),
  recall: estimate.nullable(),
  gate: z.enum(['within', 'below', 'few']).describe('few: fewer than 200 true pairs'),
});

/** One side of a link, or the one dataset of a deduplication: where its records went. */
export const sideFlow = z.object({
  dataset: z.string().describe('public id'),
  title: z.string(),
  records: z.int(),
  linked: z.int(),
  alone: z.int().describe('told well enough, and without a partner'),
  unlinkable: z.int().describe('too little in them to be linked even to a copy of themselves'),
});

/** What the report of a run in the platform says beyond `report.json`: counts, never a value of a record. */
export const runEvidence = z.object({
  compared: z
    .array(
      z.object({
        group: z.string(),
        parts: z.array(z.object({ field: z.string(), levels: z.array(z.string()) })),
      }),
    )
    .describe('what was weighed, and how two records may agree in it, lowest first'),
  prior: z.number().describe('bits that any two records start with'),
  needed: z.number().describe('bits from which pairs are linked'),
  bands: z
    .array(z.object({ from: z.number(), pairs: z.int(), linked: z.int() }))
    .describe('pairs by the log2 odds of their final chance, in steps of one bit'),
  thresholds: z.array(thresholdChoice),
  doubtful: z.int().describe('pairs with a chance from 0.1 to 0.9'),
  whole: estimate.nullable().describe('expected recall of all pairs that were compared'),
  groups: z.array(groupQuality),
  sides: z.array(sideFlow),
  fewest: z
    .int()
    .nullable()
    .default(null)
    .describe('fewer records than this are put together, by the disclosure rule that governs the sources'),
  unlinkable: z
    .array(z.object({ side: z.int(), missing: z.array(z.string()), records: z.int() }))
    .describe('by the fields that are missing in them; few are put together'),
});
export type RunEvidence = z.output<typeof runEvidence>;

export const runState = z.enum(['waiting', 'running', 'finished', 'failed', 'stopped', 'destroyed']);

export const runView = z.object({
  run: z.string(),
  kind: z.enum(['dedupe', 'link']),
  title: z.string(),
  purpose: z.string(),
  state: runState,
  asked_by: z.string(),
  asked_at: z.string(),
  finished_at: z.string().nullable(),
  job: z.string(),
  datasets: z.array(z.object({ dataset: z.string(), title: z.string(), version: z.int() })),
  result: z.object({ dataset: z.string(), version: z.int() }).nullable(),
  follows: z.string().nullable(),
  continues: z.string().nullable().describe('the link that it goes on from'),
  model: z.string().nullable().describe('the link or saved model that was used; null: learned'),
  rules: z.string().nullable().describe('the saved rule set over the model'),
  withheld: z
    .boolean()
    .describe(
      'its result waits for a written reason: a group is found over 3 points less often than the whole',
    ),
  newest: z.boolean().describe('no later run moved its threshold'),
});
export type RunView = z.output<typeof runView>;

export const shownRun = runView.extend({
  report: linkageReport.nullable(),
  evidence: runEvidence.nullable(),
  reason: z.string().nullable().describe('why a group may be found less often than the whole'),
});
export type ShownRun = z.output<typeof shownRun>;

export const linkableDataset = z.object({
  dataset: z.string().describe('public id'),
  title: z.string(),
  agency: z.string().nullable(),
  version: z.int(),
  rows: z.int(),
  access: z.enum(['open', 'protected']),
  allowed: z.boolean().describe('for the purpose that is stated now'),
  because: z.string().nullable(),
});

export const linkable = z.object({
  purpose: z.string().nullable(),
  purposes: z.array(z.string()).describe('purposes of the asker’s own grants to whole rows'),
  datasets: z.array(linkableDataset),
});
export type Linkable = z.output<typeof linkable>;

export const columnUse = z.object({
  column: z.string(),
  sides: z.array(z.int()).describe('0: the first dataset, 1: the second'),
  kind: z.string().nullable(),
  why: z.string().nullable().describe('why it is left out'),
  few: z.boolean().describe('few values that many records share: errors may be told apart by it'),
});
export const recognisedFields = z.object({ columns: z.array(columnUse) });
export type RecognisedFields = z.output<typeof recognisedFields>;

/** A record as a person sees it: values by field. */
export const recordShown = z.object({
  side: z.int(),
  dataset: z.string(),
  title: z.string(),
  row: z.int().describe('row of the source'),
  values: z.record(z.string(), z.array(z.string())).describe('by field'),
});

export const pairListed = z.object({
  pair: z.int(),
  chance: share,
  weight: z.number(),
  linked: z.boolean(),
  decidedBy: z.string().nullable().describe('the rule, or a person, that decided; null: the chance did'),
  clusters: z.array(z.string()),
});

/** A cluster of the earlier link that is not the same any more, and why. */
export const clusterChange = z.object({
  kind: z.enum(['merged', 'split']),
  cluster: z.string().describe('merged: the one that goes on; split: the one that was'),
  others: z.array(z.string()).describe('merged: what went into it; split: what came out of it'),
  records: z.int(),
  because: z.string(),
});

export const clusterListed = z.object({
  cluster: z.string(),
  records: z.int(),
  weakest: z.number().nullable().describe('bits of its weakest bridge'),
});

export const clusterShown = z.object({
  run: z.string(),
  cluster: z.string(),
  fields: z.array(z.string()),
  records: z.array(recordShown),
  pairs: z.array(pairListed.extend({ a: z.int(), b: z.int() }).omit({ clusters: true, decidedBy: true })),
  bridge: z
    .object({
      pair: z.int(),
      weight: z.number(),
      apart: z.array(z.array(z.int())).describe('the records on its two sides, by their place in the list'),
    })
    .nullable()
    .describe('the weakest link that holds the cluster together'),
});
export type ClusterShown = z.output<typeof clusterShown>;

export const pairExplained = z.object({
  run: z.string(),
  pair: z.int(),
  linked: z.boolean(),
  ruled: z
    .object({
      by: z.string(),
      verdict: z.enum(['accept', 'review', 'refuse']),
      because: z.string().nullable(),
    })
    .nullable()
    .describe('the rule, or the person, that decided over the chance'),
  chance: share.describe('with all that surrounds the pair'),
  weight: z.number().describe('bits of the pair alone'),
  needed: z.number(),
  prior: z.number(),
  neighbours: z.number().nullable(),
  records: z.array(recordShown),
  fields: z.array(
    z.object({
      field: z.string(),
      parts: z.array(
        z.object({
          field: z.string(),
          left: z.array(z.string()),
          right: z.array(z.string()),
          same: z.boolean(),
          says: z.string(),
          rarity: z.number().nullable(),
        }),
      ),
      bits: z.number(),
      without: z.number(),
      decides: z.boolean(),
    }),
  ),
  comparedBy: z.array(z.string()),
  clusters: z.array(z.string()),
  others: z.int().describe('other pairs that were kept of either record'),
});
export type PairExplained = z.output<typeof pairExplained>;
