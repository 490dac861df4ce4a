import { z } from 'zod';
import { json, operation } from '../../../core/operation.ts';
import { recordFileUnreadable } from '../../../core/record-file.ts';
import { datasetRef } from '../../catalog/model.ts';
import {
  hierarchyLacksValue,
  hierarchyUnreadable,
  latticeTooLarge,
  noSuchColumn,
  noSuchRecordFile,
  nothingHolds,
  recordsUnreadable,
  tooManyKeys,
} from '../errors.ts';
import { columnJudgement, generalisationReport, riskReport } from '../model.ts';

export const badRecords = [noSuchRecordFile, recordsUnreadable, noSuchColumn];
export const recordFile = z.string().describe('CSV or Parquet, one record a row');
const quasi = z
  .array(z.string().min(1))
  .min(1)
  .describe('columns by which somebody could be recognized (quasi-identifiers)');

export const risk = operation({
  name: 'disclosure.risk',
  method: 'POST',
  path: '/api/v1/disclosure/risk',
  access: 'operator',
  effect: 'read',
  summary: 'Measure how likely somebody is recognized in records: k, l, t, uniques, attackers’ chances',
  description: 'Works on files that you bring. No value of a record is in the answer.',
  input: z.object({
    file: recordFile,
    quasi,
    sensitive: z.array(z.string()).optional().describe('columns that nobody must learn of a person'),
    ordered: z
      .array(z.string())
      .optional()
      .describe('sensitive columns of numbers: t by ordered distance too'),
    weight: z.string().optional().describe('sampling weights, for individual risk (Benedetti and Franconi)'),
    population: z
      .string()
      .optional()
      .describe('a file of the whole population, for journalist risk and δ-presence'),
    fraction: z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .describe('share of the population that the records are, for the uniques to expect in it'),
    missing: z
      .enum(['value', 'any'])
      .default('value')
      .describe('value: a missing one is one more value; any: it may be any value'),
    suda: z.boolean().optional().describe('special uniques (SUDA2) too'),
    l: z.int().min(2).max(1000).default(2).describe('the l of recursive (c, l)-diversity'),
    threshold: z.number().gt(0).max(1).default(0.2).describe('own risk above which a record is at risk'),
  }),
  output: json(riskReport),
  errors: [...badRecords, tooManyKeys],
  positional: ['file'],
  paths: ['file', 'population'],
});

export const datasetRisk = operation({
  name: 'disclosure.dataset-risk',
  method: 'POST',
  path: '/api/v1/disclosure/dataset-risk',
  access: 'analyst',
  effect: 'read',
  summary: 'Measure how likely somebody is recognized in a dataset by the fields named',
  input: z.object({
    dataset: datasetRef,
    quasi,
    sensitive: z.array(z.string()).optional().describe('fields that nobody must learn of a person'),
  }),
  output: json(riskReport),
  errors: [noSuchColumn],
  positional: ['dataset'],
});

export const generalise = operation({
  name: 'disclosure.generalise',
  method: 'POST',
  path: '/api/v1/disclosure/generalise',
  access: 'operator',
  effect: 'write',
  summary: 'Coarsen records by whole columns until they satisfy k, l or t, losing provably least',
  input: z.object({
    file: recordFile,
    quasi,
    hierarchies: z.string().describe('YAML: how each column becomes coarser; one left out goes whole'),
    sensitive: z.string().optional().describe('the column that l and t speak of'),
    k: z.int().min(1).default(5),
    l: z.int().min(2).optional().describe('distinct sensitive values in every class'),
    entropy_l: z.number().gt(1).optional().describe('entropy l-diversity'),
    t: z.number().gt(0).max(1).optional().describe('t-closeness by equal distance'),
    suppress: z.number().min(0).max(100).default(0).describe('per cent of records that may be left out'),
    metric: z.enum(['entropy', 'precision']).default('entropy').describe('what is lost, and is to be least'),
    to: z.string().optional().describe('where to write the coarser records, CSV'),
  }),
  output: json(generalisationReport),
  errors: [
    ...badRecords,
    recordFileUnreadable,
    hierarchyUnreadable,
    hierarchyLacksValue,
    latticeTooLarge,
    nothingHolds,
  ],
  positional: ['file'],
  paths: ['file', 'hierarchies', 'to'],
});

export const safeHarbor = operation({
  name: 'disclosure.safe-harbor',
  method: 'POST',
  path: '/api/v1/disclosure/safe-harbor',
  access: 'operator',
  effect: 'read',
  summary: 'Look at each column of a file as the HIPAA Safe Harbor rule would (45 CFR 164.514(b)(2))',
  input: z.object({
    file: recordFile,
    areas: z.string().optional().describe('YAML: three-digit ZIP areas of 20,000 people or fewer'),
  }),
  output: json(
    z.object({
      file: z.string(),
      passes: z.boolean(),
      columns: z.array(columnJudgement),
      citation: z.string(),
      areas_by: z.string(),
      remains: z.string(),
    }),
  ),
  errors: [...badRecords, recordFileUnreadable],
  positional: ['file'],
  paths: ['file', 'areas'],
});

export const microdataOperations = {
  risk,
  'dataset-risk': datasetRisk,
  generalise,
  'safe-harbor': safeHarbor,
};
