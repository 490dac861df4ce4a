import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';

export const frequency = z.enum([
  'daily',
  'weekly',
  'monthly',
  'quarterly',
  'twice-yearly',
  'yearly',
  'once',
]);

/** A dataset that an agency plans to open, and how far it is. */
export const accessEntry = z.object({
  entry: z.string(),
  agency: z.string(),
  title: z.string(),
  plannedOn: calendarDate,
  firstPlannedOn: calendarDate.describe('the first date that was given for it'),
  frequency,
  automated: z.boolean(),
  protected: z.boolean(),
  method: z
    .string()
    .nullable()
    .describe('what would make protected data public: removal, aggregation, synthesis'),
  dataset: z.string().nullable().describe('id of the dataset it became'),
  publishedOn: calendarDate.nullable(),
  asReported: z.boolean().describe('its agency says that it is published; no dataset here shows it'),
  slipDays: z.int().describe('days after the first date: of the new date, of publication, or of today'),
  state: z.enum(['published', 'published-late', 'planned', 'late']),
});
export type AccessEntry = z.output<typeof accessEntry>;

export const accessPlan = z.object({
  agency: z.string(),
  name: z.string(),
  state: z.enum(['not-submitted', 'changed-since', 'submitted']),
  submittedAt: z.string().nullable(),
  entries: z.array(accessEntry),
});
export type AccessPlan = z.output<typeof accessPlan>;
