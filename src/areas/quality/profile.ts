import { z } from 'zod';
import { columnTypes } from '../../core/column-type.ts';

/** Values of a profile are text, as they read in JSON: `12.5`, `2024-01-31`, `2024-01-31T10:00:00`, `true`. */
const value = z.string();

export const quantilePoints = ['p01', 'p05', 'p25', 'p50', 'p75', 'p95', 'p99'] as const;

/** What one column of one version holds. Every count is exact, over all rows. */
export const fieldProfile = z.object({
  field: z.string(),
  title: z.string(),
  type: z.enum(columnTypes),
  rows: z.int(),
  nulls: z.int(),
  /** Different values, nulls apart. */
  distinct: z.int(),
  /** Values that stand in one row only. */
  once: z.int(),
  min: value.nullable(),
  max: value.nullable(),
  /** The commonest values, most frequent first; long ones are cut and end in `…`. */
  top: z.array(z.object({ value, rows: z.int() })),
  text: z
    .object({
      /** Rows with nothing but blanks. */
      blank: z.int(),
      /** Rows with blanks before or after. */
      padded: z.int(),
      shortest: z.int(),
      longest: z.int(),
      meanLength: z.number(),
      /** What all values begin with. */
      prefix: z.string(),
      /**
       * Digits as 9, capitals as A, small letters as a. When there are more than 60 shapes, runs are drawn together
       * (`a+`) and `joined` is true.
       */
      shapes: z.array(z.object({ shape: z.string(), rows: z.int(), values: z.int() })),
      shapeCount: z.int(),
      joined: z.boolean(),
    })
    .nullable(),
  number: z
    .object({
      mean: z.number(),
      deviation: z.number().nullable(),
      zeros: z.int(),
      negatives: z.int(),
      /** Rows that hold infinity or not-a-number: left out of all that is computed here. */
      nonFinite: z.int(),
    })
    .nullable(),
  /** Exact: the smallest value at or under which that share of the rows lies. For numbers, dates and times. */
  quantiles: z
    .object(Object.fromEntries(quantilePoints.map((point) => [point, value])) as Quantiles)
    .nullable(),
  /** Values far outside the rest (beyond 3 interquartile ranges from the quartiles), and the ends of the rest. */
  outliers: z.object({ below: z.int(), above: z.int(), insideMin: value, insideMax: value }).nullable(),
  /** Bars from `from` up to but not including `to`; the last includes its end. */
  histogram: z
    .object({
      unit: z.enum(['number', 'hour', 'day', 'month', 'quarter', 'year', 'decade']),
      bars: z.array(z.object({ from: value, to: value, rows: z.int() })),
      /** Rows outside the bars, which then span the 1st to the 99th hundredth. */
      below: z.int(),
      above: z.int(),
    })
    .nullable(),
});
type Quantiles = Record<(typeof quantilePoints)[number], typeof value>;
export type FieldProfile = z.output<typeof fieldProfile>;

/** The profile of a whole version. Kept in the lake beside its rows: it repeats values. */
export const versionProfile = z.object({
  form: z.literal(1),
  rows: z.int(),
  fields: z.array(fieldProfile),
});
export type VersionProfile = z.output<typeof versionProfile>;
