import { levelIn, type PatternSpace } from './pattern-space.ts';

/**
 * In a household two persons of one given name are parent and child, seldom anything else: the one place where name and birth
 * date of neighbours depend on each other. For cells of the name and of the birth date, the bits by which neighbours agree
 * more often than the two apart would say.
 *
 * Three bits, chosen by trial: docs/decisions/0023 says on what. Boys named for their fathers are 2 to 5 in a hundred (vital
 * statistics of Illinois, Colorado, Missouri and New York in the South Florida Sun-Sentinel of 3 May 1994); two men taken at
 * random share a given name in 1.0 % of pairs, two women in 0.4 % (name counts of the JeMPI project).
 */
export interface Namesakes {
  readonly nameGroup: number;
  readonly birthGroup: number;
  bits(nameCell: number, birthCell: number): number;
}

const bitsOfNamesakes = 3;

/** Nothing where records have no given name, no birth date or no address. */
export function namesakesIn({ groups }: PatternSpace): Namesakes | undefined {
  const holds = (name: string) =>
    groups.findIndex(({ comparisons }) => comparisons.some((one) => one.name === name));
  const [nameGroup, birthGroup] = [holds('given_name'), holds('birth_date')];
  // Only an address tells who lives with whom.
  if (nameGroup < 0 || birthGroup < 0 || holds('address') < 0) return undefined;
  const given = groups[nameGroup]!.comparisons.find(({ name }) => name === 'given_name')!;
  const birth = groups[birthGroup]!.comparisons.find(({ name }) => name === 'birth_date')!;
  const apart = birth.levels.findIndex(({ kinOfOneName }) => kinOfOneName === true);
  const oneName = Uint8Array.from({ length: groups[nameGroup]!.cells }, (_, cell) =>
    levelIn(cell, given) >= given.levels.length - 3 ? 1 : 0,
  );
  const generation = Uint8Array.from({ length: groups[birthGroup]!.cells }, (_, cell) =>
    levelIn(cell, birth) === apart ? 1 : 0,
  );
  return {
    nameGroup,
    birthGroup,
    bits: (nameCell, birthCell) => oneName[nameCell]! * generation[birthCell]! * bitsOfNamesakes,
  };
}
