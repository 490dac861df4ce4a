import { z } from 'zod';
import { bytes, json, operation } from '../../../core/operation.ts';
import { unreadableFile } from '../../../core/request-errors.ts';
import { dcatOperations } from '../dcat/contract.ts';
import { noSuchDataset, nothingSent, pathNotAllowed } from '../errors.ts';
import { datasetRef } from '../model.ts';
import { promiseOperations } from '../promise/contract.ts';
import { questionOperations } from '../questions/contract.ts';
import {
  columnsMissing,
  determinerMissing,
  noLineageToItself,
  noSuchCopy,
  noSuchReason,
  notAWorkbook,
  notYourAgency,
  workbookTooLarge,
  yearsBackwards,
} from './errors.ts';
import { copyView, custodyInput, custodyView, describedField, lineageView, sheetProblem } from './model.ts';

const workbookErrors = [
  nothingSent,
  pathNotAllowed,
  unreadableFile,
  notAWorkbook,
  workbookTooLarge,
  columnsMissing,
  notYourAgency,
];
const said = z.object(custodyInput.shape).partial();

export const describeCustody = operation({
  name: 'catalog.describe-custody',
  method: 'PUT',
  path: '/api/v1/datasets/{dataset}/custody',
  access: 'officer',
  about: { dataset: 'dataset' },
  effect: 'write',
  summary: 'Say where an asset is kept, from when, who may have it and why it is of high value',
  description: 'An empty text takes a statement away; what is left out stays.',
  input: z.object({ dataset: datasetRef, ...said.shape }),
  output: json(custodyView.extend({ dataset: z.string() })),
  errors: [noSuchDataset, noSuchReason, determinerMissing, yearsBackwards],
  positional: ['dataset'],
});

export const showCustody = operation({
  name: 'catalog.show-custody',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/custody',
  access: 'everyone',
  effect: 'read',
  summary:
    'Show what is said of an asset beyond its record: system, years, terms, reasons of high value, described fields',
  input: z.object({ dataset: datasetRef }),
  output: json(
    custodyView.extend({
      dataset: z.string(),
      reason_words: z.array(
        z.object({ code: z.string(), says: z.string(), citation: z.string().nullable() }),
      ),
      fields: z.array(describedField),
      copies: z.array(copyView).describe('datasets with nearly the same columns and keys'),
    }),
  ),
  errors: [noSuchDataset],
  positional: ['dataset'],
});

const workbookInput = {
  file: z.string().optional().describe('the workbook (.xlsx)'),
  path: z.string().optional().describe('the same, made absolute by the command line'),
  filename: z.string().optional(),
};
const problems = {
  problems: z.array(sheetProblem),
  more_problems: z.number().int().describe('further ones that are not listed'),
};
const mostProblems = z.number().int().min(0).max(10_000).default(200).describe('problems to list at most');

export const importDictionary = operation({
  name: 'catalog.import-dictionary',
  method: 'POST',
  path: '/api/v1/dictionaries',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary: 'Register the assets and fields that a data dictionary in a workbook describes',
  description:
    'One element a row: agency, program, category, name, definition, type, years. What is not understood is told with its row.',
  input: z.object({
    ...workbookInput,
    agency: z.string().max(40).optional().describe('code of the agency that holds all of it'),
    check: z.boolean().default(false).describe('only say what would change'),
    problems: mostProblems,
  }),
  output: json(
    z.object({
      file: z.string(),
      checked: z.boolean(),
      blank: z.boolean().describe('it holds only the example of the form'),
      elements: z.number().int(),
      assets: z.array(
        z.object({
          dataset: z.string(),
          title: z.string(),
          agency: z.string().nullable(),
          holder: z.string(),
          outcome: z.enum(['added', 'changed', 'unchanged']),
          fields: z.number().int(),
          field_changes: z.object({
            added: z.number().int(),
            changed: z.number().int(),
            removed: z.number().int(),
            unchanged: z.number().int(),
          }),
        }),
      ),
      ...problems,
    }),
  ),
  errors: workbookErrors,
  upload: true,
  positional: ['file'],
  paths: ['file'],
});

