import { z } from 'zod';
import { calendarDate } from '../../core/calendar-date.ts';
import { json, operation } from '../../core/operation.ts';
import { recordFileUnreadable } from '../../core/record-file.ts';
import { recordUploadInput } from '../record-upload.ts';
import {
  coveredByLaw,
  noSuchAgency,
  noSuchRole,
  noSuchTerm,
  nothingToWithdraw,
  termEndsBeforeItBegins,
  termOverlaps,
} from './errors.ts';
import { agencyCode, agencyLine, coverage, post, term } from './model.ts';

const asOf = {
  on: calendarDate.optional().describe('the date asked about; today when left out'),
  known_at: z.iso.datetime().optional().describe('answer with what was known at this instant'),
};

export const listAgencies = operation({
  name: 'agencies.list-agencies',
  method: 'GET',
  path: '/api/v1/agencies',
  access: 'everyone',
  effect: 'read',
  summary:
    'List agencies with their legal coverage, who answers for their data and which posts are vacant, on any date',
  input: z.object({
    ...asOf,
    covered: z.boolean().optional().describe('only those that owe the duties of the act'),
  }),
  output: json(
    z.object({
      on: calendarDate,
      agencies: z.array(agencyLine),
      counts: z.object({ covered: z.int(), optedIn: z.int(), posts: z.int(), filled: z.int() }),
    }),
  ),
  errors: [],
});

export const showAgency = operation({
  name: 'agencies.show-agency',
  method: 'GET',
  path: '/api/v1/agencies/{agency}',
  access: 'everyone',
  effect: 'read',
  summary: 'Show one agency: its coverage over time, its posts, and everyone who held them',
  input: z.object({ agency: agencyCode, ...asOf }),
  output: json(
    agencyLine.extend({
      on: calendarDate,
      coverages: z.array(coverage.extend({ holds: z.boolean() })),
      terms: z.array(term.extend({ roleTitle: z.string(), holds: z.boolean() })),
    }),
  ),
  errors: [noSuchAgency],
  positional: ['agency'],
});

export const loadAgencies = operation({
  name: 'agencies.load-agencies',
  method: 'POST',
  path: '/api/v1/agencies/load',
  access: 'operator',
  effect: 'write',
  summary: "Take over a state's file of agencies; loading the same file again changes nothing",
  input: recordUploadInput,
  output: json(
    z
      .object({ agencies: z.int(), people: z.int(), added: z.int(), superseded: z.int() })
      .describe('added and superseded count dated facts'),
  ),
  errors: [recordFileUnreadable],
  upload: true,
  positional: ['file'],
});

export const nameOfficer = operation({
  name: 'agencies.name-officer',
  method: 'POST',
  path: '/api/v1/agencies/{agency}/terms',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary: 'Name who answers for the data of an agency; the one before ends the day before',
  input: z.object({
    agency: agencyCode,
    person: z
      .string()
      .trim()
      .min(2, 'write the name of the person')
      .max(200)
      .describe('the name of the person'),
    role: z.string().default('agency-data-officer'),
    from: calendarDate.optional().describe('first day; today when left out'),
  }),
  output: json(z.object({ term, ended: term.nullable() })),
  errors: [noSuchAgency, noSuchRole, termOverlaps],
  positional: ['agency', 'person'],
});

export const endTerm = operation({
  name: 'agencies.end-term',
  method: 'POST',
  path: '/api/v1/agencies/{agency}/terms/{term}/end',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary: 'End a term; the post is vacant from the next day',
  input: z.object({
    agency: agencyCode,
    term: z.string(),
    on: calendarDate.optional().describe('last day; today when left out'),
  }),
  output: json(z.object({ term, post: post.nullable() })),
  errors: [noSuchAgency, noSuchTerm, termEndsBeforeItBegins],
  positional: ['agency', 'term'],
});

export const recordNotice = operation({
  name: 'agencies.record-notice',
  method: 'POST',
  path: '/api/v1/agencies/{agency}/notices',
  access: 'office',
  effect: 'write',
  summary:
    'Record the written notice of a body, such as a municipality, that it complies with the act by choice, or no longer will',
  input: z.object({
    agency: agencyCode,
    notice: z.enum(['comply', 'withdraw']),
    from: calendarDate.describe('the first day on which it holds'),
    dated: calendarDate.describe('the date of the notice'),
    words: z.string().trim().max(500).optional().describe('who signed it, where it is kept'),
    clause: z.string().max(80).optional().describe('id of the clause of law it rests on'),
    name: z.string().trim().min(2).max(200).optional().describe('of a body that is not listed yet'),
    kind: z.string().trim().max(60).default('town').describe('of a body that is not listed yet'),
    head: z.string().trim().max(200).optional(),
    head_contact: z.email('write an email address').max(254).optional(),
  }),
  output: json(z.object({ agency: z.string(), coverages: z.array(coverage) })),
  errors: [noSuchAgency, coveredByLaw, nothingToWithdraw],
  positional: ['agency', 'notice', 'from'],
});

export const operations = {
  'list-agencies': listAgencies,
  'show-agency': showAgency,
  'load-agencies': loadAgencies,
  'name-officer': nameOfficer,
  'end-term': endTerm,
  'record-notice': recordNotice,
};
