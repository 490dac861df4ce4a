import { z } from 'zod';
import { columnTypes } from '../../core/column-type.ts';
import type { Field } from './soql/stage.ts';

/** One column of an answer. Computed columns have no title. */
export const answerField = z.object({
  name: z.string(),
  title: z.string().optional(),
  type: z.enum([...columnTypes, 'interval']),
});
export type AnswerField = z.output<typeof answerField>;

export function answerFields(fields: readonly Field[]): AnswerField[] {
  return fields.map(({ name, title, term }) => ({
    name,
    ...(title !== undefined && { title }),
    type: term.type === 'row_identifier' ? 'text' : term.storage === 'count' ? 'integer' : term.storage,
  }));
}

/** A row by field name. Whole numbers and decimals that a double would not hold exactly are strings. */
const answerRow = z.record(z.string(), z.unknown());

export const rowsPage = z.object({
  dataset: z.string().describe('public id'),
  version: z.number().int(),
  fields: z.array(answerField),
  total: z.number().int().optional().describe('rows of the whole answer, when asked for with count=true'),
  next: z.string().nullable().describe('cursor of the next page; null on the last'),
  rows: z.array(answerRow),
});
export type RowsPage = z.output<typeof rowsPage>;

export const dictionaryAnswer = z.object({
  dataset: z.string(),
  title: z.string(),
  version: z.number().int(),
  fields: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      description: z.string().nullable(),
      type: z.enum(columnTypes),
      filled: z.number().int().nullable().describe('rows with a value; not told of a protected version'),
      rows: z.number().int(),
      rejected: z.number().int().nullable().describe('cells of the source that did not fit the type'),
      notes: z.array(z.string()),
    }),
  ),
  owed: z
    .array(
      z.object({
        name: z.string(),
        title: z.string(),
        type: z.enum(columnTypes),
        now: z.string().nullable().describe('the column that it is read from; none: it answers nothing'),
        until: z.string().describe('the day from which it is no longer answered'),
      }),
    )
    .describe('old columns that are still answered, as was promised when their change was announced'),
});
export type DictionaryAnswer = z.output<typeof dictionaryAnswer>;

/** One way to read a dataset from a program, ready to be copied and run. */
export const snippet = z.object({
  language: z.enum(['curl', 'python', 'r']),
  title: z.string(),
  /** What must be there to run it. */
  needs: z.string(),
  code: z.string(),
});
export const snippetsAnswer = z.object({
  dataset: z.string(),
  version: z.number().int(),
  snippets: z.array(snippet),
  citation: z.string(),
  bibtex: z.string(),
  /** The address of exactly these rows, for ever. */
  address: z.string(),
});

/** Rows counted by period or by group, and what a sentence about them needs. */
export const chartAnswer = z.object({
  dataset: z.string(),
  version: z.number().int(),
  field: z.string(),
  field_title: z.string(),
  by: z.enum(['year', 'month', 'day', 'group']),
  rows: z.number().int().describe('rows counted, with those that have no value'),
  unknown: z.number().int().describe('rows without a value'),
  points: z.array(
    z.object({ key: z.string().describe('first day of the period, or the value'), count: z.number().int() }),
  ),
  other: z.number().int().describe('rows in groups not shown'),
  groups: z.number().int().describe('periods or groups there are'),
  withheld: z.number().int().describe('groups that the release gate holds back from whoever asks'),
  release: z
    .string()
    .nullable()
    .describe('the release by which these figures are shown to someone who may see no row; null for others'),
  finding: z.object({
    first: z.string().nullable(),
    last: z.string().nullable(),
    /** The period or group with the most rows. */
    most: z.object({ key: z.string(), count: z.number().int() }).nullable(),
    /** The last whole period against the one a year before. */
    change: z
      .object({ key: z.string(), count: z.number().int(), before_key: z.string(), before: z.number().int() })
      .nullable(),
    /** Set when the newest period has not ended on the day of the newest row, so its count is not yet whole. */
    unfinished: z.string().nullable(),
  }),
});
export type ChartAnswer = z.output<typeof chartAnswer>;

/** Rows counted by place. */
export const mapAnswer = z.object({
  dataset: z.string(),
  version: z.number().int(),
  field: z.string(),
  field_title: z.string(),
  rows: z.number().int(),
  unknown: z.number().int().describe('rows without a place'),
  /** Values that are no place of the jurisdiction under any of its names. */
  unmatched: z.object({ rows: z.number().int(), values: z.number().int() }),
  places: z.array(
    z.object({
      place: z.string(),
      name: z.string(),
      count: z.number().int(),
      population: z.number().int().nullable(),
      per_10000: z.number().nullable().describe('rows for each 10,000 people'),
      withheld: z.boolean().describe('the release gate holds its count back from whoever asks'),
    }),
  ),
  release: z
    .string()
    .nullable()
    .describe('the release by which these figures are shown to someone who may see no row; null for others'),
  finding: z.object({
    most: z.object({ place: z.string(), name: z.string(), count: z.number().int() }).nullable(),
    highest_rate: z.object({ place: z.string(), name: z.string(), per_10000: z.number() }).nullable(),
    /** Of all counted places together. */
    per_10000: z.number().nullable(),
    population_on: z.string().nullable(),
    /** Places with fewer rows than this have no rate in the finding: chance would decide. */
    smallest_count_for_rate: z.number().int(),
    places_without_rows: z.number().int(),
  }),
});
export type MapAnswer = z.output<typeof mapAnswer>;
