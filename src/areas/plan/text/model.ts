import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { baseline, item, itemDetails, itemKind, target } from '../model.ts';

export const suggestionKind = z.enum(['reword', 'add', 'drop']);
export type SuggestionKind = z.output<typeof suggestionKind>;

/** What may be said of an item. A field left out stays as it is. */
export const itemText = z.object({
  words: z.string().trim().min(1, 'write the words').max(20_000).optional(),
  name: z.string().trim().max(300).nullable().optional(),
  number: z.int().min(1).max(999).nullable().optional(),
  heading: z.string().nullable().optional(),
  parent: z.string().nullable().optional(),
  clause: z.string().nullable().optional(),
  details: itemDetails.nullable().optional(),
});
export type ItemText = z.output<typeof itemText>;

export const proposal = z.object({
  kind: itemKind.optional(),
  words: z.string().optional(),
  parent: z.string().nullable().optional(),
  details: itemDetails.nullable().optional(),
});

export const suggestion = z.object({
  suggestion: z.string(),
  cycle: z.string(),
  item: z.string().nullable(),
  kind: suggestionKind,
  proposal,
  reason: z.string(),
  author: z.string(),
  agency: z.string().nullable(),
  madeAt: z.string(),
  state: z.enum(['open', 'accepted', 'declined', 'withdrawn']),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  decision: z.string().nullable(),
  outdated: z.boolean().describe('the words it was made about have changed since'),
});
export type Suggestion = z.output<typeof suggestion>;

/** An item as it is being drafted: its revision must be quoted to change it. */
export const draftItem = item.extend({
  revision: z.string(),
  changedBy: z.string().nullable(),
  changedAt: z.string(),
  suggestions: z.int().describe('open suggestions about it'),
});
export type DraftItem = z.output<typeof draftItem>;

/** An objective as it is drafted, with what it lacks to be adopted. */
export const draftObjective = z.object({
  revision: z.string(),
  objective: z.string(),
  goal: z.string(),
  title: z.string(),
  measure: z.string(),
  covered: z.boolean(),
  agencies: z.array(z.string()),
  datasets: z.array(z.string()),
  principles: z.array(z.string()),
  baseline: baseline.nullable(),
  target: target.nullable(),
  horizon: z.enum(['short', 'long']),
  nextCheck: calendarDate.nullable(),
  owner: z.string(),
  missing: z.array(z.string()),
});

export const consultation = z.object({
  agency: z.string(),
  name: z.string(),
  askedOn: calendarDate.nullable(),
  outcome: z.enum(['asked', 'answered', 'no-response']).nullable(),
  answeredOn: calendarDate.nullable(),
  words: z.string().nullable(),
  recordedBy: z.string().nullable(),
});
export type Consultation = z.output<typeof consultation>;

/** An action or a step and how far it is. */
export const task = z.object({
  item: z.string(),
  kind: z.enum(['action', 'step']),
  number: z.int().nullable(),
  words: z.string(),
  parent: z.string().nullable(),
  owner: z.string().nullable(),
  agencies: z.array(z.string()),
  due: calendarDate.nullable(),
  evidenceWanted: z.string().nullable(),
  state: z.enum(['locked', 'ready', 'started', 'done']).describe('locked until the steps before it are done'),
  after: z.array(z.string()),
  doneOn: calendarDate.nullable(),
  evidence: z.string().nullable(),
  forecast: calendarDate.nullable().describe('when it will be done, if the steps before it go as forecast'),
  slipDays: z.int().nullable().describe('days by which the forecast misses the due date'),
  example: z.boolean(),
});
export type Task = z.output<typeof task>;
