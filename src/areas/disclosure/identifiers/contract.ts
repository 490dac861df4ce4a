import { z } from 'zod';
import { json, operation } from '../../../core/operation.ts';
import { contradictoryRule, noSuchIdentifiers } from '../errors.ts';
import { badRecords, recordFile } from '../microdata/contract.ts';

const named = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/, 'letters, digits, dots, hyphens and underscores');

export const makeIdentifiers = operation({
  name: 'disclosure.make-identifiers',
  method: 'POST',
  path: '/api/v1/disclosure/identifiers',
  access: 'operator',
  effect: 'write',
  summary: 'Make research identifiers for one project’s one release, from random person numbers',
  description:
    'The column must hold random internal numbers. An identifier made from a Social Security number or anything about the person breaks 45 CFR 164.514(c) and 34 CFR 99.31(b)(2).',
  input: z.object({
    project: named,
    release: named,
    file: recordFile,
    person: z.string().describe('the column of random internal person numbers'),
    days: z
      .int()
      .min(1)
      .max(3650)
      .default(182)
      .describe('most days by which a person’s dates are moved, either way'),
    to: z.string().describe('where to write the crosswalk, CSV: it stays with the linkage unit'),
    extract: z
      .string()
      .optional()
      .describe('where to write the records with identifiers in place of persons, CSV'),
    dates: z
      .array(z.string())
      .optional()
      .describe('of the extract: columns of days, moved by each person’s own shift'),
    top: z
      .array(z.string())
      .optional()
      .describe('of the extract: numbers no higher than this, such as age=90'),
    keep: z.array(z.string()).optional().describe('of the extract: so many characters stay, such as zip=3'),
  }),
  output: json(z.object({ project: z.string(), release: z.string(), people: z.int() })),
  errors: [...badRecords, noSuchIdentifiers, contradictoryRule],
  positional: ['file'],
  paths: ['file', 'to', 'extract'],
});

export const destroyIdentifiers = operation({
  name: 'disclosure.destroy-identifiers',
  method: 'POST',
  path: '/api/v1/disclosure/identifiers/destruction',
  access: 'operator',
  effect: 'write',
  summary: 'Destroy the key of research identifiers, so that nobody can link them again, and prove it',
  input: z.object({ project: named, release: named }),
  output: json(
    z.object({
      project: z.string(),
      release: z.string(),
      destroyed_at: z.string(),
      proof: z.object({ key: z.string(), tried: z.string(), opened: z.boolean(), listed: z.boolean() }),
    }),
  ),
  errors: [noSuchIdentifiers],
});

export const identifierOperations = {
  'make-identifiers': makeIdentifiers,
  'destroy-identifiers': destroyIdentifiers,
};
