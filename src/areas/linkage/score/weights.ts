import { nonDecreasing } from './monotone.ts';
import { type GroupSpace, levelIn, type PatternSpace } from './pattern-space.ts';

/** Probability of each cell of each group, given which fields of the group are known. */
export type CellChances = readonly Float64Array[];

/** Cells of a group by the set of its fields that have a value: within a set the chances add to one. */
export function knownFields(cell: number, group: GroupSpace): number {
  let mask = 0;
  for (const [at, part] of group.comparisons.entries()) if (levelIn(cell, part) > 0) mask |= 1 << at;
  return mask;
}

/** Share of each level of each comparison among counted cells, missing left out; `prior` counts are added. */
export function levelShares(
  group: GroupSpace,
  counts: Float64Array,
  prior: (comparison: number, level: number) => number,
): Float64Array[] {
  return group.comparisons.map((part, at) => {
    const shares = Float64Array.from(part.levels, (_, level) => (level === 0 ? 0 : prior(at, level)));
    for (let cell = 0; cell < counts.length; cell++) {
      const level = levelIn(cell, part);
      if (level > 0) shares[level]! += counts[cell]!;
    }
    const sum = shares.reduce((total, share) => total + share, 0);
    return shares.map((share) => share / sum);
  });
}

/**
 * Chances of cells: what independence of the levels would give, corrected by how much more or less often the cell was seen
 * than that. `caution` is the number of pairs for which a correction is half believed.
 */
export function cellChances(
  group: GroupSpace,
  counts: Float64Array,
  shares: readonly Float64Array[],
  caution: number,
): Float64Array {
  const seen = new Map<number, number>();
  const masks = Int32Array.from({ length: group.cells }, (_, cell) => knownFields(cell, group));
  for (let cell = 0; cell < group.cells; cell++)
    seen.set(masks[cell]!, (seen.get(masks[cell]!) ?? 0) + counts[cell]!);
  const chances = Float64Array.from({ length: group.cells }, (_, cell) => {
    let independent = 1;
    for (const [at, part] of group.comparisons.entries()) {
      const level = levelIn(cell, part);
      if (level > 0) independent *= shares[at]![level]!;
    }
    if (group.comparisons.length === 1) return independent;
    const expected = seen.get(masks[cell]!)! * independent;
    return (independent * (counts[cell]! + caution)) / (expected + caution);
  });
  return chances;
}

/** So many pairs of a level are needed for the order of the levels to be half left to the data. */
const halfTrusted = 200;

/** How many pairs chances were learned from. */
export interface PairsSeen {
  readonly same: number;
  readonly other: number;
}

/**
 * log2 of the ratio of two sets of chances, 0 where every field is missing. Where a group is one comparison a closer level
 * weighs no less than a lower one, unless very many pairs say otherwise: a firm's branches and daughters share few words of
 * its name and are more surely the same than two that share half of them.
 */
export function cellWeights(
  space: PatternSpace,
  m: CellChances,
  u: CellChances,
  seen: PairsSeen = { same: 0, other: 0 },
): Float64Array[] {
  return space.groups.map((group, g) => {
    const raw = Float64Array.from({ length: group.cells }, (_, cell) =>
      knownFields(cell, group) === 0 ? 0 : Math.log2(m[g]![cell]! / u[g]![cell]!),
    );
    if (group.comparisons.length > 1) return raw;
    const weights = [...m[g]!].slice(1).map((chance, at) => Math.sqrt(chance * u[g]![at + 1]!) + 1e-9);
    const ordered = nonDecreasing([...raw].slice(1), weights);
    return raw.map((own, cell) => {
      if (cell === 0) return 0;
      const pairs = 1 / (1 / (m[g]![cell]! * seen.same) + 1 / (u[g]![cell]! * seen.other));
      return ordered[cell - 1]! + ((own - ordered[cell - 1]!) * pairs) / (pairs + halfTrusted);
    });
  });
}
