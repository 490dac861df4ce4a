import type { z } from 'zod';
import { integer, optional, type RowOf, table, text } from '../../../store/database.ts';
import type { obstacleKind, obstacleOutcome } from './model.ts';

export const lawObstacle = table(
  'law_obstacle',
  {
    id: text(),
    number: integer(),
    kind: text<z.output<typeof obstacleKind>>(),
    title: text(),
    citation: text(),
    data: text(),
    /** JSON: codes. */
    agencies: text(),
    reviewer: text(),
    reviewer_email: optional(text()),
    review_by: text(),
    linked_to: optional(text()),
    outcome: optional(text<z.output<typeof obstacleOutcome>>()),
    outcome_words: optional(text()),
    reviewed_on: optional(text()),
    raised_by: text(),
    raised_at: text(),
    example: integer(),
  },
  ['id'],
);

declare module '../../../store/database.ts' {
  interface Database {
    law_obstacle: RowOf<typeof lawObstacle>;
  }
}
