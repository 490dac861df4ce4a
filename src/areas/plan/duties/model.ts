import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { answer } from '../board/model.ts';

export const itResult = z.enum(['consistent', 'conditions', 'not-consistent']);
export type ItResult = z.output<typeof itResult>;

export const itResultWords: Readonly<Record<ItResult, string>> = {
  consistent: 'Consistent with the plan',
  conditions: 'Consistent with conditions',
  'not-consistent': 'Not consistent with the plan',
};

export const itAnswer = z.object({
  item: z.string(),
  answer: z.enum(['yes', 'condition', 'no', 'not-applicable']),
  note: z.string().trim().max(2_000).default(''),
});

/** A purchase, system or contract, and how it was found to stand to the plan. */
export const itAction = z.object({
  action: z.string(),
  number: z.int(),
  agency: z.string(),
  kind: z.enum(['purchase', 'system', 'contract']),
  title: z.string(),
  description: z.string(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  result: itResult.nullable().describe('null until it is checked'),
  cited: z.array(z.object({ item: z.string(), words: z.string(), note: z.string() })),
  conditions: z.string().nullable(),
  checkedAgainst: z.string().nullable().describe('the version of the plan'),
  checkedAt: z.string().nullable(),
  checkAgain: z.boolean().describe('a newer plan has been adopted since, or it was never checked'),
  history: z.array(
    z.object({ version: z.string(), result: itResult, checkedAt: z.string(), checkedBy: z.string() }),
  ),
});
export type ItAction = z.output<typeof itAction>;

/** A recommendation of the plan: to whom, why, what was answered and what follows. */
export const recommended = z.object({
  item: z.string(),
  number: z.int().nullable(),
  words: z.string(),
  addressee: z.string().nullable(),
  reason: z.string().nullable(),
  answerBy: calendarDate.nullable(),
  response: answer.nullable(),
  responseReason: z.string().nullable(),
  answeredOn: calendarDate.nullable(),
  followUp: z.string().nullable(),
  followUpOn: calendarDate.nullable(),
  overdue: z.boolean().describe('its date passed without an answer'),
  example: z.boolean(),
});
export type Recommended = z.output<typeof recommended>;
