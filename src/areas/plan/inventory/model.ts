import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';

/** One asset as an agency's yearly inventory of high value data says it. */
export const inventoryEntry = z.object({
  dataset: z.string().describe('public id'),
  title: z.string(),
  reasons: z.array(z.string()).describe('why it is of high value, by the letters of the state’s rules'),
  determinedBy: z.string().nullable(),
  access: z.string().nullable().describe('who may have it'),
  ground: z.string().nullable().describe('the law or reason for that access'),
  owner: z.string().nullable(),
  format: z.string().nullable(),
  frequency: z.string().nullable(),
  fields: z.int().describe('fields that its dictionary describes'),
});
export type InventoryEntry = z.output<typeof inventoryEntry>;

/** What an entry must say before a year can be submitted, with the words of what is missing. */
const needed: readonly (readonly [keyof InventoryEntry, string])[] = [
  ['determinedBy', 'who determined that it is of high value'],
  ['access', 'whether it is public or protected'],
  ['owner', 'its owner'],
  ['format', 'its format'],
  ['frequency', 'how often it is updated'],
];

/** In the words of a form's labels; nothing when the entry is whole. */
export const missingOf = (entry: InventoryEntry): string[] => [
  ...(entry.reasons.length === 0 ? ['a reason of high value'] : []),
  ...needed.filter(([key]) => entry[key] === null || entry[key] === '').map(([, words]) => words),
  ...(entry.access !== null && entry.access !== 'public' && !entry.ground
    ? ['the ground on which it is protected']
    : []),
  ...(entry.fields === 0 ? ['a dictionary of its fields'] : []),
];

export const inventoryLine = inventoryEntry.extend({
  missing: z.array(z.string()),
  since: z
    .enum(['carried', 'changed', 'new'])
    .describe('beside the inventory submitted for an earlier year: as it was, changed, or not in it'),
});
export type InventoryLine = z.output<typeof inventoryLine>;

export const inventoryYear = z.object({
  agency: z.string(),
  year: z.int(),
  dueOn: calendarDate.nullable().describe('by the law; none for who owes no inventory that year'),
  state: z.enum(['open', 'submitted']),
  submittedAt: z.string().nullable(),
  submittedBy: z.string().nullable(),
  hash: z.string().nullable().describe('SHA-256 of what was submitted'),
  nothingHeld: z.string().nullable().describe('why one without an asset has none, as its agency says'),
  late: z.boolean(),
  from: z.int().nullable().describe('the earlier year that was carried forward'),
  entries: z.array(inventoryLine),
  dropped: z
    .array(z.object({ dataset: z.string(), title: z.string() }))
    .describe('of the earlier year, no longer there'),
  others: z
    .array(z.object({ dataset: z.string(), title: z.string() }))
    .describe('assets of the agency that nobody determined to be of high value; none once it is submitted'),
  complete: z.int().describe('entries that lack nothing'),
});
export type InventoryYear = z.output<typeof inventoryYear>;

/** How far an agency is with a year. */
export const inventoryState = z.object({
  agency: z.string(),
  name: z.string(),
  covered: z.enum(['by law', 'by choice']),
  submittedAt: z.string().nullable(),
  entries: z.int().nullable(),
  late: z.boolean(),
});
