import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { json, operation } from '../../../core/operation.ts';
import { agencyCode } from '../../agencies/model.ts';
import { noSuchRecord, unfit } from '../errors.ts';
import { accessEntry, accessPlan, frequency } from './model.ts';

export const putAccessEntry = operation({
  name: 'plan.put-access-entry',
  method: 'POST',
  path: '/api/v1/agencies/{agency}/access-plan/{entry}',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary:
    "Write one planned dataset of an agency's open data access plan: its date, frequency, and method when protected",
  input: z.object({
    agency: agencyCode,
    entry: z.string().regex(/^[a-z0-9-]{2,60}$/, 'expected an id of small letters, digits and hyphens'),
    title: z.string().trim().min(3),
    planned_on: calendarDate,
    frequency,
    automated: z.boolean().default(false),
    protected: z.boolean().default(false),
    method: z.string().trim().optional(),
    dataset: z
      .string()
      .optional()
      .describe('public id of the dataset here; published since its first release'),
    published_on: calendarDate.optional().describe('of one that is published elsewhere'),
  }),
  output: json(accessEntry),
  errors: [unfit],
  positional: ['agency', 'entry', 'title'],
  audited: ['agency', 'entry', 'planned_on', 'protected', 'dataset', 'published_on'],
});

export const submitAccessPlan = operation({
  name: 'plan.submit-access-plan',
  method: 'POST',
  path: '/api/v1/agencies/{agency}/access-plan',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary: 'Submit the open data access plan of an agency as it stands',
  input: z.object({ agency: agencyCode }),
  output: json(accessPlan),
  errors: [unfit, noSuchRecord],
  positional: ['agency'],
  audited: ['agency'],
});

export const listAccessPlans = operation({
  name: 'plan.list-access-plans',
  method: 'GET',
  path: '/api/v1/plan/access-plans',
  access: 'everyone',
  effect: 'read',
  summary: 'List the open data access plans: who has submitted one, what is planned, what has slipped',
  input: z.object({ agency: agencyCode.optional() }),
  output: json(z.object({ plans: z.array(accessPlan), submitted: z.int(), slipped: z.int() })),
  errors: [],
});

export const operations = {
  'put-access-entry': putAccessEntry,
  'submit-access-plan': submitAccessPlan,
  'list-access-plans': listAccessPlans,
};
