import { z } from 'zod';
import { bytes, operation } from '../../../core/operation.ts';
import { noPlan, noSuchCycle, noSuchItem } from '../errors.ts';
import { planTable } from './model.ts';

export const downloadTable = operation({
  name: 'plan.download-table',
  method: 'GET',
  path: '/api/v1/plan/tables/{table}.csv',
  access: 'everyone',
  effect: 'read',
  summary: 'Download anything public about the plan as CSV, one table at a time',
  input: z.object({
    table: planTable,
    cycle: z.string().optional().describe('the plan in force when left out'),
  }),
  output: bytes('text/csv'),
  errors: [noPlan, noSuchCycle],
  positional: ['table'],
});

export const showBadge = operation({
  name: 'plan.show-badge',
  method: 'GET',
  path: '/api/v1/plan/badge.svg',
  access: 'everyone',
  effect: 'read',
  summary:
    'Show how the objectives stand as a small picture (SVG) for other sites: no script, kept for an hour',
  input: z.object({ goal: z.string().optional().describe('only of this goal') }),
  output: bytes('image/svg+xml'),
  errors: [noPlan, noSuchItem],
});

export const operations = { 'download-table': downloadTable, 'show-badge': showBadge };
