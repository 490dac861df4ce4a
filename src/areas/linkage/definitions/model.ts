import { z } from 'zod';

/** What is saved under a name: how records are told apart, or the policy over that. */
export const definitionKind = z.enum(['model', 'rules']);
export type DefinitionKind = z.output<typeof definitionKind>;

export const definitionName = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9-]{1,59}$/, 'use small letters, digits and hyphens, such as client-records')
  .describe('small letters, digits and hyphens');

export const definitionVersion = z.object({
  kind: definitionKind,
  name: z.string(),
  version: z.int(),
  note: z.string().nullable(),
  made_from: z.string().nullable().describe('id of the link that learned it'),
  saved_by: z.string(),
  saved_at: z.string(),
});

export const definitionShown = definitionVersion.extend({
  content: z.string().describe('YAML'),
  versions: z.array(definitionVersion).describe('all that are saved, newest first'),
  used_by: z
    .array(z.object({ run: z.string(), title: z.string(), version: z.int() }))
    .describe('links that were made with it, newest first'),
});

/** A line that differs between two versions; null where a version has none. */
export const definitionChange = z.object({
  what: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export const definitionsCompared = z.object({
  kind: definitionKind,
  name: z.string(),
  from: z.int(),
  to: z.int(),
  same: z.int().describe('lines that are the same in both'),
  changes: z.array(definitionChange),
});
