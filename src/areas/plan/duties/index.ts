/** What the plan asks of others once it stands: consistency of information technology, and answers to recommendations. */
import type { HandlersOf } from '../../handler.ts';
import type { operations } from './contract.ts';
import {
  checkItActionHandler,
  closeItActionHandler,
  exportItActionsHandler,
  listItActionsHandler,
  openItActionHandler,
  showChecklistHandler,
} from './it-actions.ts';
import { answerRecommendedHandler, listRecommendedHandler } from './recommendations.ts';

export const handlers: HandlersOf<typeof operations> = {
  'show-it-checklist': showChecklistHandler,
  'open-it-action': openItActionHandler,
  'check-it-action': checkItActionHandler,
  'close-it-action': closeItActionHandler,
  'list-it-actions': listItActionsHandler,
  'export-it-actions': exportItActionsHandler,
  'list-recommended': listRecommendedHandler,
  'answer-recommended': answerRecommendedHandler,
};
