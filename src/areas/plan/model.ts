import { z } from 'zod';
import { calendarDate } from '../../core/calendar-date.ts';

export const itemKind = z.enum([
  'requirement',
  'duty',
  'phase',
  'heading',
  'principle',
  'focal-point',
  'goal',
  'action',
  'step',
  'recommendation',
]);
export type ItemKind = z.output<typeof itemKind>;

/** What an action, a step or a recommendation carries besides its words. */
export const itemDetails = z.object({
  owner: z.string().optional().describe('who answers for it'),
  agencies: z.array(z.string()).optional().describe('codes of the agencies that act'),
  due: calendarDate.optional(),
  evidence: z.string().optional().describe('what will show that it is done'),
  after: z.array(z.string()).optional().describe('steps that must be done before'),
  days: z.int().min(1).optional().describe('how long a step takes, from which its date is forecast'),
  addressee: z.string().optional().describe('to whom a recommendation speaks'),
  reason: z.string().optional(),
  answerBy: calendarDate.optional(),
  example: z.boolean().optional().describe('made up for demonstration'),
});

/** One thing the plan says, in its own words. Its id outlives renumbering. */
export const item = z.object({
  item: z.string(),
  kind: itemKind,
  number: z.int().nullable(),
  name: z.string().nullable(),
  words: z.string(),
  heading: z.string().nullable().describe('id of the heading a principle stands under'),
  clause: z.string().nullable().describe('id of the clause of law behind it'),
  parent: z.string().nullable().describe('the principle of an action, the focal point of a step'),
  details: itemDetails.nullable(),
});
export type Item = z.output<typeof item>;

/** A plan in force, or the words that stand for it. */
export const cycle = z.object({
  cycle: z.string(),
  title: z.string(),
  words: z.string().describe('which text the words are taken from'),
  adopted: z
    .object({ on: calendarDate, example: z.boolean() })
    .nullable()
    .describe('null while it is a draft'),
  nextDue: calendarDate,
});

export const target = z.object({
  value: z.number(),
  unit: z.string().default('%').describe('% for a share, else what is counted'),
  by: calendarDate,
  direction: z.enum(['at-least', 'at-most']),
  example: z.boolean(),
});
export type Target = z.output<typeof target>;

export const baseline = z.object({
  value: z.number(),
  on: calendarDate,
  source: z.string().nullable(),
  first: z.boolean().describe('it is the first measurement made here'),
  example: z.boolean(),
});
export type Baseline = z.output<typeof baseline>;

/** A figure on a day: counted records over all records, or why there is none. */
export const figure = z.object({
  on: calendarDate,
  knownAt: z.iso.datetime(),
  value: z.number().nullable(),
  numerator: z.int().nullable(),
  denominator: z.int().nullable(),
  reason: z.string().nullable().describe('why there is no value'),
});
export type Figure = z.output<typeof figure>;

/** The words and what they mean are those of the look: a shape, a word, a reason. */
export const stand = z.object({
  status: z.enum(['met', 'track', 'risk', 'late', 'unknown']),
  reason: z.string(),
  forecast: z
    .object({ low: z.number(), high: z.number() })
    .nullable()
    .describe('80 % interval on the target date'),
});
export type Stand = z.output<typeof stand>;

/** How a figure reads: a percentage, or a count of something. */
export const scale = z.object({
  kind: z.enum(['share', 'count', 'median']),
  unit: z.string(),
  record: z.object({ one: z.string(), many: z.string() }),
});
export type Scale = z.output<typeof scale>;

export const objective = z.object({
  objective: z.string(),
  goal: z.string(),
  number: z.string().describe('such as 4.1: its goal, and its place there'),
  title: z.string(),
  measure: z.string(),
  covered: z.boolean().describe('it counts only agencies covered by the act or complying by choice'),
  agencies: z.array(z.string()).describe('the agencies it is bound to; none for all'),
  datasets: z.array(z.string()).describe('the datasets it is bound to; none for all'),
  method: z.string().nullable().describe('how the measure counts; null when nothing computes it'),
  scale: scale.nullable(),
  principles: z.array(z.string()),
  horizon: z.enum(['short', 'long']),
  nextCheck: calendarDate.nullable(),
  owner: z.string(),
  example: z.boolean(),
  baseline: baseline.nullable(),
  now: figure.nullable(),
  target,
  stand,
  series: z
    .array(z.object({ on: calendarDate, value: z.number() }))
    .describe('one value a day for 45 days, before that one a month, oldest first'),
});
export type Objective = z.output<typeof objective>;

/** One record a figure is counted from. */
export const record = z.object({
  id: z.string(),
  title: z.string(),
  href: z.string(),
  agency: z.string().nullable(),
  counts: z.boolean(),
  amount: z.number().nullable().describe('what a median is taken of; null for shares and counts'),
  times: z.int().describe('how many it stands for: rows of one kind, requests of one day'),
  because: z.string(),
});
export type CountedRecord = z.output<typeof record>;

export const view = z
  .enum(['missing', 'numerator', 'denominator'])
  .describe('records that do not count, those that do, or all');
export type View = z.output<typeof view>;

/** Stands where an agency's code would, for records that belong to none. */
export const noAgency = 'none';

/** How many objectives stand in each way. */
export const tallyOf = (
  objectives: readonly { readonly stand: Stand }[],
): Record<Stand['status'], number> => {
  const tally = { met: 0, track: 0, risk: 0, late: 0, unknown: 0 };
  for (const { stand } of objectives) tally[stand.status]++;
  return tally;
};
