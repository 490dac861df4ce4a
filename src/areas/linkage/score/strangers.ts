import type { ComparisonGroup } from '../compare/comparison.ts';
import type { RarityBaseline } from './pair-reader.ts';
import type { PatternSpace } from './pattern-space.ts';

/** How pairs of records drawn at random agree: what u probabilities and the baseline of rarity come from. */
export interface Strangers {
  /** Pairs looked at. */
  readonly pairs: number;
  /** Pairs there are. */
  readonly universe: number;
  /** Counts by group and cell. */
  readonly cells: readonly Float64Array[];
  readonly baseline: RarityBaseline;
}

/** Number of pairs that could be compared: within one set, or between the two sides of a link. */
export const universeOf = (rows: number, leftRows?: number): number =>
  leftRows === undefined ? (rows * (rows - 1)) / 2 : leftRows * (rows - leftRows);

/**
 * Looks at `most` random pairs, or at all when there are fewer. The same seed gives the same pairs. A pair's own chance
 * comes from two streams of a counter-based hash, so that any part can be drawn apart.
 */
export function meetStrangers(
  rows: number,
  leftRows: number | undefined,
  groups: readonly ComparisonGroup[],
  space: PatternSpace,
  options: { readonly most: number; readonly seed: number },
): Strangers {
  const cells = space.groups.map((group) => new Float64Array(group.cells));
  const sums = space.groups.map((group) =>
    group.comparisons.map(({ levels }) => ({
      bits: new Float64Array(levels.length),
      counts: new Float64Array(levels.length),
    })),
  );
  const look = (left: number, right: number) => {
    for (let g = 0; g < groups.length; g++) {
      const group = groups[g]!;
      let cell = 0;
      for (let c = 0; c < group.comparisons.length; c++) {
        const comparison = group.comparisons[c]!;
        const level = comparison.compare(left, right);
        cell += level * space.groups[g]!.comparisons[c]!.stride;
        const sum = sums[g]![c]!;
        sum.counts[level]!++;
        if (level > 0 && comparison.levels[level]!.rarity) sum.bits[level]! += comparison.bits();
      }
      cells[g]![cell]!++;
    }
  };
  const universe = universeOf(rows, leftRows);
  let pairs = 0;
  if (universe <= options.most) {
    const lefts = leftRows ?? rows;
    for (let left = 0; left < lefts; left++)
      for (let right = leftRows ?? left + 1; right < rows; right++, pairs++) look(left, right);
  } else {
    for (; pairs < options.most; pairs++) {
      const one = hash(pairs, options.seed);
      const other = hash(pairs, options.seed ^ 0x5bd1e995);
      if (leftRows !== undefined) look(one % leftRows, leftRows + (other % (rows - leftRows)));
      else {
        const left = one % rows;
        const right = other % (rows - 1);
        look(left, right >= left ? right + 1 : right);
      }
    }
  }
  return { pairs, universe, cells, baseline: baselineOf(groups, sums, pairs) };
}

type Sums = readonly (readonly { readonly bits: Float64Array; readonly counts: Float64Array }[])[];

/**
 * For the closest level the baseline is what its own u says, so that a shared value weighs by its own frequency alone; for
 * lower ones the mean bits of strangers who meet there.
 */
function baselineOf(groups: readonly ComparisonGroup[], sums: Sums, pairs: number): RarityBaseline {
  return groups.map(({ comparisons }, g) =>
    comparisons.map(({ levels }, c) => {
      const { bits, counts } = sums[g]![c]!;
      const known = Math.max(1, pairs - counts[0]!);
      return Float64Array.from(levels, ({ rarity }, level) => {
        if (!rarity || level === 0) return 0;
        if (level === levels.length - 1) return -Math.log2((counts[level]! + 0.5) / (known + 1));
        return counts[level]! >= 5
          ? bits[level]! / counts[level]!
          : -Math.log2((counts.at(-1)! + 0.5) / (known + 1));
      });
    }),
  );
}

/** A 32-bit hash of a counter (Murmur3's finaliser). */
export function hash(counter: number, seed: number): number {
  let h = (Math.imul(counter + 1, 0x9e3779b1) ^ seed) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
