import type { ScoredPairs } from '../score-pairs.ts';
import { hash } from './strangers.ts';

/** How many of the records looked at have a double in their own file. */
export interface Doubles {
  readonly looked: number;
  readonly found: number;
}

const looks = 1_000;
/** A file in which fewer records than this have a double holds each only once. */
export const mostDoubles = 0.1;
/** A double fits the partner nearly as well: no more bits are missing. */
const nearly = 3;
/** … and its next best partner is behind by so many. */
const clear = 3;

/**
 * Looks for doubles within one side of a link. Take a pair that is surely the same, and the other records of its first one's
 * file that its partner is nearly as like: one that has no better partner than this one, and that is as like the record
 * itself, is a double. (A mere relative, another model or edition, has a partner of its own.)
 */
export function lookForDoubles(
  pairs: ScoredPairs,
  side: 'left' | 'right',
  options: {
    readonly rows: number;
    readonly seed: number;
    /** Pairs from this weight on are taken for the same. */
    readonly sure: number;
    readonly weightOf: (one: number, other: number) => number;
  },
): Doubles {
  const [mine, theirs] = side === 'left' ? [pairs.left, pairs.right] : [pairs.right, pairs.left];
  const best = new Float64Array(options.rows).fill(-Infinity);
  const second = new Float64Array(options.rows).fill(-Infinity);
  const of = new Map<number, number[]>();
  const sure: number[] = [];
  for (let at = 0; at < pairs.size; at++) {
    const [record, weight] = [mine[at]!, pairs.weight[at]!];
    if (weight > best[record]!) {
      second[record] = best[record]!;
      best[record] = weight;
    } else if (weight > second[record]!) second[record] = weight;
    if (weight >= options.sure) sure.push(at);
  }
  const share = looks / Math.max(1, sure.length);
  const looked = sure.filter((at) => share >= 1 || hash(at, options.seed) / 2 ** 32 < share);
  const partners = new Set(looked.map((at) => theirs[at]!));
  for (let at = 0; at < pairs.size; at++) {
    const partner = theirs[at]!;
    if (!partners.has(partner)) continue;
    const known = of.get(partner);
    if (known === undefined) of.set(partner, [at]);
    else known.push(at);
  }
  const found = looked.filter((at) => {
    const [record, weight] = [mine[at]!, pairs.weight[at]!];
    return of.get(theirs[at]!)!.some((pair) => {
      const other = mine[pair]!;
      const own = pairs.weight[pair]!;
      if (other === record || own < weight - nearly || own < best[other]!) return false;
      if (own < options.sure || own - second[other]! < clear) return false;
      return options.weightOf(record, other) >= own;
    });
  });
  return { looked: looked.length, found: found.length };
}
