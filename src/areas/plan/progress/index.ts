/** Agencies' progress: rounds with everything counted filled in, reports, reviews, reminders, and figures only they can give. */
import type { HandlersOf } from '../../handler.ts';
import type { MeasuresRegistry } from '../measures-registry.ts';
import type { operations } from './contract.ts';
import { openRoundHandler } from './open-round.ts';
import {
  listRoundsHandler,
  reportValueHandler,
  reviewReportHandler,
  showReportHandler,
  submitReportHandler,
} from './reports.ts';

export const handlersOf = (registry: MeasuresRegistry): HandlersOf<typeof operations> => ({
  'open-round': openRoundHandler(registry),
  'list-rounds': listRoundsHandler,
  'show-report': showReportHandler,
  'submit-report': submitReportHandler,
  'review-report': reviewReportHandler,
  'report-value': reportValueHandler,
});
