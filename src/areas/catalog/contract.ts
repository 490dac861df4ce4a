import { z } from 'zod';
import { job, json, operation } from '../../core/operation.ts';
import { noSuchAgency } from '../agencies/errors.ts';
import { custodyOperations } from './custody/contract.ts';
import { determinerMissing, noSuchReason, yearsBackwards } from './custody/errors.ts';
import { custodyInput } from './custody/model.ts';
import {
  alreadyCurrent,
  badCursor,
  badKey,
  cutOff,
  damagedFile,
  diskFullWhileLoading,
  emptyFile,
  headUnreadable,
  noRows,
  noSuchDataset,
  noSuchField,
  noSuchFile,
  noSuchSheet,
  noSuchVersion,
  notAFile,
  nothingReadable,
  nothingSent,
  noVersionYet,
  pathNotAllowed,
  tooManyColumns,
  unknownFormat,
  unpacksTooLarge,
  versionWithdrawn,
} from './errors.ts';
import {
  cadence,
  columnType,
  datasetRef,
  datasetView,
  fieldView,
  publicId,
  rowChanges,
  schemaNotice,
  versionColumn,
  versionView,
} from './model.ts';
import { protectionOperations } from './protection/contract.ts';
import {
  contentProtected,
  noSuchClass,
  notInThisForm,
  notOpenedByLoading,
  versionDestroyed,
} from './protection/errors.ts';

/** Of everything that shows what a version holds. */
const contentErrors = [contentProtected, notInThisForm, versionDestroyed];

const version = z.number().int().min(1).optional().describe('version number; the current one when left out');
/** A column as it is told of: what it holds is null where whoever asks may not see it. */
const shownColumn = versionColumn.extend({
  filled: z.number().int().nullable(),
  rejected: z.number().int().nullable(),
  fit: z.number().nullable(),
});
export type ShownColumn = z.output<typeof shownColumn>;

const page = {
  limit: z.number().int().min(1).max(1000).default(100),
  cursor: z.string().optional().describe('the `next` of the page before'),
};
const next = z.string().nullable().describe('cursor of the next page');

const metadata = {
  description: z.string().max(20_000),
  agency: z.string().max(40).describe('code of the agency that holds it'),
  licence: z.string().max(200),
  source_url: z.url(),
  cadence: cadence.describe('how often the source promises a newer file'),
  main_filter: z.string().describe('name of the field people filter by most'),
  place_field: z.string().describe('name of the field that holds the town or other place'),
  date_field: z.string().describe('name of the field that says when'),
  key_fields: z.array(z.string()).describe('names of the fields that together tell rows apart'),
  tags: z.array(z.string()),
  describes: z.string().max(60).describe('what a row is about, such as people'),
  owner: z.string().max(200),
  contact: z.string().max(200),
};

export const registerDataset = operation({
  name: 'catalog.register-dataset',
  method: 'POST',
  path: '/api/v1/datasets',
  access: 'officer',
  about: { dataset: 'dataset', agency: 'agency' },
  effect: 'write',
  summary: 'Register a dataset, with or without a file',
  description: 'With an id that is registered already, the fields given are changed and the others stay.',
  input: z.object({
    title: z.string().min(1).max(300),
    dataset: publicId.optional().describe('public id to use; a new one when left out'),
    ...z.object(metadata).partial().shape,
    custody: z
      .object(custodyInput.shape)
      .partial()
      .optional()
      .describe('where it is kept, from when, who may have it: as `describe-custody` takes it'),
  }),
  output: json(datasetView),
  errors: [noSuchField, noSuchReason, determinerMissing, yearsBackwards],
  positional: ['title'],
});

export const editDataset = operation({
  name: 'catalog.edit-dataset',
  method: 'PUT',
  path: '/api/v1/datasets/{dataset}',
  access: 'officer',
  about: { dataset: 'dataset', agency: 'agency' },
  effect: 'write',
  summary: 'Change what is said about a dataset; an empty text takes a statement away',
  input: z.object({
    dataset: datasetRef,
    title: z.string().min(1).max(300).optional(),
    ...z
      .object({
        ...metadata,
        source_url: z.union([z.literal(''), metadata.source_url]),
        cadence: z.union([z.literal(''), cadence]),
      })
      .partial().shape,
    state: z.enum(['active', 'retired']).optional(),
  }),
  output: json(datasetView),
  errors: [noSuchDataset, noSuchField],
  positional: ['dataset'],
});

