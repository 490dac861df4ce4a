import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';

/** Not submitted until the agency sends it; then it waits for the office, which accepts it or asks. */
export const reportState = z.enum(['not-submitted', 'submitted', 'needs-clarification', 'accepted']);
export type ReportState = z.output<typeof reportState>;

export const stateWords: Readonly<Record<ReportState, string>> = {
  'not-submitted': 'Not submitted',
  submitted: 'Waiting for review',
  'needs-clarification': 'Needs clarification',
  accepted: 'Accepted',
};

/** A figure as the platform counted it when the round opened, beside what the agency says. */
export const reportLine = z.object({
  ref: z.string().describe('an objective, or an action'),
  kind: z.enum(['objective', 'action']),
  title: z.string(),
  computed: z
    .object({
      numerator: z.int().nullable(),
      denominator: z.int().nullable(),
      value: z.number().nullable(),
      words: z.string(),
    })
    .nullable()
    .describe('null where nothing computes it'),
  reported: z.number().nullable(),
  differs: z.boolean().describe('the agency reports another value than was counted'),
  explanation: z.string().nullable(),
  wanted: z.boolean().describe('nothing computes it, so the agency must say'),
});
export type ReportLine = z.output<typeof reportLine>;

export const report = z.object({
  round: z.string(),
  agency: z.string(),
  name: z.string(),
  state: reportState,
  submittedAt: z.string().nullable(),
  submittedBy: z.string().nullable(),
  note: z.string().nullable(),
  clarification: z.string().nullable().describe('what the office asked'),
  decidedAt: z.string().nullable(),
  lines: z.array(reportLine),
});
export type Report = z.output<typeof report>;

export const round = z.object({
  round: z.string(),
  cycle: z.string(),
  title: z.string(),
  from: calendarDate,
  to: calendarDate,
  openedAt: z.string(),
  dueOn: calendarDate,
  closedAt: z.string().nullable(),
  counts: z.object({
    'not-submitted': z.int(),
    submitted: z.int(),
    'needs-clarification': z.int(),
    accepted: z.int(),
  }),
  reports: z.array(z.object({ agency: z.string(), name: z.string(), state: reportState })),
});
export type Round = z.output<typeof round>;
