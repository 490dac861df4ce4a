import { z } from 'zod';
import { reaches, searchKinds } from '../search-source.ts';

export const searchKind = z.enum(searchKinds);
/** Whether one may see it: everyone, those who ask and are let, or nobody here, for its holder keeps it elsewhere. */
export const searchReach = z.enum(reaches);

/** Where something matched: the words as they stand there, and the part of the record. */
export const match = z.object({
  part: z.enum(['name', 'keywords', 'holder', 'fields', 'description', 'words', 'id']),
  words: z.array(z.string()).describe('as they stand there'),
});
export type Match = z.output<typeof match>;

export const hit = z.object({
  kind: searchKind,
  id: z.string(),
  name: z.string(),
  href: z.string(),
  line: z.string(),
  agency: z.string().nullable(),
  reach: searchReach,
  beside: z.array(z.string()),
  matched: z.array(match),
  missing: z.array(z.string()).describe('words of the question that it does not have'),
});
export type Hit = z.output<typeof hit>;

/** Where a kind of field is held: under which name, since when, and how one may have it. */
export const heldField = z.object({
  name: z.string().describe('what the holder calls it'),
  href: z.string(),
  dataset: z.string().describe('public id of the asset'),
  title: z.string().describe('of the asset'),
  years: z.string().nullable(),
  access: z.string().nullable().describe('who may have it'),
  terms: z.string().nullable(),
  ask: z.string().nullable().describe('whom to ask'),
});
export const holder = z.object({
  agency: z.string().nullable(),
  holder: z.string(),
  fields: z.array(heldField),
});
export type Holder = z.output<typeof holder>;

/** How a word of the question was understood, when not as it stands. */
export const understood = z.object({
  words: z.string(),
  as: z.array(z.string()),
  how: z.enum(['synonym', 'spelling', 'beginning']),
});
export type Understood = z.output<typeof understood>;
