import type { ComparisonGroup } from '../compare/comparison.ts';
import type { PatternSpace } from './pattern-space.ts';

/** Compares two records in every field and keeps the last answer: cells by group, and how rare what they share is. */
export interface PairReader {
  readonly cells: Int32Array;
  /** Compares; then `cells` and `rarity()` answer for this pair. */
  read(left: number, right: number): void;
  /** Bits by which the agreed values are rarer than those that strangers agree on. */
  rarity(): number;
}

/** Typical rarity by group, comparison and level, in bits; 0 where rarity does not count. */
export type RarityBaseline = readonly (readonly Float64Array[])[];

export function pairReader(
  groups: readonly ComparisonGroup[],
  space: PatternSpace,
  baseline: RarityBaseline,
): PairReader {
  const cells = new Int32Array(groups.length);
  const steps = groups.flatMap(({ comparisons }, group) =>
    comparisons.map((comparison, at) => ({
      group,
      first: at === 0,
      compare: comparison.compare,
      bits: comparison.bits,
      stride: space.groups[group]!.comparisons[at]!.stride,
      baseline: baseline[group]![at]!,
      counts: Uint8Array.from(comparison.levels, ({ rarity }) => (rarity ? 1 : 0)),
    })),
  );
  let rare = 0;
  return {
    cells,
    read(left, right) {
      rare = 0;
      for (const step of steps) {
        const level = step.compare(left, right);
        if (step.first) cells[step.group] = level * step.stride;
        else cells[step.group]! += level * step.stride;
        if (step.counts[level] === 1) rare += step.bits() - step.baseline[level]!;
      }
    },
    rarity: () => rare,
  };
}
