import type { ComparisonGroup, Level } from '../compare/comparison.ts';

/**
 * All ways in which two records can agree. Each group of comparisons has cells (one for each combination of its levels);
 * a pattern is one cell of each group and a step of rarity, packed in one integer.
 */
export interface PatternSpace {
  readonly groups: readonly GroupSpace[];
  /** Number of patterns without rarity; the rarity step stands above it. */
  readonly size: number;
}

export interface GroupSpace {
  readonly name: string;
  /** For each comparison its levels, and what one level of it adds to the cell. */
  readonly comparisons: readonly {
    readonly name: string;
    readonly levels: readonly Level[];
    readonly stride: number;
  }[];
  readonly cells: number;
  /** What one cell of this group adds to the packed pattern. */
  readonly stride: number;
}

export function patternSpace(groups: readonly ComparisonGroup[]): PatternSpace {
  let size = 1;
  const spaces = groups.map(({ name, comparisons }) => {
    const stride = size;
    let cells = 1;
    const parts = comparisons.map((comparison) => {
      const own = { name: comparison.name, levels: comparison.levels, stride: cells };
      cells *= comparison.levels.length;
      return own;
    });
    size *= cells;
    return { name, comparisons: parts, cells, stride };
  });
  return { groups: spaces, size };
}

/** The level of one comparison in a cell of its group. */
export const levelIn = (cell: number, part: GroupSpace['comparisons'][number]): number =>
  Math.floor(cell / part.stride) % part.levels.length;

/** Rarity is counted in steps of one bit; the middle step is none. */
export const rarityRange = 24;
export const rarityStep = (bits: number): number =>
  Math.max(-rarityRange, Math.min(rarityRange, Math.round(bits))) + rarityRange;
