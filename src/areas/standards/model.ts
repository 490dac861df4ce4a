import { z } from 'zod';
import { calendarDate } from '../../core/calendar-date.ts';

/** What a dataset must say of itself, as a standard's file names it. */
export const statements = [
  'description',
  'agency',
  'owner',
  'contact',
  'license',
  'frequency',
  'keywords',
] as const;
export type Statement = (typeof statements)[number];

const rule = {
  id: z.string().min(1).max(60),
  says: z.string().min(3).max(400).describe('the rule, for people'),
};

/** One thing that a machine can look at: of the record, of its dictionary, or of the cells of its rows. */
export const standardCheck = z.discriminatedUnion('kind', [
  z.strictObject({ ...rule, kind: z.literal('states'), what: z.array(z.enum(statements)).min(1) }),
  z.strictObject({ ...rule, kind: z.literal('fields-described') }),
  z.strictObject({
    ...rule,
    kind: z.literal('dates'),
    words: z
      .array(z.string().min(1))
      .min(1)
      .describe('a field is one of dates when its name has one of these among its words'),
    but_not: z
      .array(z.string().min(1))
      .optional()
      .describe(
        'words of a field read as text that tells of a date and is none, such as `type` in “Date type”',
      ),
  }),
]);
export type StandardCheck = z.output<typeof standardCheck>;

/** A standard as it was published: an edition never changes, a change is a new edition. */
export const standard = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'small letters, digits and hyphens'),
  version: z.string().regex(/^\d+(\.\d+)*$/, 'a number such as 1.0'),
  title: z.string().min(3).max(200),
  published: calendarDate.describe('in force from this day, until the next edition is'),
  citation: z.string().min(3).max(500).describe('what it rests on, and how that is known'),
  checks: z.array(standardCheck).min(1),
});
export type Standard = z.output<typeof standard>;

export const standardsFile = z.strictObject({ standards: z.array(standard).min(1) });

/** One place where a dataset does not do what a standard asks. */
export const finding = z.object({
  standard: z.string(),
  version: z.string().describe('of the standard'),
  rule: z.string(),
  says: z.string().describe('the rule in words'),
  field: z.string().nullable(),
  row: z.int().nullable().describe('row of the file, counted from 1 after its head'),
  problem: z.string(),
});
export type Finding = z.output<typeof finding>;

/** How a dataset stands with one rule. */
export const ruleStanding = z.object({
  standard: z.string(),
  version: z.string(),
  rule: z.string(),
  says: z.string(),
  outcome: z.enum(['meets', 'does-not', 'nothing-to-check']),
});
export type RuleStanding = z.output<typeof ruleStanding>;
