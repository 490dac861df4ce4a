import { z } from 'zod';
import { bytes, json, operation } from '../../core/operation.ts';
import {
  noSuchDataset,
  noSuchField,
  noSuchVersion,
  noVersionYet,
  versionWithdrawn,
} from '../catalog/errors.ts';
import { datasetRef } from '../catalog/model.ts';
import { contentProtected, notInThisForm, versionDestroyed } from '../catalog/protection/errors.ts';
import {
  cannotBeProtected,
  failedItsTest,
  notForFigures,
  releasedMeanwhile,
  timeLimitReached,
} from '../disclosure/errors.ts';
import { dcatOperations } from './dcat/contract.ts';
import { noDateField, noPlaceField, queryErrors } from './errors.ts';
import { followOperations } from './follow/contract.ts';
import { answerField, chartAnswer, dictionaryAnswer, mapAnswer, rowsPage, snippetsAnswer } from './model.ts';
import { viewOperations } from './view/contract.ts';

const datasetErrors = [
  noSuchDataset,
  noSuchVersion,
  noVersionYet,
  versionWithdrawn,
  contentProtected,
  notInThisForm,
  versionDestroyed,
];

/** Counts for someone who may see figures and no row pass the release gate. */
const gateErrors = [notForFigures, cannotBeProtected, timeLimitReached, failedItsTest, releasedMeanwhile];

const whichVersion = {
  version: z.number().int().min(1).optional().describe('version number; the current one when left out'),
  as_of: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(T[0-9:.]+Z)?$/, 'a date such as 2026-11-23, or an instant ending in Z')
    .optional()
    .describe('read the version that was current on this date'),
};

const queryParts = {
  select: z.string().max(20_000).optional().describe('columns and expressions; all columns when left out'),
  where: z.string().max(20_000).optional().describe("condition, such as town='Hartford' and injuries > 0"),
  group: z.string().max(20_000).optional().describe('columns or expressions to group by'),
  having: z.string().max(20_000).optional().describe('condition on groups'),
  order: z.string().max(20_000).optional().describe('columns to order by, each with asc or desc'),
  q: z.string().max(1000).optional().describe('words that must stand in the text columns, in any form'),
};

const rowsAsked = z.looseObject({
  dataset: datasetRef,
  ...queryParts,
  ...whichVersion,
  limit: z.number().int().min(1).max(50_000).default(100).describe('rows on a page'),
  cursor: z.string().max(60).optional().describe('the `next` of the page before'),
  count: z.boolean().default(false).describe('also count the rows of the whole answer'),
});

export const queryRows = operation({
  name: 'portal.query-rows',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/rows',
  access: 'everyone',
  effect: 'read',
  summary: 'Read rows of a dataset: filter, choose, group, order and page through them',
  description:
    'Conditions and expressions are written in SoQL. Any other parameter is a filter on the column of that name: `town=Hartford`. ' +
    'A cursor keeps reading the version it began with.',
  input: rowsAsked,
  output: json(rowsPage),
  errors: [...datasetErrors, ...queryErrors],
  positional: ['dataset'],
});

export const searchRows = operation({
  name: 'portal.search-rows',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/rows',
  access: 'everyone',
  effect: 'read',
  summary: 'Read rows by a filter that stands in no address: the only way to filter protected rows',
  description:
    'Takes what `query-rows` takes, as JSON. An address is kept in histories and logs; what is sent is not.',
  input: rowsAsked,
  output: json(rowsPage),
  errors: [...datasetErrors, ...queryErrors],
  positional: ['dataset'],
});

export const queryResource = operation({
  name: 'portal.query-resource',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/resource',
  access: 'everyone',
  effect: 'read',
  summary: 'Read rows in the form that SODA 2.1 clients expect',
  description:
    'What `/resource/{id}.json`, `.csv` and `.geojson` answer, with the parameters without their `$`.',
  input: z.object({
    dataset: datasetRef,
    ...queryParts,
    query: z.string().max(50_000).optional().describe('a whole SoQL statement, in place of the parts'),
    limit: z.number().int().min(0).optional().describe('1000 when left out'),
    offset: z.number().int().min(0).optional(),
    equals: z.record(z.string(), z.string()).optional().describe('filters on columns, by name'),
    format: z.enum(['json', 'csv', 'geojson']).default('json'),
    bom: z.boolean().default(false).describe('begin CSV with a byte order mark'),
  }),
  output: bytes('application/json', 'text/csv', 'application/vnd.geo+json'),
  errors: [...datasetErrors, ...queryErrors],
  positional: ['dataset'],
});

const versionRef = z
  .string()
  .regex(/^(current|[1-9]\d{0,8})$/, 'a version number, or current')
  .describe('version number, or `current`');

export const downloadCsv = operation({
  name: 'portal.download-csv',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/versions/{version}.csv',
  access: 'everyone',
  effect: 'read',
  summary: 'Download a whole version as CSV',
  description:
    'Values as they are stored. With `for=spreadsheets` a cell that a spreadsheet would run as a formula begins with an apostrophe; ' +
    'with `for=display` the columns have their titles, as `rows.csv` of a SODA portal has them.',
  input: z.object({
    dataset: datasetRef,
    version: versionRef,
    for: z.enum(['programs', 'spreadsheets', 'display']).default('programs'),
  }),
  output: bytes('text/csv'),
  errors: [...datasetErrors, ...queryErrors],
  positional: ['dataset', 'version'],
});

export const downloadJson = operation({
  name: 'portal.download-json',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/versions/{version}.json',
  access: 'everyone',
  effect: 'read',
  summary: 'Download a whole version as one JSON array of rows',
  input: z.object({ dataset: datasetRef, version: versionRef }),
  output: bytes('application/json'),
  errors: [...datasetErrors, ...queryErrors],
  positional: ['dataset', 'version'],
});

