import { z } from 'zod';

/** The tables of the plan that anyone may take away. */
export const planTable = z.enum([
  'items',
  'objectives',
  'values',
  'reported',
  'tasks',
  'versions',
  'calendar',
  'consultations',
  'seats',
  'meetings',
  'board-recommendations',
  'recommendations',
  'reports',
  'access-plans',
  'inventories',
]);
export type PlanTable = z.output<typeof planTable>;

/** What each holds, and where the same stands as JSON. */
export const planTables: Readonly<Record<PlanTable, { readonly says: string; readonly json: string }>> = {
  items: {
    says: 'Principles, focal points, goals, actions, steps and recommendations',
    json: '/api/v1/plan',
  },
  objectives: { says: 'Objectives with baseline, value, target and status', json: '/api/v1/objectives' },
  values: { says: 'Every value ever counted for an objective', json: '/api/v1/objectives' },
  reported: { says: 'Figures that people reported', json: '/api/v1/objectives' },
  tasks: { says: 'Actions and steps, how far each is, and its forecast', json: '/api/v1/plan/tasks' },
  versions: { says: 'Frozen versions of every plan with their hashes', json: '/api/v1/plan/cycles' },
  calendar: { says: 'Dates of the plan', json: '/api/v1/plan/calendar' },
  consultations: { says: 'Agencies asked about the plan and their answers', json: '/api/v1/plan/cycles' },
  seats: { says: 'Seats of the board today', json: '/api/v1/plan/board' },
  meetings: { says: 'Meetings and hearings of the board', json: '/api/v1/plan/board' },
  'board-recommendations': {
    says: 'What the board recommended, its votes and the answers',
    json: '/api/v1/plan/board',
  },
  recommendations: {
    says: 'What the plan recommends to others, and their answers',
    json: '/api/v1/plan/recommendations',
  },
  reports: { says: 'Progress reports of agencies by round and state', json: '/api/v1/plan/rounds' },
  'access-plans': { says: 'Datasets that agencies plan to open', json: '/api/v1/plan/access-plans' },
  inventories: { says: 'Agencies’ yearly inventories, submitted or not', json: '/api/v1/plan/inventories' },
};
