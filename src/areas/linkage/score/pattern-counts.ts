import type { PairReader } from './pair-reader.ts';
import { type PatternSpace, rarityRange, rarityStep } from './pattern-space.ts';

/** How often each pattern occurs among the pairs that were compared. */
export interface PatternCounts {
  readonly size: number;
  /** `cells[pattern * groups + group]`. */
  readonly cells: Int32Array;
  readonly rarity: Float64Array;
  readonly counts: Float64Array;
  readonly packed: Float64Array;
}

/** Gathers patterns pair by pair. */
export class PatternTally {
  readonly #counts = new Map<number, number>();
  readonly #space: PatternSpace;
  total = 0;

  constructor(space: PatternSpace) {
    this.#space = space;
  }

  add(reader: PairReader): void {
    const pattern = packed(this.#space, reader);
    this.#counts.set(pattern, (this.#counts.get(pattern) ?? 0) + 1);
    this.total++;
  }

  counts(): PatternCounts {
    const { groups } = this.#space;
    const size = this.#counts.size;
    const cells = new Int32Array(size * groups.length);
    const rarity = new Float64Array(size);
    const counts = new Float64Array(size);
    const all = new Float64Array(size);
    let at = 0;
    for (const [pattern, count] of this.#counts) {
      rarity[at] = Math.floor(pattern / this.#space.size) - rarityRange;
      const rest = pattern % this.#space.size;
      for (const [group, { stride, cells: own }] of groups.entries())
        cells[at * groups.length + group] = Math.floor(rest / stride) % own;
      counts[at] = count;
      all[at++] = pattern;
    }
    return { size, cells, rarity, counts, packed: all };
  }
}

export function packed(space: PatternSpace, reader: PairReader): number {
  let pattern = rarityStep(reader.rarity()) * space.size;
  for (let group = 0; group < space.groups.length; group++)
    pattern += reader.cells[group]! * space.groups[group]!.stride;
  return pattern;
}
