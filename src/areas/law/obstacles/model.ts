import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';

export const obstacleKind = z.enum(['legal', 'security', 'privacy', 'other']);

/** What a review found. */
export const obstacleOutcome = z.enum(['stands', 'lifted', 'lifted-in-part', 'needs-legislation']);

export const outcomeWords: Readonly<Record<z.output<typeof obstacleOutcome>, string>> = {
  stands: 'Stands',
  lifted: 'No obstacle any more',
  'lifted-in-part': 'Lifted in part',
  'needs-legislation': 'Needs legislation',
};

/** Something that stands in the way of sharing data, and who looks at it by when. */
export const obstacle = z.object({
  obstacle: z.string(),
  number: z.int(),
  kind: obstacleKind,
  title: z.string(),
  citation: z.string(),
  data: z.string().describe('which data it holds back'),
  agencies: z.array(z.string()),
  reviewer: z.string(),
  reviewBy: calendarDate,
  state: z.enum(['due', 'overdue', 'reviewed']),
  daysLeft: z.int(),
  outcome: obstacleOutcome.nullable(),
  outcomeWords: z.string().nullable(),
  reviewedOn: calendarDate.nullable(),
  linkedTo: z.string().nullable().describe('address of the request or agreement it was met in'),
  raisedAt: z.string(),
  example: z.boolean(),
});
export type Obstacle = z.output<typeof obstacle>;
