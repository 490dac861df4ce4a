import { z } from 'zod';
import { job, json, operation } from '../../core/operation.ts';
import { definitionOperations } from './definitions/contract.ts';
import * as failure from './errors.ts';
import {
  estimatedErrors,
  explanation,
  generatedPeople,
  gradedRules,
  linkageReport,
  sampledPairs,
  whoIsThis,
} from './model.ts';
import { residentOperations } from './resident/contract.ts';
import { reviewOperations } from './review/contract.ts';
import { runOperations } from './runs/contract.ts';

const options = {
  fields: z
    .string()
    .optional()
    .describe('kind=COLUMN,kind:label=COLUMN,…; recognised from names and values when left out'),
  id: z.string().optional().describe('the column that names each record; counted when left out'),
  truth: z.string().optional().describe('a column equal for records of the same: the result is judged by it'),
  out: z
    .string()
    .optional()
    .describe('a folder for clusters.parquet, pairs.parquet, model.yaml and the report'),
  groups: z
    .array(z.string())
    .optional()
    .describe('columns by whose values errors are told apart: race, agency, language'),
  reason: z
    .string()
    .optional()
    .describe('why a subgroup may have a recall over 3 points below the whole; kept in the report'),
  threshold: z
    .number()
    .gt(0)
    .lt(1)
    .optional()
    .describe('chance from which a pair is linked; chosen for the best expected F1 when left out'),
  model: z.string().optional().describe('a model.yaml to use instead of learning one'),
  rules: z
    .string()
    .optional()
    .describe(
      'a rule set (YAML) over the model: which pairs are accepted, refused, or for a person to decide',
    ),
  decisions: z
    .string()
    .optional()
    .describe(
      'a CSV of pairs that people have decided (id_l, id_r, decision): they stand, whatever the model says',
    ),
  previous: z
    .string()
    .optional()
    .describe('the --out folder of an earlier run, to go on from: its model and its names of clusters'),
  compare_all: z
    .boolean()
    .default(false)
    .describe('with --previous: compare all records again, and not the new and changed ones only'),
  once_per_file: z
    .boolean()
    .default(false)
    .describe('each file holds a person or thing once: no two records of one file are the same'),
  delimiter: z.string().min(1).max(4).optional().describe('separator of CSV files; found out when left out'),
  seed: z.int().min(0).default(1),
  threads: z.int().min(1).max(64).optional().describe('threads to work with; as many as there are cores'),
  memory: z
    .int()
    .min(256)
    .optional()
    .describe(
      'megabytes that may be used: where they are few, pairs are brought together in more passes, with the same result',
    ),
};
const errors = Object.values(failure).filter((one) => !Array.isArray(one)) as Exclude<
  (typeof failure)[keyof typeof failure],
  readonly unknown[]
>[];

export const dedupe = operation({
  name: 'linkage.dedupe',
  method: 'POST',
  path: '/api/v1/linkage/dedupe',
  access: 'operator',
  effect: 'long',
  summary: 'Find the records of files that are about the same person or thing; no configuration needed',
  description:
    'Reads CSV or Parquet, learns a model without labels, and writes clusters, pairs, the model and a report. It works on files that you bring, never on datasets of the catalogue.',
  input: z.object({ files: z.array(z.string()).min(1).describe('CSV or Parquet files'), ...options }),
  output: job(linkageReport),
  errors,
  positional: ['files'],
  paths: ['files', 'out', 'model', 'rules', 'decisions', 'previous'],
});

export const link = operation({
  name: 'linkage.link',
  method: 'POST',
  path: '/api/v1/linkage/link',
  access: 'operator',
  effect: 'long',
  summary: 'Find for the records of one file those of another that are about the same person or thing',
  input: z.object({
    left: z.string().describe('CSV or Parquet'),
    right: z.string().describe('CSV or Parquet'),
    ...options,
    one_to_one: z
      .enum(['auto', 'both', 'left', 'right', 'none'])
      .default('auto')
      .describe('whether records of both sides, or of one, have at most one partner; auto asks the data'),
  }),
  output: job(linkageReport),
  errors,
  positional: ['left', 'right'],
  paths: ['left', 'right', 'out', 'model', 'rules', 'decisions', 'previous'],
});

export const generate = operation({
  name: 'linkage.generate',
  method: 'POST',
  path: '/api/v1/linkage/generate',
  access: 'operator',
  effect: 'long',
  summary: 'Write records of invented people, with errors as in real files, and the truth beside them',
  description:
    'Households, moves and marriages; agencies that see people at different times with different fields; errors that gather in careless records. The column `person` is the truth. The same seed gives the same records, and a larger file begins with the smaller one.',
  input: z.object({
    file: z.string().describe('CSV or Parquet, by its ending'),
    records: z.int().min(1).max(200_000_000).default(100_000),
    preset: z.enum(['clean', 'typical', 'dirty']).default('typical').describe('how much is wrong or missing'),
    seed: z.int().min(0).default(1),
  }),
  output: job(generatedPeople),
  errors: [failure.outputUnwritable],
  positional: ['file'],
  paths: ['file'],
});

export const explain = operation({
  name: 'linkage.explain',
  method: 'POST',
  path: '/api/v1/linkage/explain',
  access: 'operator',
  effect: 'read',
  summary: 'Say why two records of a finished run were linked or not, field by field',
  description:
    'The way from the odds of any two records to the weight of these two; which field decides; which rules brought them together. No value of a record is shown.',
  input: z.object({
    a: z.string().describe('id of a record; in a link, of the left file'),
    b: z.string().describe('id of the other one'),
    out: z.string().describe('the folder that holds the result'),
  }),
  output: json(explanation),
  errors: [failure.noSuchResult, failure.noSuchRecord, failure.modelUnusable, failure.noSuchRecordFile],
  positional: ['a', 'b'],
  paths: ['out'],
});

