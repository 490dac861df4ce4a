import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';

/** How a recommendation was taken. */
export const answer = z.enum(['accept', 'partly', 'decline']);
export type Answer = z.output<typeof answer>;

export const answerWords: Readonly<Record<Answer, string>> = {
  accept: 'Accepted',
  partly: 'Accepted in part',
  decline: 'Declined',
};

/** Whether a vote was cast by the seat's holder or recorded by the clerk. */
export const howVoted = z.enum(['cast', 'recorded']);
export type HowVoted = z.output<typeof howVoted>;

export const ballot = z.enum(['yes', 'no', 'abstain']);
export type Ballot = z.output<typeof ballot>;

export const seat = z.object({
  seat: z.string(),
  title: z.string(),
  authority: z.string().nullable().describe('who appoints'),
  voting: z.boolean(),
  chair: z.boolean(),
  holder: z.string().nullable(),
  example: z.boolean(),
  from: calendarDate.nullable(),
  until: calendarDate
    .nullable()
    .describe("the earlier of the member's own end and that of the appointing authority"),
  vacantBecause: z.string().nullable(),
  hasAccount: z.boolean().describe('an account is bound to it: its holder moves and votes from there'),
  yours: z.boolean().describe('the account bound to it is the one that asks'),
});
export type Seat = z.output<typeof seat>;

export const speaker = z.object({
  position: z.int(),
  name: z.string(),
  onBehalf: z.string().nullable(),
  item: z.string().nullable(),
  words: z.string().nullable(),
});

export const meeting = z.object({
  meeting: z.string(),
  cycle: z.string(),
  kind: z.enum(['meeting', 'hearing']),
  title: z.string(),
  at: z.string(),
  place: z.string(),
  example: z.boolean(),
  noticedAt: z.string(),
  state: z.enum(['noticed', 'held', 'cancelled']),
  record: z.string().nullable(),
  present: z.array(z.string()),
  quorum: z.object({ present: z.int(), needed: z.int(), reached: z.boolean() }).nullable(),
  speakers: z.array(speaker),
});
export type Meeting = z.output<typeof meeting>;

export const recommendation = z.object({
  recommendation: z.string(),
  cycle: z.string(),
  number: z.int(),
  meeting: z.string().nullable(),
  words: z.string(),
  items: z.array(z.string()),
  movedBy: z.string(),
  example: z.boolean(),
  state: z.enum(['open', 'carried', 'lost']),
  votes: z.array(
    z.object({
      seat: z.string(),
      vote: ballot,
      how: howVoted
        .nullable()
        .describe('`cast` from the account of the holder, `recorded` by the clerk; none for older votes'),
    }),
  ),
  counts: z.object({ yes: z.int(), no: z.int(), abstain: z.int() }),
  decidedAt: z.string().nullable(),
  response: answer.nullable(),
  reason: z.string().nullable(),
  answeredAt: z.string().nullable(),
});
export type Recommendation = z.output<typeof recommendation>;

const id = z.string().regex(/^[a-z0-9-]+$/, 'expected an id of small letters, digits and hyphens');

/** The board as a state's file says it: who appoints, which seats there are, who holds them and since when. */
export const boardFile = z.strictObject({
  authorities: z.array(
    z.strictObject({
      id,
      title: z.string(),
      terms: z.array(z.strictObject({ from: calendarDate.optional(), to: calendarDate.optional() })).min(1),
    }),
  ),
  seats: z
    .array(
      z.strictObject({
        id,
        title: z.string(),
        authority: id.optional(),
        voting: z.boolean(),
        chair: z.boolean().default(false),
        holders: z
          .array(
            z.strictObject({
              name: z.string(),
              from: calendarDate.optional(),
              to: calendarDate.optional(),
              /** The lasting id that the state's sign-in gives this person: their account moves and votes for the seat. */
              account: z.string().min(1).optional(),
              example: z.boolean().default(false),
            }),
          )
          .default([]),
      }),
    )
    .min(1),
});