export const ingestResult = z.object({
  dataset: z.string().describe('public id'),
  version: z.number().int(),
  /** False when the very same file was current already: then nothing was stored again. */
  new_version: z.boolean(),
  title: z.string(),
  access: z.enum(['open', 'protected']).describe('protected until the version is released'),
  rows_in: z.number().int(),
  rows_stored: z.number().int(),
  rows_quarantined: z.number().int(),
  cells_rejected: z.number().int(),
  columns: z.array(versionColumn),
  dialect: versionView.shape.dialect,
  notice: schemaNotice.nullable(),
  changes: rowChanges.nullable(),
});
export type IngestResult = z.output<typeof ingestResult>;

export const ingest = operation({
  name: 'catalog.ingest',
  method: 'POST',
  path: '/api/v1/ingest',
  access: 'officer',
  about: { dataset: 'dataset', agency: 'agency' },
  effect: 'long',
  upload: true,
  summary: 'Load a file as a new dataset, or as a new version of one',
  description:
    'CSV in any dialect, TSV, JSON, NDJSON, Parquet, XLSX or GeoJSON, as it is or in gzip; told by its content. ' +
    'Types come from the whole column. Cells that do not fit are kept aside, rows that cannot be told apart are quarantined, nothing is lost. ' +
    'A new dataset is protected until it is released; with `ground` the decision is recorded with the load, for this version and those to come.',
  input: z.object({
    file: z.string().optional().describe('the file'),
    path: z.string().optional().describe('the same, made absolute by the command line'),
    filename: z
      .string()
      .max(300)
      .optional()
      .describe('what the file is called, where its own name is not to be kept'),
    dataset: datasetRef.optional().describe('dataset to add a version to; a new one when left out'),
    title: z.string().max(300).optional().describe('of a new dataset; made from the file name when left out'),
    agency: z.string().max(40).optional().describe('code of the agency that holds it'),
    note: z.string().max(2000).optional().describe('what is to be said about this version'),
    ground: z
      .string()
      .max(60)
      .optional()
      .describe('of a new dataset that anyone may have: id of the ground of the state on which it is open'),
    reviewer: z
      .string()
      .max(200)
      .optional()
      .describe('with ground: who looked at it and answers for it, by name; the loader when left out'),
    key_fields: z.array(z.string()).optional().describe('names of the fields that together tell rows apart'),
    delimiter: z.string().max(9).optional().describe('such as , ; | or tab, when it is not found rightly'),
    quote: z.string().length(1).optional().describe('the sign around cells, when it is not found rightly'),
    encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1']).optional(),
    header: z.boolean().optional().describe('whether the first row names the columns'),
    sheet: z.string().max(100).optional().describe('of a workbook: name, or number from 1'),
    types: z
      .record(z.string(), columnType)
      .optional()
      .describe('types to use whatever the fit, by field name'),
  }),
  output: job(ingestResult),
  errors: [
    noSuchAgency,
    nothingSent,
    pathNotAllowed,
    noSuchFile,
    notAFile,
    emptyFile,
    noRows,
    unknownFormat,
    cutOff,
    damagedFile,
    unpacksTooLarge,
    tooManyColumns,
    headUnreadable,
    nothingReadable,
    noSuchSheet,
    noSuchDataset,
    badKey,
    noSuchClass,
    notOpenedByLoading,
    diskFullWhileLoading,
  ],
  positional: ['file'],
});

export const listDatasets = operation({
  name: 'catalog.list-datasets',
  method: 'GET',
  path: '/api/v1/datasets',
  access: 'everyone',
  effect: 'read',
  summary: 'List datasets',
  input: z.object({
    agency: z.string().optional(),
    q: z.string().max(200).optional().describe('words that the title, description or fields hold'),
    tag: z.string().optional(),
    state: z.enum(['active', 'retired', 'all']).default('active'),
    look: z
      .enum(['rows', 'figures'])
      .optional()
      .describe('only those whose rows, or figures, you may look at now for your purpose'),
    sort: z.enum(['title', 'agency', 'loaded', 'rows']).default('title'),
    order: z.enum(['asc', 'desc']).optional(),
    ...page,
  }),
  output: json(z.object({ datasets: z.array(datasetView), total: z.number().int(), next })),
  errors: [badCursor],
});

export const countDatasets = operation({
  name: 'catalog.count-datasets',
  method: 'GET',
  path: '/api/v1/counts/datasets',
  access: 'everyone',
  effect: 'read',
  summary: 'Count the active datasets of each agency',
  input: z.object({}),
  output: json(
    z.object({
      agencies: z.array(z.object({ agency: z.string(), datasets: z.number().int() })),
    }),
  ),
  errors: [],
});

