import { z } from 'zod';
import { calendarDate } from '../../core/calendar-date.ts';
import { bytes, job, json, operation } from '../../core/operation.ts';
import * as failure from './errors.ts';
import { checkpointLine, growthProof, inclusionProof, logEntry, logReport, look, outcome } from './model.ts';

const leaf = z.int().min(0).describe('its place in the tree, from 0');
const moment = z.union([calendarDate, z.iso.datetime()]);
const span = {
  from: moment.optional().describe('a date, or an instant in UTC; inclusive'),
  to: moment.optional().describe('a date, inclusive, or an instant in UTC, exclusive'),
};
const page = {
  limit: z.int().min(1).max(1000).default(100),
  cursor: z.string().regex(/^\d+$/).optional(),
};
const filters = {
  dataset: z.string().max(40).optional().describe('id of a dataset'),
  actor: z.string().max(100).optional().describe('id of who did it'),
  person: z.string().max(100).optional().describe('id of whose record it was'),
  operation: z.string().max(100).optional().describe('such as catalog.read-rows'),
  purpose: z.string().max(200).optional(),
  outcome: outcome.optional(),
  ...span,
};

export const showLog = operation({
  name: 'audit.show-log',
  method: 'GET',
  path: '/api/v1/audit',
  access: 'everyone',
  effect: 'read',
  summary: 'Show the audit log: its name, the key that signs it, how long it is, and its checkpoints',
  input: z.object({}),
  output: json(
    z.object({
      verifier: z.string(),
      size: z.int(),
      newest: checkpointLine.nullable(),
      kept: z.array(checkpointLine),
    }),
  ),
  errors: [],
});

export const checkpoint = operation({
  name: 'audit.checkpoint',
  method: 'GET',
  path: '/api/v1/audit/checkpoint',
  access: 'everyone',
  effect: 'read',
  summary: 'Give the newest signed checkpoint, to keep elsewhere',
  input: z.object({}),
  output: bytes('text/plain'),
  errors: [failure.logEmpty],
});

export const prove = operation({
  name: 'audit.prove',
  method: 'GET',
  path: '/api/v1/audit/entries/{leaf}/proof',
  access: 'everyone',
  effect: 'read',
  summary: 'Prove that an entry stands in the signed log; holds nothing about a person',
  input: z.object({ leaf }),
  output: json(inclusionProof),
  errors: [failure.noSuchEntry],
  positional: ['leaf'],
});

export const proveGrowth = operation({
  name: 'audit.prove-growth',
  method: 'GET',
  path: '/api/v1/audit/growth',
  access: 'everyone',
  effect: 'read',
  summary: 'Prove that the log still begins as an earlier checkpoint said',
  input: z.object({ older: z.int().min(0).describe('entries in that checkpoint') }),
  output: json(growthProof),
  errors: [failure.notGrown, failure.logEmpty],
  positional: ['older'],
});

export const checkProof = operation({
  name: 'audit.check-proof',
  method: 'POST',
  path: '/api/v1/audit/check',
  access: 'everyone',
  effect: 'read',
  summary: 'Check a proof against the key of this log',
  input: inclusionProof,
  output: json(
    z.object({
      shown: z.boolean(),
      fails: z.enum(['signature', 'path']).nullable(),
      entries: z.int().nullable(),
    }),
  ),
  errors: [],
});

export const search = operation({
  name: 'audit.search',
  method: 'GET',
  path: '/api/v1/audit/entries',
  access: 'auditor',
  effect: 'read',
  summary: 'Search the log by dataset, person, operation, purpose and time, newest first',
  input: z.object({ ...filters, ...page }),
  output: json(z.object({ entries: z.array(logEntry), next: z.string().nullable() })),
  errors: [],
});

export const showEntry = operation({
  name: 'audit.show-entry',
  method: 'GET',
  path: '/api/v1/audit/entries/{leaf}',
  access: 'auditor',
  effect: 'read',
  summary: 'Show one entry of the log',
  input: z.object({ leaf }),
  output: json(logEntry),
  errors: [failure.noSuchEntry],
  positional: ['leaf'],
});

export const exportLog = operation({
  name: 'audit.export',
  method: 'GET',
  path: '/api/v1/audit/export',
  access: 'auditor',
  effect: 'read',
  summary: 'Export entries of the log, oldest first, as CSV or NDJSON',
  input: z.object({ ...filters, format: z.enum(['csv', 'ndjson']).default('csv') }),
  output: bytes('text/csv', 'application/x-ndjson'),
  errors: [],
});

export const looks = operation({
  name: 'audit.looks',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/looks',
  access: 'officer',
  about: { dataset: 'dataset' },
  effect: 'read',
  summary: 'Who looked at this dataset, when, for what purpose, and who was refused',
  input: z.object({ dataset: z.string().max(40), ...span, ...page }),
  output: json(z.object({ looks: z.array(look), next: z.string().nullable() })),
  errors: [],
  positional: ['dataset'],
});

export const myLooks = operation({
  name: 'audit.my-looks',
  method: 'GET',
  path: '/api/v1/me/looks',
  access: 'signed-in',
  effect: 'read',
  summary: 'Who looked at my own record, when, for what purpose',
  input: z.object({ ...span, ...page }),
  output: json(z.object({ looks: z.array(look), next: z.string().nullable() })),
  errors: [],
});

export const verify = operation({
  name: 'audit.verify',
  method: 'POST',
  path: '/api/v1/audit/verify',
  access: 'auditor',
  effect: 'long',
  summary: 'Work out the whole log anew and compare: entries, contents, tree, checkpoints, signatures',
  input: z.object({
    checkpoint: z.string().max(4_000).optional().describe('text of a checkpoint that was kept elsewhere'),
  }),
  output: job(logReport),
  errors: [failure.notVerified],
});

export const eraseContent = operation({
  name: 'audit.erase-content',
  method: 'POST',
  path: '/api/v1/audit/entries/{leaf}/erase',
  access: 'operator',
  effect: 'write',
  summary: 'Erase who, why and about whom from an entry; its leaf and the proof of it stay',
  input: z.object({
    leaf,
    reason: z.string().trim().min(5).max(300).describe('the rule or order that asks for it'),
  }),
  output: json(logEntry),
  errors: [failure.noSuchEntry, failure.alreadyErased, failure.notErasable],
  positional: ['leaf'],
});

export const operations = {
  'show-log': showLog,
  checkpoint,
  prove,
  'prove-growth': proveGrowth,
  'check-proof': checkProof,
  search,
  'show-entry': showEntry,
  export: exportLog,
  looks,
  'my-looks': myLooks,
  verify,
  'erase-content': eraseContent,
};
