import type { CodedRecords } from './coded-records.ts';

export type LossMetric = 'entropy' | 'precision';

/**
 * What each step of each column loses, so that a node's loss is their sum. `entropy` is non-uniform entropy, monotone form:
 * `−Σ log2(count(value) / count(coarser value))` over all cells (golden cases A3 to A6 and A10 use it); `precision` is the
 * share of the steps taken, over the columns (Sweeney 2002).
 */
export function stepLosses({ attributes, counts }: CodedRecords, metric: LossMetric): number[][] {
  return attributes.map(({ codes, steps, sizes }) => {
    if (metric === 'precision') return steps.map((_, step) => step / (steps.length - 1) / attributes.length);
    const own = new Float64Array(sizes[0]!);
    codes.forEach((code, group) => {
      own[code]! += counts[group]!;
    });
    return steps.map((coarser, step) => {
      const all = new Float64Array(sizes[step]!);
      own.forEach((count, code) => {
        all[coarser[code]!]! += count;
      });
      let loss = 0;
      own.forEach((count, code) => {
        if (count > 0) loss += count * Math.log2(all[coarser[code]!]! / count);
      });
      return loss;
    });
  });
}
