/** The advisory board: seats and terms, quorum, meetings and the hearing, recommendations voted and answered. */
import type { HandlersOf } from '../../handler.ts';
import { bindSeatHandler } from './bind-seat.ts';
import type { operations } from './contract.ts';
import { loadBoardHandler } from './load-board.ts';
import { noticeMeetingHandler, recordMeetingHandler, showBoardHandler } from './meetings.ts';
import { recordVoteHandler } from './record-vote.ts';
import {
  answerBoardHandler,
  castVoteHandler,
  decideRecommendationHandler,
  moveRecommendationHandler,
} from './votes.ts';

export const handlers: HandlersOf<typeof operations> = {
  'show-board': showBoardHandler,
  'load-board': loadBoardHandler,
  'bind-seat': bindSeatHandler,
  'notice-meeting': noticeMeetingHandler,
  'record-meeting': recordMeetingHandler,
  'move-recommendation': moveRecommendationHandler,
  'cast-vote': castVoteHandler,
  'record-vote': recordVoteHandler,
  'decide-recommendation': decideRecommendationHandler,
  'answer-board': answerBoardHandler,
};
