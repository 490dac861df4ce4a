import { z } from 'zod';
import { calendarDate } from '../../core/calendar-date.ts';
import { json, operation } from '../../core/operation.ts';
import { recordFileUnreadable } from '../../core/record-file.ts';
import { noSuchDataset, noSuchVersion, versionWithdrawn } from '../catalog/errors.ts';
import { datasetRef } from '../catalog/model.ts';
import { recordUploadInput } from '../record-upload.ts';
import { standardPublished } from './errors.ts';
import { finding, ruleStanding, standard } from './model.ts';

export const publishStandards = operation({
  name: 'standards.publish-standards',
  method: 'POST',
  path: '/api/v1/standards',
  access: 'office',
  effect: 'write',
  summary: 'Publish standards with their checks from a file; an edition that was published never changes',
  input: recordUploadInput,
  output: json(z.object({ standards: z.int(), added: z.int() })),
  errors: [recordFileUnreadable, standardPublished],
  upload: true,
  positional: ['file'],
});

export const listStandards = operation({
  name: 'standards.list-standards',
  method: 'GET',
  path: '/api/v1/standards',
  access: 'everyone',
  effect: 'read',
  summary: 'List the standards in force on a day, with version, date and checks, and how agencies conform',
  input: z.object({ on: calendarDate.optional().describe('today when left out') }),
  output: json(
    z.object({
      on: calendarDate,
      standards: z.array(standard),
      earlier: z.array(z.object({ id: z.string(), version: z.string(), published: calendarDate })),
    }),
  ),
  errors: [],
});

export const showConformance = operation({
  name: 'standards.show-conformance',
  method: 'GET',
  path: '/api/v1/standards/conformance',
  access: 'everyone',
  effect: 'read',
  summary: 'Show, agency by agency, how many of its datasets meet every standard in force',
  input: z.object({}),
  output: json(
    z.object({
      conforming: z.int(),
      datasets: z.int(),
      agencies: z.array(
        z.object({ agency: z.string(), name: z.string(), conforming: z.int(), datasets: z.int() }),
      ),
    }),
  ),
  errors: [],
});

export const checkStandards = operation({
  name: 'standards.check-dataset',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/standards',
  access: 'everyone',
  effect: 'read',
  summary: 'Check a dataset against the standards in force: each thing amiss with its rule, field and row',
  description:
    'Rows are named to those who may see them; of protected data everyone else learns which rules it does not meet.',
  input: z.object({
    dataset: datasetRef,
    version: z.int().min(1).optional().describe('of the dataset; the current one when left out'),
    limit: z.int().min(1).max(1000).default(200),
  }),
  output: json(
    z.object({
      dataset: z.string(),
      title: z.string(),
      version: z.int().nullable(),
      on: calendarDate,
      conforms: z.boolean(),
      rules: z.array(ruleStanding),
      findings: z.array(finding),
      more: z.int().describe('further findings in rows, beyond the limit'),
      withheld: z.boolean().describe('rows are not named to whoever may not see them'),
    }),
  ),
  errors: [noSuchDataset, noSuchVersion, versionWithdrawn],
  positional: ['dataset'],
});

export const operations = {
  'publish-standards': publishStandards,
  'list-standards': listStandards,
  'show-conformance': showConformance,
  'check-dataset': checkStandards,
};
