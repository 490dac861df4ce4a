import { z } from 'zod';
import { json, operation } from '../../../core/operation.ts';
import { badFields, indexUnavailable, modelUnusable, noSuchRecord } from '../errors.ts';
import { sourceErrors } from '../runs/source-errors.ts';
import { personFound } from './model.ts';

const run = z.string().max(40).describe('id of the link');
const record = z
  .record(z.string().max(60), z.string().max(500))
  .describe('values by field: given_name, family_name, birth_date, …; what is left out is not known');
const errors = [...sourceErrors, badFields, modelUnusable, indexUnavailable];

export const findPerson = operation({
  name: 'linkage.find-person',
  method: 'POST',
  path: '/api/v1/linkage/runs/{run}/find',
  access: 'staff',
  effect: 'read',
  summary: 'Who is this? The likeliest records of a link for one record at hand, weighed as the link weighs',
  description:
    'Needs leave to whole rows of every source, for a stated purpose; every question is on the audit log, without its values. The first question makes an index that stays in memory; those after it are answered in milliseconds.',
  input: z.object({
    run,
    record,
    limit: z.coerce.number().int().min(1).max(100).default(10),
    review_from: z.coerce
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .describe('chance from which it may be somebody known'),
    show: z.boolean().default(false).describe('with what the records found say, field by field'),
  }),
  output: json(personFound),
  errors,
  positional: ['run'],
});

const changed = json(
  z.object({ id: z.string().describe('names the record in the index'), records: z.int() }),
);

export const putPerson = operation({
  name: 'linkage.put-person',
  method: 'POST',
  path: '/api/v1/linkage/runs/{run}/find/records',
  access: 'staff',
  effect: 'write',
  summary: 'Add a record to the index of a link, or put it in the place of another; it is found at once',
  description: 'It lies sealed beside the result, is destroyed with it, and changes no dataset.',
  input: z.object({
    run,
    record,
    id: z.string().max(60).optional().describe('the record in whose place it comes, as an answer names it'),
    cluster: z.string().max(60).optional().describe('who it is, when that is known'),
  }),
  output: changed,
  errors,
  positional: ['run'],
});

export const dropPerson = operation({
  name: 'linkage.drop-person',
  method: 'POST',
  path: '/api/v1/linkage/runs/{run}/find/records/removal',
  access: 'staff',
  effect: 'write',
  summary: 'Take a record out of the index of a link; the dataset keeps it',
  input: z.object({ run, id: z.string().max(60).describe('as an answer names it') }),
  output: changed,
  errors: [...errors, noSuchRecord],
  positional: ['run', 'id'],
});

export const residentOperations = {
  'find-person': findPerson,
  'put-person': putPerson,
  'drop-person': dropPerson,
};
