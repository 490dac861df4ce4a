import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { bytes, json, operation } from '../../../core/operation.ts';
import { agencyCode } from '../../agencies/model.ts';
import { answer } from '../board/model.ts';
import { illegalMove, noPlan, noSuchItem, noSuchRecord, unfit } from '../errors.ts';
import { item } from '../model.ts';
import { itAction, itAnswer, recommended } from './model.ts';

export const showChecklist = operation({
  name: 'plan.show-it-checklist',
  method: 'GET',
  path: '/api/v1/plan/it/checklist',
  access: 'everyone',
  effect: 'read',
  summary:
    'Show the questions an information technology action answers: the principles and actions of the plan in force',
  input: z.object({}),
  output: json(z.object({ version: z.string(), items: z.array(item) })),
  errors: [noPlan],
});

export const openItAction = operation({
  name: 'plan.open-it-action',
  method: 'POST',
  path: '/api/v1/plan/it',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary: 'Register a purchase, system or contract that must be consistent with the plan',
  input: z.object({
    agency: agencyCode,
    kind: z.enum(['purchase', 'system', 'contract']),
    title: z.string().trim().min(3, 'name it'),
    description: z.string().trim().max(10_000).default(''),
  }),
  output: json(itAction),
  errors: [noPlan],
  positional: ['agency', 'kind', 'title'],
  audited: ['agency', 'kind'],
});

export const checkItAction = operation({
  name: 'plan.check-it-action',
  method: 'POST',
  path: '/api/v1/plan/it/{action}/check',
  access: 'officer',
  about: { 'it-action': 'action' },
  effect: 'write',
  summary:
    'Answer the checklist: the result is consistent, consistent with conditions or not, and cites the items',
  input: z.object({
    action: z.string(),
    answers: z.array(itAnswer).min(1),
    conditions: z.string().trim().max(5_000).default(''),
  }),
  output: json(itAction),
  errors: [noPlan, noSuchRecord, unfit, illegalMove],
  positional: ['action'],
  audited: ['action'],
});

export const closeItAction = operation({
  name: 'plan.close-it-action',
  method: 'POST',
  path: '/api/v1/plan/it/{action}/close',
  access: 'officer',
  about: { 'it-action': 'action' },
  effect: 'write',
  summary: 'Close an action that is done or given up: a new plan no longer asks to check it again',
  input: z.object({ action: z.string() }),
  output: json(itAction),
  errors: [noSuchRecord, illegalMove],
  positional: ['action'],
  audited: ['action'],
});

const filter = {
  agency: agencyCode.optional(),
  check_again: z.boolean().optional(),
  action: z.string().optional().describe('only this one'),
};

export const listItActions = operation({
  name: 'plan.list-it-actions',
  method: 'GET',
  path: '/api/v1/plan/it',
  access: 'everyone',
  effect: 'read',
  summary: 'List information technology actions with their results; those to check again first',
  input: z.object(filter),
  output: json(z.object({ actions: z.array(itAction), checkAgain: z.int() })),
  errors: [noSuchRecord],
});

export const exportItActions = operation({
  name: 'plan.export-it-actions',
  method: 'GET',
  path: '/api/v1/plan/it.csv',
  access: 'everyone',
  effect: 'read',
  summary: 'Export them for procurement as CSV',
  input: z.object(filter),
  output: bytes('text/csv'),
  errors: [noSuchRecord],
});

export const listRecommended = operation({
  name: 'plan.list-recommended',
  method: 'GET',
  path: '/api/v1/plan/recommendations',
  access: 'everyone',
  effect: 'read',
  summary: "List the plan's recommendations with their answers; those past their date without one are marked",
  input: z.object({ cycle: z.string().optional() }),
  output: json(z.object({ recommendations: z.array(recommended), overdue: z.int() })),
  errors: [noPlan],
});

export const answerRecommended = operation({
  name: 'plan.answer-recommended',
  method: 'POST',
  path: '/api/v1/plan/recommendations/{item}',
  access: 'office',
  effect: 'write',
  summary: 'Record what the addressee answered, and what follows',
  input: z.object({
    item: z.string(),
    response: answer,
    reason: z.string().trim().min(3, 'say why'),
    on: calendarDate.optional(),
    follow_up: z.string().trim().optional(),
    follow_up_on: calendarDate.optional(),
  }),
  output: json(recommended),
  errors: [noPlan, noSuchItem],
  positional: ['item', 'response'],
  audited: ['item', 'response', 'on', 'follow_up_on'],
});

export const operations = {
  'show-it-checklist': showChecklist,
  'open-it-action': openItAction,
  'check-it-action': checkItAction,
  'close-it-action': closeItAction,
  'list-it-actions': listItActions,
  'export-it-actions': exportItActions,
  'list-recommended': listRecommended,
  'answer-recommended': answerRecommended,
};
