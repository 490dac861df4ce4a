import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { json, operation } from '../../../core/operation.ts';
import { recordFileUnreadable } from '../../../core/record-file.ts';
import { recordUploadInput } from '../../record-upload.ts';
import {
  illegalMove,
  mayNotVote,
  noPlan,
  noQuorum,
  noSuchCycle,
  noSuchRecord,
  notAtMeeting,
  unfit,
} from '../errors.ts';
import { answer, ballot, meeting, recommendation, seat } from './model.ts';

export const showBoard = operation({
  name: 'plan.show-board',
  method: 'GET',
  path: '/api/v1/plan/board',
  access: 'everyone',
  effect: 'read',
  summary: 'Show the advisory board on a date: seats, who holds them, quorum, meetings and recommendations',
  input: z.object({ on: calendarDate.optional(), cycle: z.string().optional() }),
  output: json(
    z.object({
      on: calendarDate,
      cycle: z.string(),
      drafting: z.boolean().describe('the plan is not adopted yet: motions can be made'),
      seats: z.array(seat),
      quorum: z.object({ voting: z.int(), filled: z.int(), needed: z.int() }),
      meetings: z.array(meeting),
      recommendations: z.array(recommendation),
    }),
  ),
  errors: [noPlan, noSuchCycle],
});

export const loadBoard = operation({
  name: 'plan.load-board',
  method: 'POST',
  path: '/api/v1/plan/board/load',
  access: 'operator',
  effect: 'write',
  summary: "Take over a state's file of its advisory board; loading the same file again changes nothing",
  input: recordUploadInput,
  output: json(z.object({ seats: z.int(), holders: z.int(), changed: z.int() })),
  errors: [recordFileUnreadable],
  upload: true,
  positional: ['file'],
});

export const bindSeat = operation({
  name: 'plan.bind-seat',
  method: 'POST',
  path: '/api/v1/plan/board/seats/{seat}/account',
  access: 'office',
  effect: 'write',
  summary: 'Say which account is that of the member who holds a seat: it alone moves and votes for the seat',
  input: z.object({
    seat: z.string(),
    account: z.string().nullable().describe('an id of `oak access list-people`; null takes it away again'),
  }),
  output: json(seat),
  errors: [noSuchRecord, mayNotVote, unfit],
  positional: ['seat', 'account'],
  audited: ['seat'],
});

export const noticeMeeting = operation({
  name: 'plan.notice-meeting',
  method: 'POST',
  path: '/api/v1/plan/board/meetings',
  access: 'office',
  effect: 'write',
  summary: 'Give public notice of a meeting or of the hearing on the draft',
  input: z.object({
    cycle: z.string().optional(),
    kind: z.enum(['meeting', 'hearing']),
    title: z.string().trim().min(3),
    at: z.iso.datetime({ offset: true }).describe('with its offset: 2026-11-24T10:00:00-05:00'),
    place: z.string().trim().min(3),
    example: z.boolean().default(false).describe('made up for demonstration'),
  }),
  output: json(meeting),
  errors: [noPlan, noSuchCycle, unfit, illegalMove],
  audited: ['cycle', 'kind', 'at'],
});

export const recordMeeting = operation({
  name: 'plan.record-meeting',
  method: 'POST',
  path: '/api/v1/plan/board/meetings/{meeting}',
  access: 'office',
  effect: 'write',
  summary: 'Record who was present, who spoke and what was said, or that the meeting was cancelled',
  input: z.object({
    meeting: z.string(),
    state: z.enum(['held', 'cancelled']).default('held'),
    present: z.array(z.string()).default([]).describe('seats'),
    record: z.string().trim().max(100_000).default(''),
    speakers: z
      .array(
        z.object({
          name: z.string().trim().min(1),
          onBehalf: z.string().optional(),
          item: z.string().optional(),
          words: z.string().max(10_000).optional().describe('kept as a comment in the docket as well'),
        }),
      )
      .default([]),
  }),
  output: json(meeting),
  errors: [noSuchRecord, notAtMeeting, unfit],
  positional: ['meeting'],
  audited: ['meeting', 'state', 'present'],
});