export const downloadParquet = operation({
  name: 'portal.download-parquet',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/versions/{version}.parquet',
  access: 'everyone',
  effect: 'read',
  summary: 'Download a whole version as Parquet',
  description:
    'The stored file itself, so its SHA-256 is the one the version states; besides the fields it has `_row` (number of the row in the source) and `_updated_at`.',
  input: z.object({ dataset: datasetRef, version: versionRef }),
  output: bytes('application/vnd.apache.parquet'),
  errors: [...datasetErrors, ...queryErrors],
  positional: ['dataset', 'version'],
});

export const showDictionary = operation({
  name: 'portal.show-dictionary',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/dictionary',
  access: 'everyone',
  effect: 'read',
  summary: 'Show what each field of a dataset means',
  input: z.object({ dataset: datasetRef, ...whichVersion }),
  output: json(dictionaryAnswer),
  errors: datasetErrors,
  positional: ['dataset'],
});

export const downloadDictionary = operation({
  name: 'portal.download-dictionary',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/dictionary.csv',
  access: 'everyone',
  effect: 'read',
  summary: 'Download what each field of a dataset means, as CSV',
  input: z.object({ dataset: datasetRef, ...whichVersion }),
  output: bytes('text/csv'),
  errors: datasetErrors,
  positional: ['dataset'],
});

export const showSnippets = operation({
  name: 'portal.show-snippets',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/snippets',
  access: 'everyone',
  effect: 'read',
  summary: 'Show how to read a dataset from a terminal, Python and R, and how to cite it',
  input: z.object({
    dataset: datasetRef,
    base: z.url().max(200).describe('address of this server, such as http://127.0.0.1:8080'),
    ...whichVersion,
    where: queryParts.where,
    order: queryParts.order,
  }),
  output: json(snippetsAnswer),
  errors: [...datasetErrors, ...queryErrors],
  positional: ['dataset'],
});

const among = {
  where: queryParts.where,
  q: queryParts.q,
  ...whichVersion,
};

export const chartDataset = operation({
  name: 'portal.chart-dataset',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/chart',
  access: 'everyone',
  effect: 'read',
  summary: 'Count the rows of a dataset by period of its date, or by the largest groups of a field',
  input: z.object({
    dataset: datasetRef,
    by: z.enum(['period', 'group']).default('period'),
    field: z
      .string()
      .max(200)
      .optional()
      .describe('date or field to count by; the dataset’s own when left out'),
    period: z.enum(['auto', 'year', 'month', 'day']).default('auto'),
    top: z.number().int().min(1).max(200).default(10).describe('groups shown; the rest are one'),
    ...among,
  }),
  output: json(chartAnswer),
  errors: [...datasetErrors, ...queryErrors, ...gateErrors, noDateField, noSuchField],
  positional: ['dataset'],
});

export const mapDataset = operation({
  name: 'portal.map-dataset',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/map',
  access: 'everyone',
  effect: 'read',
  summary:
    'Count the rows of a dataset by place of the jurisdiction, with the rate where the population is known',
  input: z.object({
    dataset: datasetRef,
    field: z
      .string()
      .max(200)
      .optional()
      .describe('field that holds the place; the dataset’s own when left out'),
    ...among,
  }),
  output: json(mapAnswer),
  errors: [...datasetErrors, ...queryErrors, ...gateErrors, noPlaceField, noSuchField],
  positional: ['dataset'],
});

const useCounts = z.object({
  pages: z.number().int().describe('times its page was shown'),
  rows: z.number().int().describe('requests for rows by programs'),
  downloads: z.number().int().describe('downloads of a whole version'),
  robots: z.number().int().describe('any of these by a program that says it is a robot'),
});

export const showUse = operation({
  name: 'portal.show-use',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/use',
  access: 'everyone',
  effect: 'read',
  summary: 'Show how often a dataset was looked at, asked for and downloaded, by day',
  description: 'Requests are counted, never who asked: no address is kept. Robots stand apart.',
  input: z.object({ dataset: datasetRef, days: z.number().int().min(1).max(400).default(90) }),
  output: json(
    z.object({
      dataset: z.string(),
      since: z.string(),
      total: useCounts,
      days: z.array(useCounts.extend({ day: z.string() })),
    }),
  ),
  errors: [noSuchDataset],
  positional: ['dataset'],
});

export const describeQuery = operation({
  name: 'portal.describe-query',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/query',
  access: 'everyone',
  effect: 'read',
  summary: 'Check a query without running it: its columns and its canonical text',
  input: z.object({ dataset: datasetRef, ...queryParts, ...whichVersion }),
  output: json(
    z.object({
      dataset: z.string(),
      version: z.number().int(),
      canonical: z.string().describe('one text for all queries that mean the same'),
      fields: z.array(answerField),
    }),
  ),
  errors: [...datasetErrors, ...queryErrors],
  positional: ['dataset'],
});

export const operations = {
  ...dcatOperations,
  ...followOperations,
  ...viewOperations,
  'query-rows': queryRows,
  'search-rows': searchRows,
  'query-resource': queryResource,
  'describe-query': describeQuery,
  'download-csv': downloadCsv,
  'download-json': downloadJson,
  'download-parquet': downloadParquet,
  'show-dictionary': showDictionary,
  'download-dictionary': downloadDictionary,
  'show-snippets': showSnippets,
  'chart-dataset': chartDataset,
  'map-dataset': mapDataset,
  'show-use': showUse,
};
