import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';

/** A change of a published column that may break programs, with the day from which the old column is no longer answered. */
export const changeView = z.object({
  change: z.string(),
  dataset: z.string().describe('public id'),
  kind: z.enum(['drop', 'rename', 'retype']),
  field: z.string().describe('as it is called until then'),
  becomes: z.string().nullable().describe('its new name or type'),
  reason: z.string(),
  effective_on: calendarDate,
  announced_at: z.string(),
  state: z.enum(['announced', 'in-force', 'called-off']),
});
export type ChangeView = z.output<typeof changeView>;

export const retirementView = z.object({
  dataset: z.string(),
  title: z.string(),
  reason: z.string(),
  archive: z.enum(['keep', 'archive', 'destroy']).describe('what becomes of its versions'),
  archive_ground: z.string(),
  replaced_by: z.string().nullable().describe('public id'),
  announced_at: z.string(),
  retire_on: calendarDate,
  retired_at: z.string().nullable(),
});
export type RetirementView = z.output<typeof retirementView>;
