import type { PairSample } from './choose-rules.ts';
import { chooseRules, estimatedRecall } from './choose-rules.ts';
import { type GuardedRule, guardRule } from './guard.ts';
import type { KeyPart } from './key-part.ts';
import { imaginedPairs, knownPairs, ruleOffers } from './rule-offers.ts';

export interface ProposedRules {
  readonly rules: readonly GuardedRule[];
  readonly pairs: number;
  /** Share of the pairs of the same that the rules are thought to find. */
  readonly recall: number;
}

export interface ProposeOptions {
  readonly rows: number;
  readonly leftRows?: number;
  readonly universe: number;
  /** Pairs that may be compared in all. */
  readonly budget: number;
  readonly most: number;
  readonly seed: number;
  /** Pairs that are surely the same, with their weights; imagined ones are used before there are any. */
  readonly known?: { readonly left: Int32Array; readonly right: Int32Array; readonly weights: Float64Array };
}

const imagined = 3_000;
/** No single rule may take more than this share of the budget. */
const shareOfOne = 1 / 3;

/**
 * Proposes blocking rules from the data: combinations of key parts, their pairs estimated from frequencies, chosen by what
 * they find of known (first: imagined) pairs of the same, then counted exactly and guarded. A rule that turns out dearer
 * than the budget allows is dropped and another chosen.
 */
export function proposeRules(parts: readonly KeyPart[], options: ProposeOptions): ProposedRules {
  const { rows, leftRows, budget, known } = options;
  const sample: PairSample = known
    ? knownPairs(parts, known.left, known.right, known.weights)
    : imaginedPairs(parts, rows, imagined, options.seed);
  let offers = ruleOffers(parts, options.universe, budget * shareOfOne);
  const refineBy = [...parts]
    .filter(({ collides }) => collides > 1e-4 && collides < 0.3)
    .sort((a, b) => b.agrees - a.agrees);
  const mostOfKey = Math.max(20_000, rows / 50);
  const guarded = new Map<string, GuardedRule>();
  for (let round = 0; ; round++) {
    const choice = chooseRules(offers, sample, { budget, rows, most: options.most });
    let dearer = false;
    for (const { rule, pairs } of choice.rules) {
      if (guarded.has(rule.name)) continue;
      const made = guardRule(rows, leftRows, rule, refineBy, mostOfKey);
      guarded.set(rule.name, made);
      if (made.pairs > Math.max(pairs * 2, budget / 20)) dearer = true;
    }
    if (!dearer || round >= 3) {
      const rules = choice.rules.map(({ rule }) => guarded.get(rule.name)!);
      let pairs = 0;
      const within = rules.filter((rule) => {
        if (pairs + rule.pairs > budget * 1.5) return false;
        pairs += rule.pairs;
        return true;
      });
      return { rules: within, pairs, recall: estimatedRecall(choice, sample.weights) };
    }
    offers = offers
      .map((offer) => ({ ...offer, pairs: guarded.get(offer.rule.name)?.pairs ?? offer.pairs }))
      .filter(({ pairs }) => pairs <= budget * shareOfOne);
  }
}
