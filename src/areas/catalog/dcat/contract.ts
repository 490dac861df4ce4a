import { z } from 'zod';
import { addressNotAllowed, outsideFailed } from '../../../core/guarded-request.ts';
import { job, json, operation } from '../../../core/operation.ts';
import { pathNotAllowed } from '../errors.ts';
import { catalogueTooLarge, catalogueUnreadable, noSuchHarvest } from './errors.ts';

export const harvestDifference = z.object({
  dataset: z.string().nullable().describe('public id; none yet for one that would be added'),
  identifier: z.string(),
  title: z.string(),
  outcome: z.enum(['added', 'changed', 'gone']),
  changes: z.array(z.string()).describe('statements that are not what they were'),
});
export type HarvestDifference = z.output<typeof harvestDifference>;

export const harvestResult = z.object({
  source: z.string(),
  title: z.string().nullable(),
  form: z.enum(['1.1', '3.0']),
  checked: z.boolean().describe('only checked: nothing was changed'),
  records: z.number().int(),
  distributions: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  gone: z
    .number()
    .int()
    .describe('harvested before, and not in the catalogue any more; they stay as they are'),
  differences: z.array(harvestDifference),
  more_differences: z.number().int(),
  problems: z.array(
    z.object({
      record: z.number().int(),
      identifier: z.string().nullable(),
      problem: z.string(),
      kind: z.enum(['error', 'notice']),
    }),
  ),
});
export type HarvestResult = z.output<typeof harvestResult>;

export const harvest = operation({
  name: 'catalog.harvest',
  method: 'POST',
  path: '/api/v1/harvests',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'long',
  summary: 'Harvest a DCAT-US catalogue (1.1 or 3.0) from an address or a file',
  description:
    'Datasets are known again by their identifiers, so that harvesting twice changes nothing the second time. Addresses of this machine and its network are never asked, unless the operator allows it.',
  input: z.object({
    source: z.string().min(1).max(2000).describe('address (https://…) of the catalogue, or its file'),
    agency: z.string().max(40).optional().describe('code of the agency that holds all of it'),
    check: z.boolean().default(false).describe('only say what would change'),
    allow_private: z
      .boolean()
      .default(false)
      .describe('also ask addresses inside this network: the operator only'),
    differences: z.number().int().min(0).max(20_000).default(500).describe('differences to list at most'),
  }),
  output: job(harvestResult),
  errors: [pathNotAllowed, addressNotAllowed, outsideFailed, catalogueUnreadable, catalogueTooLarge],
  positional: ['source'],
  paths: ['source'],
});

/** A harvest as it stands in the history. */
export const harvestLine = harvestResult
  .omit({ differences: true, more_differences: true, problems: true })
  .extend({
    harvest: z.string(),
    agency: z.string().nullable(),
    harvested_at: z.string(),
    harvested_by: z.string(),
  });
export type HarvestLine = z.output<typeof harvestLine>;

export const listHarvests = operation({
  name: 'catalog.list-harvests',
  method: 'GET',
  path: '/api/v1/harvests',
  access: 'staff',
  effect: 'read',
  summary: 'List what was harvested or compared, the newest first',
  input: z.object({ limit: z.number().int().min(1).max(200).default(50) }),
  output: json(z.object({ harvests: z.array(harvestLine) })),
  errors: [],
});

export const showHarvest = operation({
  name: 'catalog.show-harvest',
  method: 'GET',
  path: '/api/v1/harvests/{harvest}',
  access: 'staff',
  effect: 'read',
  summary: 'Show what a harvest changed, or a comparison would change, record by record',
  input: z.object({ harvest: z.string().max(60) }),
  output: json(
    harvestLine.extend({
      differences: z.array(harvestDifference),
      more_differences: z.number().int(),
      problems: harvestResult.shape.problems,
    }),
  ),
  errors: [noSuchHarvest],
  positional: ['harvest'],
});

export const dcatOperations = {
  harvest,
  'list-harvests': listHarvests,
  'show-harvest': showHarvest,
} as const;
