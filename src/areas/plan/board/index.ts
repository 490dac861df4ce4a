/** The advisory board: seats and terms, quorum, meetings and the hearing, recommendations voted and answered. */
import type { HandlersOf } from '../../handler.ts';
import type { operations } from './contract.ts';
import { loadBoardHandler } from './load-board.ts';
import { noticeMeetingHandler, recordMeetingHandler, showBoardHandler } from './meetings.ts';
import {
  answerBoardHandler,
  castVoteHandler,
  decideRecommendationHandler,
  moveRecommendationHandler,
} from './votes.ts';

export const handlers: HandlersOf<typeof operations> = {
  'show-board': showBoardHandler,
  'load-board': loadBoardHandler,
  'notice-meeting': noticeMeetingHandler,
  'record-meeting': recordMeetingHandler,
  'move-recommendation': moveRecommendationHandler,
  'cast-vote': castVoteHandler,
  'decide-recommendation': decideRecommendationHandler,
  'answer-board': answerBoardHandler,
};
