/** A column of numbers of values, one a record; 0 is a missing value, which is never part of a unique combination. */
export type CodedKeys = readonly Int32Array[];

export interface SudaScores {
  /** Sum over a record's minimal sample uniques of the weight that its size has (Elliot, Manning and Ford 2002). */
  readonly suda: Float64Array;
  /** Chance of a correct match given a unique one, scaled to the file (data intrusion simulation). 0 for no unique. */
  readonly disSuda: Float64Array;
  /** Minimal sample uniques by size, from 1. */
  readonly uniquesBySize: readonly number[];
}

/** Past this many key variables there are too many combinations to look at. */
export const mostSudaKeys = 12;

/**
 * Special uniques detection: every combination of up to `largest` key variables in which a record stands alone and of which no
 * part does. `disFraction` is the sampling fraction of the data intrusion simulation. Golden case U1 (SDC practice guide,
 * table 4.5).
 */
export function sudaScores(keys: CodedKeys, disFraction = 0.01, largest = keys.length - 1): SudaScores {
  const attributes = keys.length;
  const records = keys[0]?.length ?? 0;
  const most = Math.max(1, Math.min(largest, attributes));
  const found: number[][] = Array.from({ length: records }, () => []);
  const uniquesBySize = new Array<number>(most).fill(0);
  const sets = Array.from({ length: 2 ** attributes - 1 }, (_, at) => at + 1)
    .map((set) => ({ set, size: bits(set) }))
    .filter(({ size }) => size <= most)
    .sort((a, b) => a.size - b.size || a.set - b.set);
  for (const { set, size } of sets) {
    for (const record of aloneIn(keys, set, records)) {
      if (found[record]!.some((smaller) => (smaller & set) === smaller)) continue;
      found[record]!.push(set);
      uniquesBySize[size - 1]!++;
    }
  }
  const elliot = (size: number) => {
    let score = 1;
    for (let at = size; at < most; at++) score *= attributes - at;
    return score;
  };
  const suda = Float64Array.from(found, (sets) => sets.reduce((sum, set) => sum + elliot(bits(set)), 0));
  return { suda, disSuda: intrusion(keys, found, disFraction), uniquesBySize };
}

/** Records alone in their values of a set of columns. */
function* aloneIn(keys: CodedKeys, set: number, records: number): Generator<number> {
  const columns = keys.filter((_, at) => (set >> at) & 1);
  const first = new Map<string, number>();
  const nameOf = (record: number) => columns.map((column) => column[record]).join();
  for (let record = 0; record < records; record++) {
    if (columns.some((column) => column[record] === 0)) continue;
    const name = nameOf(record);
    first.set(name, first.has(name) ? -1 : record);
  }
  for (const record of first.values()) if (record >= 0) yield record;
}

/**
 * DIS-SUDA: scores here are shares of all larger combinations, `(2^(A−k) − 1)·k!(A−k)!/A!`, raised to 1 + (8 − A)/20, and set
 * so that their file-level mean agrees with the simulation's chance of a correct unique match.
 */
function intrusion(keys: CodedKeys, found: readonly (readonly number[])[], fraction: number): Float64Array {
  const attributes = keys.length;
  const sizes = new Map<string, number>();
  const records = found.length;
  for (let record = 0; record < records; record++) {
    const name = keys.map((column) => column[record]).join();
    sizes.set(name, (sizes.get(name) ?? 0) + 1);
  }
  const uniques = [...sizes.values()].filter((size) => size === 1).length;
  const inPairs = 2 * [...sizes.values()].filter((size) => size === 2).length;
  const chance = (uniques * fraction) / (uniques * fraction + inPairs * (1 - fraction));
  const share = (size: number) =>
    ((2 ** (attributes - size) - 1) * factorial(size) * factorial(attributes - size)) / factorial(attributes);
  const power = 1 + (8 - attributes) / 20;
  const scores = found.map((sets) => sets.reduce((sum, set) => sum + share(bits(set)), 0) ** power);
  const adjust = scores.reduce((sum, score) => (score > 0 ? sum + 1 / score : sum), 0);
  return Float64Array.from(scores, (score) =>
    score > 0 ? 1 / (1 + (uniques / chance - uniques) / (score * adjust)) : 0,
  );
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

function bits(set: number): number {
  let [left, count] = [set, 0];
  for (; left > 0; left >>= 1) count += left & 1;
  return count;
}
