import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { json, operation } from '../../../core/operation.ts';
import { agencyCode } from '../../agencies/model.ts';
import { illegalMove, noPlan, noSuchObjective, noSuchRecord, unfit } from '../errors.ts';
import { report, round } from './model.ts';

export const openRound = operation({
  name: 'plan.open-round',
  method: 'POST',
  path: '/api/v1/plan/rounds',
  access: 'office',
  effect: 'write',
  summary:
    'Open a round of progress reports: every covered agency gets one, filled in with all that can be counted',
  input: z.object({
    title: z.string().trim().min(3),
    from: calendarDate,
    to: calendarDate,
    due_on: calendarDate,
  }),
  output: json(round),
  errors: [noPlan, unfit, illegalMove],
  audited: ['from', 'to', 'due_on'],
});

export const listRounds = operation({
  name: 'plan.list-rounds',
  method: 'GET',
  path: '/api/v1/plan/rounds',
  access: 'everyone',
  effect: 'read',
  summary: 'List the rounds of progress reports, newest first, with how many agencies stand in each state',
  input: z.object({}),
  output: json(z.object({ rounds: z.array(round) })),
  errors: [],
});

const which = { round: z.string(), agency: agencyCode };

export const showReport = operation({
  name: 'plan.show-report',
  method: 'GET',
  path: '/api/v1/plan/rounds/{round}/reports/{agency}',
  access: 'everyone',
  effect: 'read',
  summary: "Show one agency's progress report: what was counted, what it says, what it explains",
  input: z.object(which),
  output: json(report),
  errors: [noSuchRecord],
  positional: ['round', 'agency'],
});

export const submitReport = operation({
  name: 'plan.submit-report',
  method: 'POST',
  path: '/api/v1/plan/rounds/{round}/reports/{agency}',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary: 'Confirm or explain the figures of an agency and send its report',
  input: z.object({
    ...which,
    note: z.string().trim().max(10_000).optional(),
    lines: z
      .array(
        z.object({
          ref: z.string(),
          reported: z.number().nullable().optional().describe('left out, the figure sent before stays'),
          explanation: z.string().trim().max(5_000).optional(),
        }),
      )
      .default([]),
  }),
  output: json(report),
  errors: [noSuchRecord, illegalMove, unfit],
  positional: ['round', 'agency'],
  audited: ['round', 'agency'],
});

export const reviewReport = operation({
  name: 'plan.review-report',
  method: 'POST',
  path: '/api/v1/plan/rounds/{round}/reports/{agency}/review',
  access: 'office',
  effect: 'write',
  summary: 'Accept a report, or ask the agency to make something clear',
  input: z.object({
    ...which,
    decision: z.enum(['accept', 'clarify']),
    clarification: z.string().trim().max(5_000).default(''),
    read: z
      .string()
      .optional()
      .describe('`submittedAt` of the report as you read it; left out, the newest is decided about'),
  }),
  output: json(report),
  errors: [noSuchRecord, illegalMove, unfit],
  positional: ['round', 'agency', 'decision'],
  audited: ['round', 'agency', 'decision'],
});

export const reportValue = operation({
  name: 'plan.report-value',
  method: 'POST',
  path: '/api/v1/objectives/{objective}/reported',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary: 'Report a figure for an objective: it stands beside the counted one and a difference is marked',
  input: z.object({
    objective: z.string(),
    value: z.number(),
    on: calendarDate.optional(),
    agency: agencyCode.optional().describe('whose figure it is; left out by the office, for the whole state'),
    source: z.string().trim().min(3, 'say where the figure comes from').max(1_000),
    example: z.boolean().default(false),
  }),
  output: json(
    z.object({ objective: z.string(), on: calendarDate, value: z.number(), differs: z.boolean() }),
  ),
  errors: [noSuchObjective, unfit],
  positional: ['objective', 'value'],
  audited: ['objective', 'value', 'on', 'agency'],
});

export const operations = {
  'open-round': openRound,
  'list-rounds': listRounds,
  'show-report': showReport,
  'submit-report': submitReport,
  'review-report': reviewReport,
  'report-value': reportValue,
};
