import { z } from 'zod';
import { calendarDate } from '../../core/calendar-date.ts';

/** Whether the data act applies to an agency. Only the first two owe its duties. */
export const coverageStatus = z.enum(['covered', 'opted-in', 'not-covered', 'unconfirmed']);
export type CoverageStatus = z.output<typeof coverageStatus>;

/** How we know a thing: read at its source, general knowledge not checked there, or concluded from something read. */
export const standing = z.enum(['read', 'recalled', 'inferred']);
export type Standing = z.output<typeof standing>;

/** Said on every screen beside what was not read at its source. */
export const standingInWords = (value: Standing): string =>
  ({
    read: 'Read at the source named',
    recalled: 'Not checked at its source',
    inferred: 'Our reading, not checked at its source',
  })[value];

export const owesDuties = (status: CoverageStatus | undefined): boolean =>
  status === 'covered' || status === 'opted-in';

export const agencyCode = z
  .string()
  .regex(/^[A-Za-z0-9-]{2,12}$/, 'expected an agency code such as OPM')
  .transform((code) => code.toUpperCase());

/** Legal coverage between two dates, with its ground. */
export const coverage = z.object({
  status: coverageStatus,
  from: calendarDate.nullable(),
  to: calendarDate.nullable(),
  clause: z.string().nullable().describe('id of the clause of law'),
  source: z.string().nullable().describe('id of the source it was taken from'),
  standing,
  note: z.string().nullable(),
});
export type Coverage = z.output<typeof coverage>;

/** A person in a role of an agency between two dates. */
export const term = z.object({
  term: z.string(),
  agency: z.string(),
  role: z.string(),
  person: z.string(),
  name: z.string(),
  from: calendarDate.nullable(),
  to: calendarDate.nullable(),
  example: z.boolean().describe('invented for demonstration'),
});
export type Term = z.output<typeof term>;

/** A role that each covered agency must fill. A post is one such role in one agency. */
export const post = z.object({
  agency: z.string(),
  role: z.string(),
  title: z.string(),
  clause: z.string().nullable(),
  holder: term.nullable(),
  /** First day without a holder; null while filled, and where nobody is recorded as ever having held it. */
  vacantSince: calendarDate.nullable(),
  vacantDays: z.int().nullable(),
  lastHolder: term.nullable().describe('who held it before it fell vacant'),
});
export type Post = z.output<typeof post>;

export const agencyLine = z.object({
  code: z.string(),
  name: z.string(),
  kind: z.string().describe('executive, federal, quasi-public …'),
  head: z.string().nullable().describe('title of the head'),
  headContact: z
    .string()
    .nullable()
    .describe(
      'the address of the head’s office, which requests reach while the data officer’s post is vacant',
    ),
  coverage: coverage.nullable(),
  posts: z.array(post),
  requestsTo: z
    .string()
    .describe('who gets what is asked of its data officer: the head while the post is vacant'),
});
export type AgencyLine = z.output<typeof agencyLine>;
