import type { Measure, MeasuredRecord } from '../measure.ts';

/**
 * A figure from its records: per cent for a share, the counted records for a count, the middle amount of the counted ones
 * for a median (of an even number, the mean of the two in the middle). Null when there is nothing to divide by or to take
 * the middle of.
 */
export function figureOf(
  kind: Measure['kind'],
  records: readonly Pick<MeasuredRecord, 'counts' | 'amount' | 'times'>[],
): { numerator: number; denominator: number; value: number | null } {
  const counted = records.filter(({ counts }) => counts);
  const [numerator, denominator] = [howMany(counted), howMany(records)];
  const value =
    kind === 'count'
      ? numerator
      : kind === 'median'
        ? middleOf(counted.flatMap(({ amount }) => amount ?? []))
        : denominator === 0
          ? null
          : (numerator / denominator) * 100;
  return { numerator, denominator, value };
}

/** What records stand for together. */
export const howMany = (records: readonly Pick<MeasuredRecord, 'times'>[]): number =>
  records.reduce((sum, { times = 1 }) => sum + times, 0);

function middleOf(amounts: readonly number[]): number | null {
  const sorted = amounts.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
