import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';

/** A question about a dataset as everyone may read it; who asked is never shown. */
export const questionView = z.object({
  question: z.string().describe('id'),
  dataset: z.string().describe('public id'),
  title: z.string().describe('of the dataset'),
  agency: z.string().nullable(),
  words: z.string(),
  asked_at: z.string(),
  due_on: calendarDate,
  state: z.enum(['open', 'answered', 'closed']),
  late: z.boolean(),
  answer: z.string().nullable(),
  answered_at: z.string().nullable(),
  /** Days from question to answer. */
  days: z.number().int().nullable(),
  shown: z.boolean().describe('everyone may read it'),
});
export type QuestionView = z.output<typeof questionView>;