export const showDataset = operation({
  name: 'catalog.show-dataset',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}',
  access: 'everyone',
  effect: 'read',
  summary: 'Show a dataset: what it is, whom to ask, its fields and its current version',
  input: z.object({ dataset: datasetRef }),
  output: json(
    datasetView.extend({
      fields: z.array(fieldView),
      version: versionView.nullable(),
      versions: z.number().int().describe('how many there are'),
    }),
  ),
  errors: [noSuchDataset],
  positional: ['dataset'],
});

export const listVersions = operation({
  name: 'catalog.list-versions',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/versions',
  access: 'everyone',
  effect: 'read',
  summary: 'List the versions of a dataset, newest first',
  input: z.object({ dataset: datasetRef, ...page }),
  output: json(z.object({ versions: z.array(versionView), next })),
  errors: [noSuchDataset, badCursor],
  positional: ['dataset'],
});

export const showVersion = operation({
  name: 'catalog.show-version',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/versions/{version}',
  access: 'everyone',
  effect: 'read',
  summary: 'Show one version: its columns, counts, source and changes',
  input: z.object({ dataset: datasetRef, version: z.number().int().min(1) }),
  output: json(
    versionView.extend({
      title: z.string(),
      columns: z.array(shownColumn),
      files: z.array(
        z.object({
          kind: z.string(),
          rows: z.number().int(),
          bytes: z.number().int(),
          sha256: z.string(),
        }),
      ),
      citation: z.string(),
    }),
  ),
  errors: [noSuchDataset, noSuchVersion],
  positional: ['dataset', 'version'],
});

export const readAsOf = operation({
  name: 'catalog.read-as-of',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/as-of/{date}',
  access: 'everyone',
  effect: 'read',
  summary: 'Say which version of a dataset was current on a date',
  input: z.object({
    dataset: datasetRef,
    date: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}(T[0-9:.]+Z)?$/, 'a date such as 2026-11-23, or an instant ending in Z'),
  }),
  output: json(versionView),
  errors: [noSuchDataset, noVersionYet, versionWithdrawn],
  positional: ['dataset', 'date'],
});

export const listFields = operation({
  name: 'catalog.list-fields',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/fields',
  access: 'everyone',
  effect: 'read',
  summary: 'List the fields of a dataset',
  input: z.object({
    dataset: datasetRef,
    dropped: z.boolean().default(false).describe('also fields that the current version no longer has'),
  }),
  output: json(z.object({ fields: z.array(fieldView) })),
  errors: [noSuchDataset],
  positional: ['dataset'],
});

export const showField = operation({
  name: 'catalog.show-field',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/fields/{field}',
  access: 'everyone',
  effect: 'read',
  summary: 'Show one field: its meaning, type and what did not fit',
  input: z.object({ dataset: datasetRef, field: z.string() }),
  output: json(fieldView.extend({ dataset: z.string(), dataset_title: z.string() })),
  errors: [noSuchDataset, noSuchField],
  positional: ['dataset', 'field'],
});

export const editField = operation({
  name: 'catalog.edit-field',
  method: 'PUT',
  path: '/api/v1/datasets/{dataset}/fields/{field}',
  access: 'officer',
  about: { dataset: 'dataset' },
  effect: 'write',
  summary: 'Describe a field',
  input: z.object({
    dataset: datasetRef,
    field: z.string(),
    title: z.string().min(1).max(300).optional(),
    description: z.string().max(5000).optional(),
  }),
  output: json(fieldView),
  errors: [noSuchDataset, noSuchField],
  positional: ['dataset', 'field'],
});

