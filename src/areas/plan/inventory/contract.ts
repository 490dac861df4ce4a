import { z } from 'zod';
import { bytes, json, operation } from '../../../core/operation.ts';
import { agencyCode } from '../../agencies/model.ts';
import { illegalMove, noSuchRecord, notReady } from '../errors.ts';
import { inventoryYear } from './model.ts';

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
  input: z.object(which),
  output: json(inventoryYear),
  errors: [noSuchRecord, illegalMove, notReady],
  positional: ['agency', 'year'],
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
});

export const operations = {
  'show-inventory-year': showInventoryYear,
  'download-inventory-year': downloadInventoryYear,
  'submit-inventory': submitInventory,
  'reopen-inventory': reopenInventory,
};
