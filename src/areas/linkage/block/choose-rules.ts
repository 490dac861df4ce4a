import type { KeyPart } from './key-part.ts';
import type { Rule } from './rule-keys.ts';

/** A rule that could be used, with what it would cost and which known pairs of the same it would find. */
export interface RuleOffer {
  readonly rule: Rule;
  /** Pairs that it would compare. */
  readonly pairs: number;
}

/** Pairs of the same that are known or imagined: which parts each of them shares. */
export interface PairSample {
  readonly size: number;
  readonly weights: Float64Array;
  /** For each part, 1 where the pair shares it. */
  readonly shares: ReadonlyMap<KeyPart, Uint8Array>;
}

export interface Choice {
  readonly rules: readonly RuleOffer[];
  /** Times that each pair of the sample is found. */
  readonly found: Uint8Array;
}

/** How much finding a pair once more is worth: most of those that the sample lacks are found once at best. */
const again = [1, 0.25, 0.06];
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
  const found = new Uint8Array(sample.size);
  const covers = offers.map(({ rule }) => coverOf(rule, sample));
  const total = sample.weights.reduce((sum, weight) => sum + weight, 0);
  const open = new Set(offers.keys());
  const chosen: RuleOffer[] = [];
  let spent = 0;
  while (chosen.length < options.most) {
    let [best, bestValue] = [-1, 0];
    for (const at of open) {
      const { pairs } = offers[at]!;
      if (spent + pairs > options.budget) continue;
      let gain = 0;
      const cover = covers[at]!;
      for (let pair = 0; pair < cover.length; pair++)
        if (cover[pair] === 1) gain += sample.weights[pair]! * (again[found[pair]!] ?? 0);
      if (gain < leastGain * total) continue;
      const value = gain / (pairs + options.rows / 4);
      if (value > bestValue) [best, bestValue] = [at, value];
    }
    if (best < 0) break;
    open.delete(best);
    chosen.push(offers[best]!);
    spent += offers[best]!.pairs;
    for (const [pair, hit] of covers[best]!.entries()) if (hit) found[pair]!++;
  }
  return { rules: chosen, found };
}

function coverOf(rule: Rule, sample: PairSample): Uint8Array {
  const cover = new Uint8Array(sample.size).fill(1);
  for (const part of rule.parts) {
    const shares = sample.shares.get(part)!;
    for (let at = 0; at < cover.length; at++) cover[at]! &= shares[at]!;
  }
  return cover;
}

/**
 * Share of the pairs of the same that the rules find, with those that no rule could find estimated from how many are found
 * once and how many twice (Chao 1987's lower bound on what was never seen).
 */
export function estimatedRecall({ found }: Choice, weights: Float64Array): number {
  let [once, twice, seen, all] = [0, 0, 0, 0];
  for (const [at, times] of found.entries()) {
    all += weights[at]!;
    if (times > 0) seen += weights[at]!;
    if (times === 1) once += weights[at]!;
    if (times === 2) twice += weights[at]!;
  }
  const unseen = (once * once) / (2 * Math.max(twice, 0.5));
  return all === 0 ? 1 : seen / (all + Math.min(unseen, all));
}
