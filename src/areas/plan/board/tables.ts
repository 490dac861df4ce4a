import { integer, optional, type RowOf, table, text } from '../../../store/database.ts';
import type { Answer, HowVoted } from './model.ts';

export const planAuthority = table(
  'plan_authority',
  {
    id: text(),
    authority: text(),
    title: text(),
    valid_from: optional(text()),
    valid_to: optional(text()),
  },
  ['id'],
);

export const planSeat = table(
  'plan_seat',
  {
    id: text(),
    title: text(),
    authority: optional(text()),
    voting: integer(),
    chair: integer(),
    position: integer(),
  },
  ['id'],
);

export const planSeatTerm = table(
  'plan_seat_term',
  {
    id: text(),
    seat: text(),
    name: text(),
    valid_from: optional(text()),
    valid_to: optional(text()),
    example: integer(),
    /** The account that moves and votes for the seat during this term; without one only the clerk can record its votes. */
    account: optional(text()),
    recorded_at: text(),
    superseded_at: optional(text()),
  },
  ['id'],
);

export const planMeeting = table(
  'plan_meeting',
  {
    id: text(),
    cycle: text(),
    kind: text<'meeting' | 'hearing'>(),
    title: text(),
    at: text(),
    place: text(),
    noticed_at: text(),
    state: text<'noticed' | 'held' | 'cancelled'>(),
    record: optional(text()),
    present: text(),
    /** 1 where it is made up for demonstration. */
    example: optional(integer()),
  },
  ['id'],
);

export const planSpeaker = table(
  'plan_speaker',
  {
    id: text(),
    meeting: text(),
    position: integer(),
    name: text(),
    on_behalf: optional(text()),
    item: optional(text()),
    words: optional(text()),
  },
  ['id'],
);

export const planBoardRecommendation = table(
  'plan_board_recommendation',
  {
    id: text(),
    cycle: text(),
    number: integer(),
    meeting: optional(text()),
    words: text(),
    items: text(),
    moved_by: text(),
    state: text<'open' | 'carried' | 'lost'>(),
    made_at: text(),
    decided_at: optional(text()),
    response: optional(text<Answer>()),
    reason: optional(text()),
    answered_by: optional(text()),
    answered_at: optional(text()),
  },
  ['id'],
);

export const planVote = table(
  'plan_vote',
  {
    recommendation: text(),
    seat: text(),
    vote: text<'yes' | 'no' | 'abstain'>(),
    cast_at: text(),
    /** `cast` by the holder's own account or `recorded` by the clerk; none for votes older than this question. */
    how: optional(text<HowVoted>()),
    /** The account that did it. */
    account: optional(text()),
  },
  ['recommendation', 'seat'],
);

export const tables = [
  planAuthority,
  planSeat,
  planSeatTerm,
  planMeeting,
  planSpeaker,
  planBoardRecommendation,
  planVote,
];

declare module '../../../store/database.ts' {
  interface Database {
    plan_authority: RowOf<typeof planAuthority>;
    plan_seat: RowOf<typeof planSeat>;
    plan_seat_term: RowOf<typeof planSeatTerm>;
    plan_meeting: RowOf<typeof planMeeting>;
    plan_speaker: RowOf<typeof planSpeaker>;
    plan_board_recommendation: RowOf<typeof planBoardRecommendation>;
    plan_vote: RowOf<typeof planVote>;
  }
}
