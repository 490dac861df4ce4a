import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { json, operation } from '../../../core/operation.ts';
import { agencyCode } from '../../agencies/model.ts';
import {
  cycleClosed,
  editedMeanwhile,
  illegalMove,
  noPlan,
  noSuchCycle,
  noSuchItem,
  noSuchSuggestion,
  unfit,
} from '../errors.ts';
import { baseline, itemKind, target } from '../model.ts';
import {
  consultation,
  draftItem,
  draftObjective,
  itemText,
  suggestion,
  suggestionKind,
  task,
} from './model.ts';

const inCycle = { cycle: z.string() };
const written = [noSuchCycle, noSuchItem, cycleClosed, editedMeanwhile, unfit] as const;
/** Quoted by whoever changes something, so that what another wrote meanwhile is not replaced unseen. */
const seenRevision = z.string().optional();
const unseen =
  'left out, nothing is compared, and what another wrote meanwhile is replaced (it stays in the history)';
const itemId = z.string().regex(/^[a-z0-9-]{2,80}$/, 'expected an id of small letters, digits and hyphens');

export const showDraft = operation({
  name: 'plan.show-draft',
  method: 'GET',
  path: '/api/v1/plan/cycles/{cycle}/draft',
  access: 'everyone',
  effect: 'read',
  summary: 'Show the text of a cycle as it stands now, each item with its revision and open suggestions',
  input: z.object(inCycle),
  output: json(
    z.object({
      cycle: z.string(),
      title: z.string(),
      open: z.boolean(),
      items: z.array(draftItem),
      objectives: z.array(draftObjective),
    }),
  ),
  errors: [noSuchCycle],
  positional: ['cycle'],
});

export const listMeasures = operation({
  name: 'plan.list-measures',
  method: 'GET',
  path: '/api/v1/plan/measures',
  access: 'everyone',
  effect: 'read',
  summary: 'List the measures that an objective can be bound to, with how each counts',
  input: z.object({}),
  output: json(
    z.object({
      measures: z.array(
        z.object({ measure: z.string(), title: z.string(), unit: z.string(), method: z.string() }),
      ),
    }),
  ),
  errors: [],
});

export const editItem = operation({
  name: 'plan.edit-item',
  method: 'POST',
  path: '/api/v1/plan/cycles/{cycle}/items/{item}',
  access: 'office',
  effect: 'write',
  summary:
    'Change an item of the draft; refused when somebody else has changed it since the revision you quote',
  input: z.object({ ...inCycle, item: z.string(), revision: z.string(), ...itemText.shape }),
  output: json(draftItem),
  errors: written,
  positional: ['cycle', 'item'],
  audited: ['cycle', 'item', 'revision'],
});

export const addItem = operation({
  name: 'plan.add-item',
  method: 'POST',
  path: '/api/v1/plan/cycles/{cycle}/items',
  access: 'office',
  effect: 'write',
  summary: 'Add an item to the draft: a principle, a goal, an action, a step, a recommendation',
  input: z.object({
    ...inCycle,
    item: itemId.describe('its lasting id'),
    kind: itemKind,
    ...itemText.shape,
    words: z.string().trim().min(1, 'write the words').max(20_000),
  }),
  output: json(draftItem),
  errors: written,
  positional: ['cycle', 'item', 'kind'],
  audited: ['cycle', 'item', 'kind', 'parent'],
});

export const dropItem = operation({
  name: 'plan.drop-item',
  method: 'POST',
  path: '/api/v1/plan/cycles/{cycle}/items/{item}/drop',
  access: 'office',
  effect: 'write',
  summary: 'Take an item out of the draft; earlier versions keep it',
  input: z.object({ ...inCycle, item: z.string(), revision: z.string() }),
  output: json(z.object({ item: z.string() })),
  errors: written,
  positional: ['cycle', 'item'],
  audited: ['cycle', 'item', 'revision'],
});

export const mergeItems = operation({
  name: 'plan.merge-items',
  method: 'POST',
  path: '/api/v1/plan/cycles/{cycle}/merge',
  access: 'office',
  effect: 'write',
  summary: 'Merge items into one: it keeps the links of all of them',
  input: z.object({
    ...inCycle,
    into: z.string(),
    from: z.array(z.string()).min(1),
    words: z.string().trim().min(1),
    revision: seenRevision.describe(`of the item that stays, as you read it; ${unseen}`),
  }),
  output: json(draftItem),
  errors: written,
  positional: ['cycle', 'into'],
  audited: ['cycle', 'into', 'from'],
});

export const putObjective = operation({
  name: 'plan.put-objective',
  method: 'POST',
  path: '/api/v1/plan/cycles/{cycle}/objectives/{objective}',
  access: 'office',
  effect: 'write',
  summary:
    'Write an objective of the draft: its measure, agencies, baseline, target, owner; what is left out is missing',
  input: z.object({
    ...inCycle,
    objective: itemId,
    goal: z.string(),
    title: z.string().trim().min(3),
    measure: z.string().regex(/^[a-z-]+\.[a-z-]+$/, 'expected a measure such as catalog.owner-named'),
    covered: z
      .boolean()
      .optional()
      .describe('count only agencies covered by the act or complying by choice, by the coverage of the day'),
    agencies: z.array(agencyCode).optional(),
    datasets: z.array(z.string()).optional(),
    principles: z.array(z.string()).default([]),
    baseline: baseline.partial({ source: true, first: true, example: true }).optional(),
    target: target.partial({ example: true, unit: true }).optional(),
    horizon: z.enum(['short', 'long']).default('short'),
    next_check: calendarDate.optional(),
    owner: z.string().default(''),
    example: z.boolean().default(false),
    revision: seenRevision.describe(
      `the revision you read; empty for one that you believe to be new; ${unseen}`,
    ),
  }),
  output: json(z.object({ objective: z.string(), missing: z.array(z.string()) })),
  errors: [noSuchCycle, cycleClosed, unfit, editedMeanwhile],
  positional: ['cycle', 'objective'],
  audited: ['cycle', 'objective', 'goal', 'measure', 'covered', 'agencies', 'revision'],
});

