import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { columnType } from '../model.ts';

/** A reason for which data is of high value, by the letter that the state's law or rules give it. */
export const reasonCode = z.string().regex(/^[A-Z]$/, 'one letter, such as A');

/** Words of DCAT-US for who may have it. */
export const accessLevels = ['public', 'restricted public', 'non-public'] as const;
export type AccessLevel = (typeof accessLevels)[number];

export type CustodyOrigin = 'hand' | 'inventory' | 'dictionary' | 'harvest';
export type LineageKind = 'declared' | 'transform';
export type QuestionState = 'open' | 'answered' | 'closed';
export type SchemaChangeKind = 'drop' | 'rename' | 'retype';
export type ArchiveDecision = 'keep' | 'archive' | 'destroy';

const year = z.number().int().min(1600).max(2200);

/** What may be said about the custody of an asset. An empty text takes a statement away; a field left out stays. */
export const custodyInput = z.object({
  system: z.string().max(200).describe('the system that holds it'),
  format: z.string().max(200).describe('how it is kept there'),
  rights: z.string().max(2000).describe('what one may do with it, and on which terms'),
  spatial: z.string().max(2000).describe('the places it covers'),
  temporal: z.string().max(200).describe('the time it covers, as the holder says it'),
  landing_page: z.union([z.url(), z.literal('')]),
  access_level: z.enum([...accessLevels, '']).describe('who may have it, as the holder says'),
  access_ground: z.string().max(2000).describe('the law or reason for that'),
  years_from: year.nullable().describe('the first year there is'),
  years_to: year.nullable().describe('the last year there is; null: to this day'),
  reasons: z.array(reasonCode).describe('why it is of high value'),
  determined_by: z.string().max(200).describe('who determined that'),
  determined_on: z.union([calendarDate, z.literal('')]),
});
export type CustodyInput = Partial<z.output<typeof custodyInput>>;

export const custodyView = z.object({
  holder: z.string().nullable().describe('as written, when it is no agency known here'),
  system: z.string().nullable(),
  format: z.string().nullable(),
  rights: z.string().nullable(),
  spatial: z.string().nullable(),
  temporal: z.string().nullable(),
  landing_page: z.string().nullable(),
  access_level: z.enum(accessLevels).nullable(),
  access_ground: z.string().nullable(),
  years_from: z.number().int().nullable(),
  years_to: z.number().int().nullable(),
  reasons: z.array(reasonCode),
  determined_by: z.string().nullable(),
  determined_on: z.string().nullable(),
  origin: z.enum(['hand', 'inventory', 'dictionary', 'harvest']),
  identifier: z.string().nullable().describe('in the catalogue it was harvested from'),
});
export type CustodyView = z.output<typeof custodyView>;

/** A field as somebody described it, with what was written and how it was understood. */
export const describedField = z.object({
  name: z.string(),
  title: z.string(),
  category: z.string().nullable(),
  description: z.string().nullable(),
  type: columnType.nullable(),
  type_written: z.string().nullable(),
  years_from: z.number().int().nullable(),
  years_to: z.number().int().nullable(),
  years_written: z.string().nullable(),
});
export type DescribedField = z.output<typeof describedField>;

/** Something in a spreadsheet that a person should look at. Row as the spreadsheet counts, from 1. */
export const sheetProblem = z.object({
  sheet: z.string(),
  row: z.number().int(),
  column: z.string().nullable(),
  problem: z.string(),
  /** `error`: the row was not taken. `notice`: it was, and this is worth knowing. */
  kind: z.enum(['error', 'notice']),
});
export type SheetProblem = z.output<typeof sheetProblem>;

/** Two datasets of which one nearly repeats the other. */
export const copyView = z.object({
  dataset: z.string().describe('public id of the other'),
  title: z.string(),
  columns_alike: z.number().int(),
  columns_all: z.number().int(),
  keys_alike: z
    .number()
    .int()
    .nullable()
    .describe('keys of the smaller that the larger has; none when not compared'),
  keys_all: z.number().int().nullable(),
  kept_because: z.string().nullable(),
  kept_by: z.string().nullable(),
});
export type CopyView = z.output<typeof copyView>;

export const lineageNode = z.object({
  dataset: z.string().describe('public id; of a file or a release, its id in this answer'),
  kind: z
    .enum(['dataset', 'file', 'release'])
    .describe('a dataset, a file that a version was read from, or what was released from one'),
  title: z.string(),
  agency: z.string().nullable(),
  href: z.string().nullable(),
  step: z
    .number()
    .int()
    .describe('0 the dataset itself, negative what it is made from, positive what is made from it'),
});
export type LineageNode = z.output<typeof lineageNode>;

export const lineageEdge = z.object({
  dataset: z.string(),
  source: z.string(),
  kind: z.enum(['declared', 'transform']),
  how: z.string().nullable(),
});
export type LineageEdge = z.output<typeof lineageEdge>;

export const lineageView = z.object({
  dataset: z.string(),
  nodes: z.array(lineageNode),
  edges: z.array(lineageEdge),
  more: z.boolean().describe('there are more than were asked for'),
});
export type LineageView = z.output<typeof lineageView>;
