import type { Model } from './estimate-model.ts';
import { type GroupSpace, levelIn, type PatternSpace } from './pattern-space.ts';
import { levelShares } from './weights.ts';

/** Of live births in the United States, those in twin deliveries: 31.2 in 1,000 (NCHS, Births: Final Data for 2021, NVSR 72-1). */
const bornAsTwins = 0.0312;
/** Twins of one sex: the third that are identical, and half of the others (Weinberg's rule). */
const sameSex = 2 / 3;
/** Who shared a childhood home may live together or not: one half each. */
const together = 1 / 2;

/**
 * Twins are a hypothesis of their own: two persons with one birth date and, mostly, one family name, whose given names are no
 * more alike than those of strangers. Neither strangers nor a household agree in a birth date, so without it twins are taken
 * for one person whose given name changed. How many there are follows from the rate of twin births and from how many records a
 * person has; nothing of it is learned, for twins and changed names look the same.
 */
export interface Twins {
  readonly nameGroup: number;
  readonly birthGroup: number;
  /** log2 odds of the same against twins before anything is compared. */
  readonly base: number;
  /** log2 odds of the same against twins by group and cell. */
  readonly over: readonly Float64Array[];
  /** Whether such a pair may be twins at all: one birth date, and given names that differ. */
  possible(nameCell: number, birthCell: number): boolean;
}

/** Of the pairs of one household about one in forty are twins; so many are allowed for. */
const ofNeighbours = 1 / 8;

/**
 * Share of all pairs that are twins, given that of the same and that of neighbours (undefined: not looked for). In a link every
 * record meets the other side's only. Where hardly anybody's household is in the data, neither is the twin.
 */
export function twinShare(
  shares: { readonly same: number; readonly neighbours: number | undefined },
  { universe, rows, isLink }: { readonly universe: number; readonly rows: number; readonly isLink: boolean },
): number {
  const same = shares.same * universe;
  const born = (bornAsTwins * (isLink ? same : rows / 2 + same)) / universe;
  return Math.min(born, ofNeighbours * (shares.neighbours ?? 1));
}

/** Nothing where records have no given name, no birth date, or the model knows of no twins. */
export function twinsIn(
  space: PatternSpace,
  model: Pick<Model, 'm' | 'u' | 'prior' | 'twinPrior'>,
): Twins | undefined {
  if (model.twinPrior < 1e-200) return undefined;
  const holds = (name: string) =>
    space.groups.findIndex(({ comparisons }) => comparisons.some((one) => one.name === name));
  const [nameGroup, birthGroup] = [holds('given_name'), holds('birth_date')];
  if (nameGroup < 0 || birthGroup < 0) return undefined;
  const [names, births] = [space.groups[nameGroup]!, space.groups[birthGroup]!];
  const given = names.comparisons.find(({ name }) => name === 'given_name')!;
  const birth = births.comparisons.find(({ name }) => name === 'birth_date')!;
  const unlike = given.levels.findIndex(({ rarity }) => rarity === true);
  const sameBirth = birth.levels.findIndex(({ rarity }) => rarity === true);
  const differs = Uint8Array.from({ length: names.cells }, (_, cell) => {
    const level = levelIn(cell, given);
    return level > 0 && level < unlike ? 1 : 0;
  });
  const agrees = Uint8Array.from({ length: births.cells }, (_, cell) =>
    levelIn(cell, birth) >= sameBirth ? 1 : 0,
  );
  const over = space.groups.map((group, g) => {
    const [m, u] = [model.m[g]!, model.u[g]!];
    if (g === birthGroup) return new Float64Array(group.cells);
    const twins = g === nameGroup ? twinNames(group, u) : chancesOfTwins(group, m, u);
    return Float64Array.from(m, (same, cell) => (twins[cell]! > 0 ? Math.log2(same / twins[cell]!) : 0));
  });
  return {
    nameGroup,
    birthGroup,
    base: Math.log2(model.prior / model.twinPrior),
    over,
    possible: (nameCell, birthCell) => differs[nameCell] === 1 && agrees[birthCell] === 1,
  };
}

/** Given names as of strangers, family names as of one household. */
function twinNames(group: GroupSpace, u: Float64Array): Float64Array {
  const shares = levelShares(group, u, () => 1e-9);
  return Float64Array.from({ length: group.cells }, (_, cell) => {
    let chance = 1;
    for (const [at, part] of group.comparisons.entries()) {
      const level = levelIn(cell, part);
      if (level > 0)
        chance *= part.name === 'given_name' ? shares[at]![level]! : (part.levels[level]!.kin ?? 0.1);
    }
    return chance;
  });
}

const ownNumbers = ['ssn', 'ssn_last4', 'national_id'];

/** Numbers of the person as of strangers; sex by the share of twins of one; all else half as of one person, half as of strangers. */
function chancesOfTwins(group: GroupSpace, m: Float64Array, u: Float64Array): Float64Array {
  const [first] = group.comparisons;
  if (ownNumbers.includes(group.name)) return u;
  if (group.name === 'sex') {
    const top = first!.levels.length - 1;
    return Float64Array.from(m, (_, level) => (level === 0 ? 1 : level === top ? sameSex : 1 - sameSex));
  }
  return m.map((same, cell) => together * same + (1 - together) * u[cell]!);
}

/** log2 odds of the same against twins, for the cells of a pair. */
export function overTwins(twins: Twins, cellOf: (group: number) => number): number {
  let bits = twins.base;
  for (let group = 0; group < twins.over.length; group++) bits += twins.over[group]![cellOf(group)]!;
  return bits;
}
