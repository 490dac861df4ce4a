import { z } from 'zod';
import { json, operation } from '../../../core/operation.ts';
import { datasetRef } from '../../catalog/model.ts';
import { notForFigures } from '../errors.ts';
import { builtTable } from '../model.ts';
import { badTables, review, title, withTables } from '../release/contract.ts';

const tableOf = {
  dataset: datasetRef,
  rows: z
    .string()
    .min(1)
    .describe('field whose values make the rows; coarser as town:planning-region or age:10'),
  columns: z.string().optional().describe('field whose values make the columns, as in rows'),
  join: z
    .int()
    .min(2)
    .max(100_000)
    .optional()
    .describe('put values with fewer people than this together as one'),
  where: z
    .array(z.string())
    .max(50)
    .optional()
    .describe('rows with one of these values, as field=value; of several fields all must hold'),
  way: z
    .enum(['blanks', 'rounding', 'cell-key', 'coded-percentages'])
    .default('blanks')
    .describe(
      'how small counts are kept: by blanks, by rounding every count, by noise on every count, or by percentages in ranges, ' +
        'coarser for smaller groups',
    ),
};

export const buildTable = operation({
  name: 'disclosure.build-table',
  method: 'POST',
  path: '/api/v1/disclosure/tables',
  access: 'analyst',
  effect: 'read',
  summary: 'Count a table of a dataset and see what of it could be printed, with the reason of each blank',
  input: z.object({
    ...tableOf,
    alternatives: z
      .boolean()
      .default(false)
      .describe('try other ways to make it safe, and say what each costs'),
  }),
  output: json(builtTable),
  errors: [...badTables, notForFigures],
  positional: ['dataset', 'rows', 'columns'],
});

export const releaseTable = operation({
  name: 'disclosure.release-table',
  method: 'POST',
  path: '/api/v1/disclosure/table-releases',
  access: 'analyst',
  effect: 'write',
  summary: 'Let a table of a dataset leave through the gate',
  input: z.object({ ...tableOf, title, review }),
  output: json(withTables),
  errors: [...badTables, notForFigures],
  positional: ['dataset', 'rows', 'columns'],
});

export const builderOperations = {
  'build-table': buildTable,
  'release-table': releaseTable,
};
