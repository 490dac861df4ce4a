import type { Context } from './handler.ts';

/**
 * A number an area can answer for the plan: a share (numerator of denominator) or a count, always with the records
 * behind it. The records are computed once; the figure is counted from them, so the two cannot differ.
 */
export interface Measure {
  /** `area.what`, stable: objectives bind to it. */
  readonly id: `${string}.${string}`;
  /** The figure in words: `Datasets with a named owner`. */
  readonly title: string;
  /** What one record is: `dataset`, `field`, `data officer post`. */
  readonly record: { readonly one: string; readonly many: string };
  /** A `share` is counted records over all records; a `count` is the counted records; a `median` is taken of their amounts. */
  readonly kind: 'share' | 'count' | 'median';
  readonly unit: '%' | string;
  /** How it is counted, in one or two sentences. */
  readonly method: string;
  /** Its records are dated facts, so it can be asked as of a day, as known at an instant. */
  readonly remembers?: true;
  /** Every record of the denominator, each saying whether it counts and, if not, why not. */
  readonly records: (context: Context, scope: MeasureScope) => Promise<readonly MeasuredRecord[]>;
}

export interface MeasureScope {
  /** Agency codes; none means all. */
  readonly agencies?: readonly string[];
  /** Dataset ids; none means all. */
  readonly datasets?: readonly string[];
  /** As it stood on that day, as known at that instant; only a measure that remembers can say. */
  readonly asOf?: { readonly on: string; readonly at: string };
}

export interface MeasuredRecord {
  readonly id: string;
  readonly title: string;
  /** Where a person can look at it. */
  readonly href: string;
  readonly agency?: string;
  readonly counts: boolean;
  /** How many it stands for, where one each would be too many to list (rows, requests); one when left out. Not for a `median`. */
  readonly times?: number;
  /** What a `median` is taken of, in the measure's unit: every record that counts has one. */
  readonly amount?: number;
  /** Why it does not count, or what shows that it does. */
  readonly because: string;
}
