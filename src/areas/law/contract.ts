import { z } from 'zod';
import { calendarDate } from '../../core/calendar-date.ts';
import { json, operation } from '../../core/operation.ts';
import { recordFileUnreadable } from '../../core/record-file.ts';
import { recordUploadInput } from '../record-upload.ts';
import { noSuchClause, noSuchEvent } from './errors.ts';
import { clause, duty, dutyDue, source } from './model.ts';
import { operations as obstacleOperations } from './obstacles/contract.ts';

const act = z.object({
  act: z.string(),
  citation: z.string(),
  title: z.string(),
  kind: z.string(),
  address: z.string().nullable(),
  from: calendarDate.nullable(),
});

export const listActs = operation({
  name: 'law.list-acts',
  method: 'GET',
  path: '/api/v1/law',
  access: 'everyone',
  effect: 'read',
  summary: 'List acts and their clauses, with how each is known, on any date',
  input: z.object({ on: calendarDate.optional() }),
  output: json(z.object({ on: calendarDate, acts: z.array(act.extend({ clauses: z.array(clause) })) })),
  errors: [],
});

export const showClause = operation({
  name: 'law.show-clause',
  method: 'GET',
  path: '/api/v1/law/{clause}',
  access: 'everyone',
  effect: 'read',
  summary: 'Show one clause: what it says, how we know, its history and the duties it lays on whom',
  input: z.object({ clause: z.string(), on: calendarDate.optional() }),
  output: json(
    clause.extend({
      on: calendarDate,
      actTitle: z.string(),
      actCitation: z.string(),
      actAddress: z.string().nullable(),
      sourceDetails: source.nullable(),
      duties: z.array(duty),
      history: z.array(clause.extend({ recordedAt: z.string(), supersededAt: z.string().nullable() })),
    }),
  ),
  errors: [noSuchClause],
  positional: ['clause'],
});

export const listDutiesDue = operation({
  name: 'law.list-duties-due',
  method: 'GET',
  path: '/api/v1/duties',
  access: 'everyone',
  effect: 'read',
  summary:
    "List what the law makes due between two dates, counted in the state's time zone, with what always holds",
  input: z.object({
    from: calendarDate.optional().describe('today when left out'),
    to: calendarDate.optional().describe('a year after the first date when left out'),
    bearer: z.string().optional().describe('"covered agencies" or an office'),
  }),
  output: json(z.object({ from: calendarDate, to: calendarDate, duties: z.array(dutyDue) })),
  errors: [],
});

export const recordEvent = operation({
  name: 'law.record-event',
  method: 'POST',
  path: '/api/v1/law/events',
  access: 'office',
  effect: 'write',
  summary: 'Record that something happened which starts a clock, such as the board receiving the draft',
  input: z.object({ event: z.string(), on: calendarDate.optional().describe('today when left out') }),
  output: json(z.object({ event: z.string(), on: calendarDate, due: z.array(dutyDue) })),
  errors: [noSuchEvent],
  positional: ['event'],
});

export const loadLaw = operation({
  name: 'law.load-law',
  method: 'POST',
  path: '/api/v1/law/load',
  access: 'operator',
  effect: 'write',
  summary: "Take over one of a state's files of law; loading the same file again changes nothing",
  input: recordUploadInput,
  output: json(
    z.object({
      acts: z.int(),
      clauses: z.int(),
      duties: z.int(),
      holidays: z.int(),
      added: z.int(),
      superseded: z.int(),
    }),
  ),
  errors: [recordFileUnreadable],
  upload: true,
  positional: ['file'],
});

export const operations = {
  'list-acts': listActs,
  'show-clause': showClause,
  'list-duties-due': listDutiesDue,
  'record-event': recordEvent,
  'load-law': loadLaw,
  ...obstacleOperations,
};