export const suggest = operation({
  name: 'plan.suggest',
  method: 'POST',
  path: '/api/v1/plan/cycles/{cycle}/suggestions',
  access: 'staff',
  effect: 'write',
  summary: 'Suggest other words for an item, a new item, or to drop one; the office decides',
  input: z.object({
    ...inCycle,
    item: z.string().optional(),
    kind: suggestionKind.default('reword'),
    item_kind: itemKind.optional().describe('of a new item'),
    words: z.string().trim().max(20_000).optional(),
    parent: z.string().optional(),
    reason: z.string().trim().min(3, 'say why').max(5_000),
    agency: agencyCode.optional(),
  }),
  output: json(suggestion),
  errors: [noSuchCycle, noSuchItem, cycleClosed, unfit],
  positional: ['cycle', 'item'],
  audited: ['cycle', 'item', 'kind', 'parent', 'agency'],
});

export const decideSuggestion = operation({
  name: 'plan.decide-suggestion',
  method: 'POST',
  path: '/api/v1/plan/suggestions/{suggestion}/decide',
  access: 'office',
  effect: 'write',
  summary: 'Accept a suggestion, with other words if need be, or decline it; the reason is kept beside it',
  input: z.object({
    suggestion: z.string(),
    decision: z.enum(['accept', 'decline']),
    words: z.string().trim().optional().describe('instead of those suggested'),
    item: itemId.optional().describe('lasting id of an item that is added'),
    reason: z.string().trim().min(3, 'say why'),
    revision: seenRevision.describe(`of the item, as you read it; ${unseen}`),
  }),
  output: json(suggestion),
  errors: [noSuchSuggestion, noSuchItem, illegalMove, cycleClosed, unfit, editedMeanwhile],
  positional: ['suggestion', 'decision'],
  audited: ['suggestion', 'decision', 'item'],
});

export const listSuggestions = operation({
  name: 'plan.list-suggestions',
  method: 'GET',
  path: '/api/v1/plan/cycles/{cycle}/suggestions',
  access: 'staff',
  effect: 'read',
  summary: 'List suggestions and what was decided on each, open ones first',
  input: z.object({ ...inCycle, item: z.string().optional() }),
  output: json(z.object({ suggestions: z.array(suggestion) })),
  errors: [noSuchCycle],
  positional: ['cycle'],
});

export const recordConsultation = operation({
  name: 'plan.record-consultation',
  method: 'POST',
  path: '/api/v1/plan/cycles/{cycle}/consultations',
  access: 'office',
  effect: 'write',
  summary: 'Record that an agency was asked about the draft, what it answered, or that it did not respond',
  input: z.object({
    ...inCycle,
    agency: agencyCode.optional().describe('every covered agency when left out'),
    outcome: z.enum(['asked', 'answered', 'no-response']),
    on: calendarDate.optional(),
    words: z.string().trim().max(10_000).optional(),
  }),
  output: json(z.object({ consultations: z.array(consultation), missing: z.int() })),
  errors: [noSuchCycle, cycleClosed, unfit],
  positional: ['cycle', 'agency', 'outcome'],
  audited: ['cycle', 'agency', 'outcome', 'on'],
});

export const listConsultations = operation({
  name: 'plan.list-consultations',
  method: 'GET',
  path: '/api/v1/plan/cycles/{cycle}/consultations',
  access: 'everyone',
  effect: 'read',
  summary: 'List the covered agencies with the date each was asked and what it answered',
  input: z.object(inCycle),
  output: json(
    z.object({
      consultations: z.array(consultation),
      missing: z.int().describe('neither answered nor recorded as not responding'),
    }),
  ),
  errors: [noSuchCycle],
  positional: ['cycle'],
});

export const listTasks = operation({
  name: 'plan.list-tasks',
  method: 'GET',
  path: '/api/v1/plan/tasks',
  access: 'everyone',
  effect: 'read',
  summary:
    'List actions and steps with how far each is and when it will be done; of one agency, its own only',
  input: z.object({
    agency: agencyCode.optional(),
    parent: z.string().optional().describe('a principle or a focal point'),
    cycle: z.string().optional(),
  }),
  output: json(z.object({ tasks: z.array(task) })),
  errors: [noPlan, noSuchCycle],
});

export const recordDone = operation({
  name: 'plan.record-done',
  method: 'POST',
  path: '/api/v1/plan/tasks/{item}',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary:
    'Record that an action or step was started or is done, with its evidence; the next step is unlocked',
  input: z.object({
    item: z.string(),
    agency: agencyCode.optional(),
    state: z.enum(['started', 'done']),
    on: calendarDate.optional(),
    evidence: z.string().trim().min(3, 'say what shows it: a document, an address, a decision').max(2_000),
  }),
  output: json(task),
  errors: [noPlan, noSuchItem, illegalMove, unfit],
  positional: ['item', 'state'],
  audited: ['item', 'agency', 'state', 'on'],
});

export const operations = {
  'show-draft': showDraft,
  'list-measures': listMeasures,
  'edit-item': editItem,
  'add-item': addItem,
  'drop-item': dropItem,
  'merge-items': mergeItems,
  'put-objective': putObjective,
  suggest,
  'decide-suggestion': decideSuggestion,
  'list-suggestions': listSuggestions,
  'record-consultation': recordConsultation,
  'list-consultations': listConsultations,
  'list-tasks': listTasks,
  'record-done': recordDone,
};
