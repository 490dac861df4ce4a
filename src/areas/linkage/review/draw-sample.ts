import { hash } from '../score/strangers.ts';

/** A pair that could be reviewed. */
export interface Candidate {
  /** Number of the pair in its run. */
  readonly pair: number;
  readonly chance: number;
  readonly linked: boolean;
  /** The first blocking rule that brought the two together. */
  readonly rule: string;
}

/** Pairs of one band of weight, found by one rule, on one side of the line. */
export interface Stratum {
  /** Bits of the final odds: `[from, to)`. */
  readonly from: number | null;
  readonly to: number | null;
  readonly rule: string;
  readonly linked: boolean;
  /** Pairs in it. */
  readonly population: number;
  /** What the chances promise: the mean of them. */
  readonly expected: number;
  readonly sampled: number;
}

export interface DrawnSample {
  readonly strata: readonly Stratum[];
  /** In the order of review, which says nothing of the weight. */
  readonly pairs: readonly { readonly pair: number; readonly stratum: number; readonly double: boolean }[];
}

/** Limits of the bands, in bits of the final odds. The grey band around even odds is cut finest. */
const limits = [-4, -2, -1, 0, 1, 2, 4, 8];
/** Rules told apart in a band; the others stand together. */
const rulesApart = 2;
/** Of every stratum so many are looked at, where it has them. */
const fewest = 6;
export const otherRules = 'other rules';

/**
 * Draws pairs for review, stratified by band of weight, blocking rule and side of the line, below the cut-off too (Boyd et al.,
 * linkage.md section 7 F1). Strata whose pairs are many and doubtful get more (Neyman 1934); within one every pair is as
 * likely as any other. `double`: share of the pairs that two people decide, each without the other's word. The same seed
 * draws the same pairs.
 */
export function drawSample(
  candidates: readonly Candidate[],
  options: { readonly pairs: number; readonly double: number; readonly seed: number },
): DrawnSample {
  const { seed } = options;
  const bandOf = ({ chance }: Candidate) => {
    const bits = Math.log2(Math.max(chance, 1e-9) / Math.max(1 - chance, 1e-9));
    return limits.filter((limit) => bits >= limit).length;
  };
  const bands = new Map<string, Candidate[]>();
  for (const one of candidates) {
    const key = `${bandOf(one)}/${one.linked}`;
    const list = bands.get(key);
    if (list === undefined) bands.set(key, [one]);
    else list.push(one);
  }
  const cells: { band: number; rule: string; linked: boolean; members: Candidate[] }[] = [];
  for (const [key, members] of [...bands].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const counts = new Map<string, number>();
    for (const { rule } of members) counts.set(rule, (counts.get(rule) ?? 0) + 1);
    const apart = new Set(
      [...counts]
        .filter(([, count]) => count >= 5 * fewest)
        .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
        .slice(0, rulesApart)
        .map(([rule]) => rule),
    );
    const byRule = new Map<string, Candidate[]>();
    for (const one of members) {
      const rule = apart.has(one.rule) ? one.rule : otherRules;
      byRule.set(rule, [...(byRule.get(rule) ?? []), one]);
    }
    const [band, linked] = [Number(key.split('/')[0]), key.endsWith('true')];
    for (const [rule, own] of byRule) cells.push({ band, rule, linked, members: own });
  }
  const expected = cells.map(
    ({ members }) => members.reduce((sum, { chance }) => sum + chance, 0) / members.length,
  );
  const shares = allocation(
    cells.map(({ members }, at) => ({ population: members.length, expected: expected[at]! })),
    options.pairs,
  );
  const drawn = cells.flatMap(({ members }, stratum) =>
    [...members]
      .sort((a, b) => hash(a.pair, seed) - hash(b.pair, seed))
      .slice(0, shares[stratum]!)
      .map(({ pair }) => ({ pair, stratum })),
  );
  drawn.sort((a, b) => hash(a.pair, seed ^ 0x51ed270b) - hash(b.pair, seed ^ 0x51ed270b));
  return {
    strata: cells.map(({ band, rule, linked, members }, at) => ({
      from: limits[band - 1] ?? null,
      to: limits[band] ?? null,
      rule,
      linked,
      population: members.length,
      expected: expected[at]!,
      sampled: shares[at]!,
    })),
    pairs: drawn.map((one) => ({
      ...one,
      double: hash(one.pair, seed ^ 0x2545f491) / 2 ** 32 < options.double,
    })),
  };
}

/** Neyman's allocation by what the chances promise, never surer of a stratum than one error in twenty. */
function allocation(
  strata: readonly { readonly population: number; readonly expected: number }[],
  pairs: number,
): number[] {
  const least = strata.map(({ population }) => Math.min(population, fewest));
  const score = strata.map(({ population, expected }) => {
    const p = Math.max(0.05, Math.min(0.95, expected));
    return population * Math.sqrt(p * (1 - p));
  });
  const shares = [...least];
  let left = pairs - least.reduce((sum, one) => sum + one, 0);
  // What a full stratum cannot take goes to the others.
  for (let round = 0; round < 20 && left > 0; round++) {
    const open = strata.map(({ population }, at) => (shares[at]! < population ? score[at]! : 0));
    const all = open.reduce((sum, one) => sum + one, 0);
    if (all === 0) break;
    let given = 0;
    for (const [at, { population }] of strata.entries()) {
      const more = Math.min(population - shares[at]!, Math.floor((left * open[at]!) / all));
      shares[at]! += more;
      given += more;
    }
    left -= given;
    if (given === 0) break;
  }
  return shares;
}
