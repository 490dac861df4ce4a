import { z } from 'zod';
import { calendarDate } from '../../core/calendar-date.ts';
import { standing } from '../agencies/model.ts';

/** Where a text of law was read, or would have to be. */
export const source = z.object({
  id: z.string(),
  title: z.string(),
  address: z.string(),
  official: z.string().nullable().describe('where the official text stands, when that is elsewhere'),
  read: calendarDate.nullable().describe('the day it was read; null where nobody wrote it down'),
  note: z.string().nullable(),
});

/** One clause of an act, between two dates. */
export const clause = z.object({
  clause: z.string().describe('stable id, such as cgs-4-67p-b'),
  act: z.string(),
  citation: z.string().describe('the act and the clause, as one cites them'),
  label: z.string(),
  says: z.string(),
  wording: z.enum(['quoted', 'summary']),
  standing,
  source: z.string().nullable(),
  from: calendarDate.nullable(),
  to: calendarDate.nullable(),
});
export type Clause = z.output<typeof clause>;

const monthDay = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'expected a month and day such as 12-31');

/** When a duty falls due. */
export const dueRule = z.discriminatedUnion('kind', [
  /** Every so many years on the same day, the first time in `first`. */
  z.strictObject({ kind: z.literal('every'), years: z.int().min(1), on: monthDay, first: z.int() }),
  /** So many days after something happens. */
  z.strictObject({ kind: z.literal('after'), event: z.string(), days: z.int().min(0) }),
  z.strictObject({ kind: z.literal('once'), on: calendarDate }),
  /** At all times. */
  z.strictObject({ kind: z.literal('standing') }),
]);
export type DueRule = z.output<typeof dueRule>;

export const duty = z.object({
  duty: z.string(),
  clause: z.string(),
  title: z.string(),
  bearer: z.string().describe('"covered agencies", or an office'),
  rule: dueRule,
  standing,
  source: z.string().nullable(),
  note: z.string().nullable(),
  from: calendarDate.nullable(),
  to: calendarDate.nullable(),
});
export type Duty = z.output<typeof duty>;

const weekday = z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']);

/** A day of the year on which offices are closed. */
export const holidayRule = z.union([
  z.strictObject({ month: z.int().min(1).max(12), day: z.int().min(1).max(31) }),
  /** `nth: -1` is the last of the month. */
  z.strictObject({ month: z.int().min(1).max(12), weekday, nth: z.int().min(-1).max(5) }),
  /** Days from Easter Sunday. */
  z.strictObject({ easter: z.int() }),
]);
export type HolidayRule = z.output<typeof holidayRule>;

/** A duty on a day: what the calendar shows. */
export const dutyDue = z.object({
  duty: z.string(),
  title: z.string(),
  clause: z.string(),
  citation: z.string(),
  bearer: z.string(),
  standing,
  note: z.string().nullable(),
  due: calendarDate.nullable().describe('null for a duty that always holds'),
  dueAt: z.string().nullable().describe("the last instant of that day in the state's time zone"),
  daysLeft: z.int().nullable().describe('below zero once it has passed'),
  businessDaysLeft: z.int().nullable(),
});
export type DutyDue = z.output<typeof dutyDue>;
