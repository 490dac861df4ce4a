import { z } from 'zod';
import { json, operation } from '../../../core/operation.ts';
import { datasetRef } from '../../catalog/model.ts';
import { noSuchColumn } from '../errors.ts';
import { riskReport } from '../model.ts';

const words = z.string().trim().min(3).max(4000);
const said = {
  expert: z.string().trim().min(2).max(120).describe('who determined it, by name'),
  qualification: words.describe('knowledge and experience with statistical methods of de-identification'),
  recipient: words.describe('the anticipated recipient'),
  controls: words.describe('what binds the recipient: agreement, place of work, who has access'),
  method: words.describe('methods of the analysis'),
  result: words.describe('results of the analysis that justify it'),
  outcome: z.enum(['very-small', 'not-very-small']).describe('the risk that somebody is recognized'),
  review_by: z.iso.date().describe('the day by which it is determined anew'),
};

export const determination = z.object({
  determination: z.string(),
  dataset: z.string(),
  version: z.int(),
  ...said,
  measured: riskReport,
  recorded_at: z.string(),
  citation: z.string(),
});

export const recordDetermination = operation({
  name: 'disclosure.record-determination',
  method: 'POST',
  path: '/api/v1/disclosure/determinations',
  access: 'reviewer',
  effect: 'write',
  summary: 'Record an expert’s determination of a dataset’s risk (HIPAA), with the risk as measured now',
  description:
    'The risk of the current version is measured by the fields named and kept with it. A determination is never changed: a later one follows it.',
  input: z.object({
    dataset: datasetRef,
    quasi: z.array(z.string().min(1)).min(1).describe('fields by which somebody could be recognized'),
    sensitive: z.array(z.string()).optional().describe('fields that nobody must learn of a person'),
    ...said,
  }),
  output: json(determination),
  errors: [noSuchColumn],
  positional: ['dataset'],
});

export const listDeterminations = operation({
  name: 'disclosure.list-determinations',
  method: 'GET',
  path: '/api/v1/disclosure/determinations/{dataset}',
  access: 'reviewer',
  effect: 'read',
  summary: 'The expert determinations of a dataset, newest first, with the risk each rests on',
  input: z.object({ dataset: datasetRef }),
  output: json(z.object({ determinations: z.array(determination) })),
  errors: [],
  positional: ['dataset'],
});

export const determinationOperations = {
  'record-determination': recordDetermination,
  'list-determinations': listDeterminations,
};
