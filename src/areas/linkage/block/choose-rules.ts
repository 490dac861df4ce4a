import { bitCount } from '../text/letter-set.ts';
import type { KeyPart } from './key-part.ts';
import type { Rule } from './rule-keys.ts';

/** A rule that could be used, with what it would cost. */
export interface RuleOffer {
  readonly rule: Rule;
  /** Pairs that it would compare. */
  readonly pairs: number;
}

/** Pairs of the same that are known or imagined, as a set of bits for each part: set where the pair shares it. */
export interface PairSample {
  readonly size: number;
  readonly shares: ReadonlyMap<KeyPart, Int32Array>;
}

export interface Choice {
  readonly rules: readonly RuleOffer[];
  /** Pairs of the sample that are never found, found once, and found twice. */
  readonly never: number;
  readonly once: number;
  readonly twice: number;
}

/** How much finding a pair again is worth: most of those that the sample lacks are found once at best. */
const again = { second: 0.25, third: 0.06 };
const leastGain = 2e-4;

/**
 * Chooses rules one after another: each time the one that finds most for its cost, pairs already found counting for less,
 * until the budget is spent or nothing is gained (greedy cover; Michelson & Knoblock 2006, Bilenko et al. 2006).
 */
export function chooseRules(
  offers: readonly RuleOffer[],
  sample: PairSample,
  options: { readonly budget: number; readonly rows: number; readonly most: number },
): Choice {
  const words = wordsFor(sample.size);
  const covers = offers.map(({ rule }) => coverOf(rule, sample));
  const never = everyPair(sample.size);
  const once = new Int32Array(words);
  const twice = new Int32Array(words);
  const open = new Set(offers.keys());
  const chosen: RuleOffer[] = [];
  let spent = 0;
  while (chosen.length < options.most) {
    let [best, bestValue] = [-1, 0];
    for (const at of open) {
      const { pairs } = offers[at]!;
      if (spent + pairs > options.budget) continue;
      const cover = covers[at]!;
      let [first, second, third] = [0, 0, 0];
      for (let word = 0; word < words; word++) {
        const bits = cover[word]!;
        first += bitCount(bits & never[word]!);
        second += bitCount(bits & once[word]!);
        third += bitCount(bits & twice[word]!);
      }
      const gain = first + again.second * second + again.third * third;
      const value = gain / (pairs + options.rows / 4);
      if (gain < leastGain * sample.size) open.delete(at);
      else if (value > bestValue) [best, bestValue] = [at, value];
    }
    if (best < 0) break;
    open.delete(best);
    chosen.push(offers[best]!);
    spent += offers[best]!.pairs;
    const cover = covers[best]!;
    for (let word = 0; word < words; word++) {
      const bits = cover[word]!;
      const [zero, one] = [never[word]!, once[word]!];
      twice[word] = (twice[word]! & ~bits) | (one & bits);
      once[word] = (one & ~bits) | (zero & bits);
      never[word] = zero & ~bits;
    }
  }
  return { rules: chosen, never: countIn(never), once: countIn(once), twice: countIn(twice) };
}

/**
 * Share of the pairs of the same that the rules find, with those that no rule could find estimated from how many are found
 * once and how many twice (Chao 1987's lower bound on what was never seen).
 */
export function estimatedRecall({ never, once, twice }: Choice, size: number): number {
  if (size === 0) return 1;
  const unseen = Math.min(size, (once * once) / (2 * Math.max(twice, 0.5)));
  return (size - never) / (size + unseen);
}

function coverOf(rule: Rule, sample: PairSample): Int32Array {
  const [one, ...more] = rule.parts;
  const cover = sample.shares.get(one!)!.slice();
  for (const part of more) {
    const shares = sample.shares.get(part)!;
    for (let word = 0; word < cover.length; word++) cover[word]! &= shares[word]!;
  }
  return cover;
}

export const wordsFor = (size: number): number => Math.ceil(size / 32);

function everyPair(size: number): Int32Array {
  const bits = new Int32Array(wordsFor(size)).fill(-1);
  if (size % 32 !== 0) bits[bits.length - 1] = 2 ** (size % 32) - 1;
  return bits;
}

const countIn = (bits: Int32Array) => bits.reduce((sum, word) => sum + bitCount(word), 0);