export const moveRecommendation = operation({
  name: 'plan.move-recommendation',
  method: 'POST',
  path: '/api/v1/plan/board/recommendations',
  access: 'board',
  effect: 'write',
  summary: 'Put a recommendation on the draft before the board, for the seat one holds, at a noticed meeting',
  input: z.object({
    cycle: z.string().optional(),
    meeting: z.string().min(1, 'name the noticed meeting at which it is moved'),
    words: z.string().trim().min(5),
    items: z.array(z.string()).default([]),
    seat: z.string(),
  }),
  output: json(recommendation),
  errors: [noPlan, noSuchCycle, noSuchRecord, mayNotVote, notAtMeeting, illegalMove],
  audited: ['cycle', 'meeting', 'seat', 'items'],
});

export const castVote = operation({
  name: 'plan.cast-vote',
  method: 'POST',
  path: '/api/v1/plan/board/recommendations/{recommendation}/votes',
  access: 'board',
  effect: 'write',
  summary: 'Vote on a recommendation for the seat one holds, once its meeting has begun',
  input: z.object({
    recommendation: z.string(),
    seat: z.string(),
    vote: ballot,
  }),
  output: json(recommendation),
  errors: [noSuchRecord, mayNotVote, notAtMeeting, illegalMove],
  positional: ['recommendation', 'seat', 'vote'],
  audited: ['recommendation', 'seat', 'vote'],
});

export const recordVote = operation({
  name: 'plan.record-vote',
  method: 'POST',
  path: '/api/v1/plan/board/meetings/{meeting}/votes',
  access: 'office',
  effect: 'write',
  summary: 'Record, as the clerk, a vote that the board took at a meeting with a quorum, and count it',
  input: z.object({
    cycle: z.string().optional(),
    meeting: z.string(),
    recommendation: z
      .string()
      .optional()
      .describe('one that is open; without it, what was moved in the room'),
    words: z.string().trim().min(5).optional(),
    items: z.array(z.string()).default([]),
    seat: z.string().optional().describe('who moved it'),
    votes: z.record(z.string(), ballot).describe('of each member who voted, by seat'),
  }),
  output: json(recommendation),
  errors: [noPlan, noSuchCycle, noSuchRecord, mayNotVote, notAtMeeting, noQuorum, illegalMove, unfit],
  positional: ['meeting'],
  audited: ['cycle', 'meeting', 'recommendation', 'seat', 'items'],
});

export const decideRecommendation = operation({
  name: 'plan.decide-recommendation',
  method: 'POST',
  path: '/api/v1/plan/board/recommendations/{recommendation}/decide',
  access: 'board',
  effect: 'write',
  summary:
    'Count the votes once the meeting has its record: carried when more say yes than no and a quorum voted',
  input: z.object({ recommendation: z.string() }),
  output: json(recommendation),
  errors: [noSuchRecord, noQuorum, notAtMeeting, illegalMove],
  positional: ['recommendation'],
  audited: ['recommendation'],
});

export const answerBoard = operation({
  name: 'plan.answer-board',
  method: 'POST',
  path: '/api/v1/plan/board/recommendations/{recommendation}/answer',
  access: 'office',
  effect: 'write',
  summary: 'Answer a recommendation the board carried: accepted, in part, or declined, with the reason',
  input: z.object({
    recommendation: z.string(),
    response: answer,
    reason: z.string().trim().min(3, 'say why'),
  }),
  output: json(recommendation),
  errors: [noSuchRecord, illegalMove],
  positional: ['recommendation', 'response'],
  audited: ['recommendation', 'response'],
});

export const operations = {
  'show-board': showBoard,
  'load-board': loadBoard,
  'bind-seat': bindSeat,
  'notice-meeting': noticeMeeting,
  'record-meeting': recordMeeting,
  'move-recommendation': moveRecommendation,
  'cast-vote': castVote,
  'record-vote': recordVote,
  'decide-recommendation': decideRecommendation,
  'answer-board': answerBoard,
};
