import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { bytes, json, operation } from '../../../core/operation.ts';
import { agencyCode } from '../../agencies/model.ts';
import { illegalMove, noSuchRecord, notReady } from '../errors.ts';
import { inventoryState, inventoryYear } from './model.ts';

export const listInventories = operation({
  name: 'plan.list-inventories',
  method: 'GET',
  path: '/api/v1/plan/inventories',
  access: 'everyone',
  effect: 'read',
  summary: 'List the agencies that owe an inventory for a year, and whether each has submitted it',
  input: z.object({ year: z.int().min(2000).max(2200).optional().describe('this year when left out') }),
  output: json(
    z.object({
      year: z.int(),
      dueOn: calendarDate.nullable(),
      submitted: z.int(),
      inventories: z.array(inventoryState),
    }),
  ),
  errors: [],
});

const which = { agency: agencyCode, year: z.int().min(2000).max(2200) };

export const showInventoryYear = operation({
  name: 'plan.show-inventory-year',
  method: 'GET',
  path: '/api/v1/agencies/{agency}/inventories/{year}',
  access: 'everyone',
  effect: 'read',
  summary:
    "Show an agency's inventory of high value data for a year: as it was submitted, or carried forward and what it lacks",
  input: z.object(which),
  output: json(inventoryYear),
  errors: [noSuchRecord],
  positional: ['agency', 'year'],
});

export const downloadInventoryYear = operation({
  name: 'plan.download-inventory-year',
  method: 'GET',
  path: '/api/v1/agencies/{agency}/inventories/{year}.csv',
  access: 'everyone',
  effect: 'read',
  summary: "Download an agency's inventory of a year as CSV",
  input: z.object(which),
  output: bytes('text/csv'),
  errors: [noSuchRecord],
  positional: ['agency', 'year'],
});

export const submitInventory = operation({
  name: 'plan.submit-inventory',
  method: 'POST',
  path: '/api/v1/agencies/{agency}/inventories/{year}',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary:
    'Submit the inventory of a year: it is frozen as it stands; refused while an entry lacks something',
  input: z.object({
    ...which,
    nothing_held: z
      .string()
      .trim()
      .max(2_000)
      .optional()
      .describe('of an inventory without an asset: why the agency holds none of high value'),
  }),
  output: json(inventoryYear),
  errors: [noSuchRecord, illegalMove, notReady],
  positional: ['agency', 'year'],
  audited: ['agency', 'year'],
});

export const reopenInventory = operation({
  name: 'plan.reopen-inventory',
  method: 'POST',
  path: '/api/v1/agencies/{agency}/inventories/{year}/reopen',
  access: 'office',
  effect: 'write',
  summary: 'Open a submitted inventory again so that the agency can correct it; what was submitted is kept',
  input: z.object({ ...which, because: z.string().trim().min(3, 'say why').max(2_000) }),
  output: json(inventoryYear),
  errors: [noSuchRecord, illegalMove],
  positional: ['agency', 'year'],
  audited: ['agency', 'year'],
});

export const operations = {
  'list-inventories': listInventories,
  'show-inventory-year': showInventoryYear,
  'download-inventory-year': downloadInventoryYear,
  'submit-inventory': submitInventory,
  'reopen-inventory': reopenInventory,
};