const changedRow = z.object({
  change: z.enum(['added', 'removed', 'changed']),
  row_before: z.number().int().nullable(),
  row_after: z.number().int().nullable(),
  key: z.string().nullable().describe('the values of the key, as JSON'),
  column: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

export const compareVersions = operation({
  name: 'catalog.compare-versions',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/compare',
  access: 'everyone',
  effect: 'read',
  summary: 'Compare two versions: columns, rows added, removed and changed, and some of them',
  input: z.object({
    dataset: datasetRef,
    from: z.number().int().min(1).optional().describe('the older version; the one before `to` when left out'),
    to: z.number().int().min(1).optional().describe('the newer version; the current one when left out'),
    match: z
      .array(z.string())
      .optional()
      .describe('fields to tell rows apart by, in place of the accepted key'),
    change: z.enum(['added', 'removed', 'changed']).optional(),
    ...page,
  }),
  output: json(
    z.object({
      dataset: z.string(),
      title: z.string(),
      from: versionView,
      to: versionView,
      schema: schemaNotice.nullable(),
      rows: rowChanges,
      /** Changed cells by field, most changed first; only where rows have a key. */
      cells: z.array(z.object({ column: z.string(), changed: z.number().int() })),
      sample: z.array(changedRow),
      next,
    }),
  ),
  errors: [...contentErrors, noSuchDataset, noSuchVersion, noVersionYet, versionWithdrawn, badKey, badCursor],
  positional: ['dataset', 'from', 'to'],
});

export const listRejectedCells = operation({
  name: 'catalog.list-rejected-cells',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/rejected-cells',
  access: 'everyone',
  effect: 'read',
  summary: 'List the cells that did not fit their column, with what the file says',
  input: z.object({ dataset: datasetRef, version, column: z.string().optional(), ...page }),
  output: json(
    z.object({
      version: z.number().int(),
      total: z.number().int(),
      by_column: z.array(z.object({ column: z.string(), cells: z.number().int() })),
      cells: z.array(
        z.object({ row: z.number().int(), column: z.string(), text: z.string(), reason: z.string() }),
      ),
      next,
    }),
  ),
  errors: [...contentErrors, noSuchDataset, noSuchVersion, noVersionYet, versionWithdrawn, badCursor],
  positional: ['dataset'],
});

export const listQuarantinedRows = operation({
  name: 'catalog.list-quarantined-rows',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/quarantined-rows',
  access: 'everyone',
  effect: 'read',
  summary: 'List the rows that could not be told apart, as they came',
  input: z.object({ dataset: datasetRef, version, ...page }),
  output: json(
    z.object({
      version: z.number().int(),
      total: z.number().int(),
      rows: z.array(
        z.object({ row: z.number().int(), line: z.number().int(), text: z.string(), reason: z.string() }),
      ),
      next,
    }),
  ),
  errors: [...contentErrors, noSuchDataset, noSuchVersion, noVersionYet, versionWithdrawn, badCursor],
  positional: ['dataset'],
});

export const rollBack = operation({
  name: 'catalog.roll-back',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/roll-back',
  access: 'officer',
  about: { dataset: 'dataset' },
  effect: 'write',
  summary: 'Make the rows of an earlier version current again, as a new version',
  input: z.object({
    dataset: datasetRef,
    version: z.number().int().min(1),
    note: z.string().max(2000).optional(),
  }),
  output: json(versionView),
  errors: [noSuchDataset, noSuchVersion, versionWithdrawn, alreadyCurrent],
  positional: ['dataset', 'version'],
});

export const withdrawVersion = operation({
  name: 'catalog.withdraw-version',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/versions/{version}/withdraw',
  access: 'officer',
  about: { dataset: 'dataset' },
  effect: 'write',
  summary: 'Withdraw a version: its rows are out of reach at once, its number and the reason stay',
  description: 'When it was the current one, the newest version that is left becomes current.',
  input: z.object({
    dataset: datasetRef,
    version: z.number().int().min(1),
    reason: z.string().min(1).max(2000),
  }),
  output: json(versionView),
  errors: [noSuchDataset, noSuchVersion, versionWithdrawn],
  positional: ['dataset', 'version', 'reason'],
});

export const listOwnerless = operation({
  name: 'catalog.list-ownerless',
  method: 'GET',
  path: '/api/v1/ownerless-datasets',
  access: 'staff',
  effect: 'read',
  summary: 'List datasets that nobody answers for: no owner is named, or whoever was has left',
  input: z.object({ agency: z.string().max(40).optional() }),
  output: json(
    z.object({
      datasets: z.array(
        z.object({
          dataset: z.string(),
          title: z.string(),
          agency: z.string().nullable(),
          because: z.string(),
        }),
      ),
      of: z.int().describe('all active datasets asked about'),
    }),
  ),
  errors: [],
});

export const operations = {
  ...custodyOperations,
  'register-dataset': registerDataset,
  'edit-dataset': editDataset,
  ingest,
  'list-datasets': listDatasets,
  'count-datasets': countDatasets,
  'show-dataset': showDataset,
  'list-ownerless': listOwnerless,
  'list-versions': listVersions,
  'show-version': showVersion,
  'read-as-of': readAsOf,
  'list-fields': listFields,
  'show-field': showField,
  'edit-field': editField,
  'compare-versions': compareVersions,
  'list-rejected-cells': listRejectedCells,
  'list-quarantined-rows': listQuarantinedRows,
  'roll-back': rollBack,
  'withdraw-version': withdrawVersion,
  ...protectionOperations,
};
