import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { bytes, json, operation } from '../../../core/operation.ts';
import { agencyCode } from '../../agencies/model.ts';
import { noSuchObstacle } from '../errors.ts';
import { obstacle, obstacleKind, obstacleOutcome } from './model.ts';

export const raiseObstacle = operation({
  name: 'law.raise-obstacle',
  method: 'POST',
  path: '/api/v1/obstacles',
  access: 'staff',
  effect: 'write',
  summary: 'Raise a legal, security, privacy or other obstacle to sharing data, with who reviews it by when',
  input: z.object({
    kind: obstacleKind,
    title: z.string().trim().min(3),
    citation: z.string().trim().min(3, 'name the law, rule or policy'),
    data: z.string().trim().min(3),
    agencies: z.array(agencyCode).min(1),
    reviewer: z.string().trim().min(2),
    reviewer_email: z.email().optional().describe('alerted when the date passes; never shown'),
    review_by: calendarDate,
    linked_to: z.string().optional().describe('address of the request or agreement it was met in'),
    example: z.boolean().default(false),
  }),
  output: json(obstacle),
  errors: [],
});

export const reviewObstacle = operation({
  name: 'law.review-obstacle',
  method: 'POST',
  path: '/api/v1/obstacles/{obstacle}/review',
  access: 'office',
  effect: 'write',
  summary: 'Record what the review of an obstacle found',
  input: z.object({
    obstacle: z.string(),
    outcome: obstacleOutcome,
    words: z.string().trim().min(3, 'say what was found'),
    on: calendarDate.optional(),
  }),
  output: json(obstacle),
  errors: [noSuchObstacle],
  positional: ['obstacle', 'outcome'],
});

const byKind = z.record(obstacleKind, z.int());

export const listObstacles = operation({
  name: 'law.list-obstacles',
  method: 'GET',
  path: '/api/v1/obstacles',
  access: 'everyone',
  effect: 'read',
  summary: 'The register of obstacles with its timeline: overdue first, then by the date of review',
  input: z.object({
    agency: agencyCode.optional(),
    kind: obstacleKind.optional(),
    linked_to: z.string().optional(),
  }),
  output: json(
    z.object({ obstacles: z.array(obstacle), counts: byKind, overdue: z.int(), agencies: z.int() }),
  ),
  errors: [],
});

export const exportObstacles = operation({
  name: 'law.export-obstacles',
  method: 'GET',
  path: '/api/v1/obstacles.csv',
  access: 'everyone',
  effect: 'read',
  summary: 'The yearly report of obstacles as CSV, with counts by type at its end',
  input: z.object({}),
  output: bytes('text/csv'),
  errors: [],
});

export const operations = {
  'raise-obstacle': raiseObstacle,
  'review-obstacle': reviewObstacle,
  'list-obstacles': listObstacles,
  'export-obstacles': exportObstacles,
};