export const exportInventory = operation({
  name: 'catalog.export-inventory',
  method: 'GET',
  path: '/api/v1/inventory.xlsx',
  access: 'everyone',
  effect: 'read',
  summary: 'Download the inventory as a workbook to fill in and send back',
  input: z.object({ agency: z.string().max(40).optional().describe('only what this agency holds, by code') }),
  output: bytes('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
  errors: [],
});

const inventoryTaken = json(
  z.object({
    file: z.string(),
    taken: z.boolean().describe('false when it was only checked, or a row has an error'),
    added: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    assets: z.array(
      z.object({
        row: z.number().int(),
        dataset: z.string().nullable().describe('public id; none yet for one that would be added'),
        title: z.string(),
        outcome: z.enum(['added', 'changed', 'unchanged']),
        changes: z.array(z.string()).describe('columns that are not what they were'),
      }),
    ),
    ...problems,
  }),
);

export const importInventory = operation({
  name: 'catalog.import-inventory',
  method: 'POST',
  path: '/api/v1/inventory',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary: 'Register or change assets from the inventory workbook',
  description:
    'One asset a row, with the columns of the exported workbook; a column left out changes nothing, an empty cell takes a statement away. While any row has an error nothing is taken, and every error is told.',
  input: z.object({
    ...workbookInput,
    agency: z.string().max(40).optional().describe('code of the agency that rows without one belong to'),
    check: z.boolean().default(false).describe('only say what would change'),
    problems: mostProblems,
  }),
  output: inventoryTaken,
  errors: workbookErrors,
  upload: true,
  positional: ['file'],
  paths: ['file'],
});

export const editInventory = operation({
  name: 'catalog.edit-inventory',
  method: 'POST',
  path: '/api/v1/inventory/rows',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary:
    "Change many of an agency's assets at once: cells by the keys of the inventory's columns, all rows or none",
  input: z.object({
    agency: z.string().max(40).describe('code of the agency that holds them'),
    rows: z
      .array(z.record(z.string().max(40), z.string().max(20_000)))
      .min(1)
      .max(2_000)
      .describe('each with `id`, the public id of the asset; an empty cell takes a statement away'),
    check: z.boolean().default(false).describe('only say what would change'),
  }),
  output: inventoryTaken,
  errors: [],
});

export const linkSource = operation({
  name: 'catalog.link-source',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/sources',
  access: 'officer',
  about: { dataset: 'dataset' },
  effect: 'write',
  summary: 'Say that a dataset is made from another',
  input: z.object({
    dataset: datasetRef,
    source: datasetRef.describe('the dataset it is made from'),
    how: z.string().max(500).optional().describe('how, in a sentence'),
    remove: z.boolean().default(false).describe('take the statement back'),
  }),
  output: json(z.object({ dataset: z.string(), source: z.string() })),
  errors: [noSuchDataset, noLineageToItself],
  positional: ['dataset', 'source'],
});

export const showLineage = operation({
  name: 'catalog.show-lineage',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/lineage',
  access: 'everyone',
  effect: 'read',
  summary: 'Show what a dataset is made from, and what is made from it',
  input: z.object({
    dataset: datasetRef,
    steps: z.number().int().min(1).max(100).default(6).describe('how far to follow in each direction'),
    most: z.number().int().min(1).max(20_000).default(60).describe('datasets to list at most'),
  }),
  output: json(lineageView),
  errors: [noSuchDataset],
  positional: ['dataset'],
});

export const keepCopy = operation({
  name: 'catalog.keep-copy',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/copies/{other}/keep',
  access: 'officer',
  about: { dataset: 'dataset' },
  effect: 'write',
  summary: 'Say why a dataset that nearly repeats another is kept',
  input: z.object({
    dataset: datasetRef,
    other: datasetRef,
    because: z.string().min(10, 'Say why in a sentence.').max(1000),
  }),
  output: json(copyView),
  errors: [noSuchDataset, noSuchCopy],
  positional: ['dataset', 'other'],
});

export const custodyOperations = {
  'describe-custody': describeCustody,
  'show-custody': showCustody,
  'import-dictionary': importDictionary,
  'export-inventory': exportInventory,
  'import-inventory': importInventory,
  'edit-inventory': editInventory,
  'link-source': linkSource,
  'show-lineage': showLineage,
  'keep-copy': keepCopy,
  ...dcatOperations,
  ...promiseOperations,
  ...questionOperations,
} as const;