export const gradeRules = operation({
  name: 'linkage.grade-rules',
  method: 'POST',
  path: '/api/v1/linkage/grade-rules',
  access: 'operator',
  effect: 'read',
  summary:
    'Try a rule set on graded cases: how far it agrees, and every disagreement with the rule that decided',
  input: z.object({
    rules: z.string().describe('a rule set, YAML'),
    cases: z.string().describe('graded records, CSV or Parquet'),
    records: z.string().describe('the records that they are graded against'),
    pair_by: z.string().describe('column equal for a case and its record'),
    expected: z.string().describe('column with the grade of a case'),
    id: z.string().optional().describe('column that names a case'),
    fields: options.fields,
    delimiter: options.delimiter,
    accept: z.string().default('match').describe('the grade that stands for accept'),
    review: z.string().default('possible_match').describe('the grade that stands for review'),
    refuse: z.string().default('no_match').describe('the grade that stands for refuse'),
  }),
  output: json(gradedRules),
  errors,
  positional: ['rules', 'cases', 'records'],
  paths: ['rules', 'cases', 'records'],
});

export const samplePairs = operation({
  name: 'linkage.sample-pairs',
  method: 'POST',
  path: '/api/v1/linkage/sample',
  access: 'operator',
  effect: 'write',
  summary: 'Draw pairs of a result in files for people to decide: by band of weight, below the cut-off too',
  description:
    'Writes review.csv into the folder: fill in the column decision (same, different, unsure), then ask for the errors, and pass the file on with --decisions.',
  input: z.object({
    out: z.string().describe('the folder that holds the result'),
    pairs: z.coerce.number().int().min(20).max(20_000).default(300),
    seed: z.coerce.number().int().min(0).default(1),
  }),
  output: json(sampledPairs),
  errors: [failure.noSuchResult, failure.outputUnwritable],
  positional: ['out'],
  paths: ['out'],
});

export const estimateErrors = operation({
  name: 'linkage.estimate-errors',
  method: 'POST',
  path: '/api/v1/linkage/errors',
  access: 'operator',
  effect: 'write',
  summary:
    'Say how precise and complete a result is, with intervals, from what people decided about drawn pairs',
  description:
    'From 20 decided pairs on, `model-reviewed.yaml` in the folder is its model as the review corrects it.',
  input: z.object({
    out: z.string().describe('the folder that holds the result and its review.csv'),
    decisions: z.string().optional().describe('the file with the decisions, when it is another'),
  }),
  output: json(estimatedErrors),
  errors: [failure.noSuchResult, failure.decisionsUnusable, failure.modelUnusable, failure.outputUnwritable],
  positional: ['out'],
  paths: ['out', 'decisions'],
});

const record = z
  .record(z.string(), z.string())
  .describe('values by column, as in the files of the run; columns that are left out are missing');
const residentOf = z.string().describe('the folder that holds the result of a deduplication');
const residentErrors = [
  failure.noSuchResult,
  failure.modelUnusable,
  failure.noSuchRecordFile,
  failure.indexUnavailable,
];

export const findRecord = operation({
  name: 'linkage.find',
  method: 'POST',
  path: '/api/v1/linkage/find',
  access: 'operator',
  effect: 'read',
  summary:
    'Say who a record is about: the likeliest records of a finished deduplication, weighed as the run weighs',
  description:
    'The first question reads the records and makes an index that stays in memory; those after it are answered in milliseconds.',
  input: z.object({
    out: residentOf,
    record,
    id: z.string().optional().describe('its id, when the record is in the set itself'),
    limit: z.coerce.number().int().min(1).max(100).default(10),
    review_from: z.coerce
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .describe('chance from which it may be somebody known'),
  }),
  output: json(whoIsThis),
  errors: residentErrors,
  positional: ['out'],
  paths: ['out'],
});

export const putRecord = operation({
  name: 'linkage.put-record',
  method: 'POST',
  path: '/api/v1/linkage/find/records',
  access: 'operator',
  effect: 'write',
  summary:
    'Add a record to the index of a result, or put it in the place of the one with its id; it is found at once',
  input: z.object({
    out: residentOf,
    id: z.string().min(1).max(200),
    record,
    cluster: z.string().max(200).optional().describe('who it is, when that is known'),
  }),
  output: json(z.object({ records: z.int() })),
  errors: residentErrors,
  positional: ['out', 'id'],
  paths: ['out'],
});

export const dropRecord = operation({
  name: 'linkage.drop-record',
  method: 'POST',
  path: '/api/v1/linkage/find/records/removal',
  access: 'operator',
  effect: 'write',
  summary: 'Take a record out of the index of a result',
  input: z.object({ out: residentOf, id: z.string().min(1).max(200) }),
  output: json(z.object({ records: z.int() })),
  errors: [...residentErrors, failure.noSuchRecord],
  positional: ['out', 'id'],
  paths: ['out'],
});

export const operations = {
  dedupe,
  link,
  generate,
  explain,
  'grade-rules': gradeRules,
  'sample-pairs': samplePairs,
  'estimate-errors': estimateErrors,
  find: findRecord,
  'put-record': putRecord,
  'drop-record': dropRecord,
  ...runOperations,
  ...reviewOperations,
  ...definitionOperations,
  ...residentOperations,
};
