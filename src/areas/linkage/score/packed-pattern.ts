import type { PairReader } from './pair-reader.ts';
import { type PatternSpace, rarityStep } from './pattern-space.ts';

/** The pattern of the pair that a reader read last, in one integer. */
export function packed(space: PatternSpace, reader: PairReader): number {
  let pattern = rarityStep(reader.rarity()) * space.size;
  for (let group = 0; group < space.groups.length; group++)
    pattern += reader.cells[group]! * space.groups[group]!.stride;
  return pattern;
}
