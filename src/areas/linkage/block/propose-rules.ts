import { hash } from '../score/strangers.ts';
import { eachBlock, pairsOf, sorted } from './blocks.ts';
import { chooseRules, estimatedRecall, type PairSample, type RuleOffer } from './choose-rules.ts';
import { countPairs } from './count-pairs.ts';
import type { KeyPart } from './key-part.ts';
import { isSingle, keysOfRule, type Rule, recordKeys, singleKey } from './rule-keys.ts';
import { ruleOffers } from './rule-offers.ts';

/** Rules that were chosen, and everything that keys can be made of. */
export interface ChosenRules {
  /** All pairs are compared: there are few enough, and no rule is needed. */
  readonly everyPair: boolean;
  readonly rules: readonly Rule[];
  readonly parts: readonly KeyPart[];
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
}

/** No single rule may take more than this share of the budget. */
const shareOfOne = 1 / 3;
/** A rule that costs more than this many times what was thought is weighed again. */
const dearer = 2;
const rounds = 3;
const recordsCounted = 40_000;

/** Chooses rules for a sample, by the pairs that frequencies let expect. */
export function chooseByEstimate(
  parts: readonly KeyPart[],
  sample: PairSample,
  options: ProposeOptions,
): Rule[] {
  const offers = ruleOffers(parts, options.universe, options.budget * shareOfOne);
  return chooseRules(offers, sample, options).rules.map(({ rule }) => rule);
}

/**
 * Proposes blocking rules from the data: combinations of key parts, chosen by what they find of known pairs of the same,
 * then counted exactly and guarded. A rule that turns out dearer than thought is weighed again at its true cost.
 */
export function proposeRules(
  parts: readonly KeyPart[],
  sample: PairSample,
  options: ProposeOptions,
): ChosenRules {
  const { budget } = options;
  let offers: RuleOffer[] = ruleOffers(parts, options.universe, budget * shareOfOne);
  const counted = new Map<string, number>();
  let choice = chooseRules(offers, sample, options);
  for (let round = 0; round < rounds; round++) {
    let again = false;
    for (const { rule, pairs } of choice.rules) {
      if (counted.has(rule.name)) continue;
      const cost = estimateCost(rule, options);
      counted.set(rule.name, cost);
      if (cost > Math.max(pairs * dearer, budget / 20)) again = true;
    }
    if (!again) break;
    offers = offers
      .map((offer) => ({ ...offer, pairs: counted.get(offer.rule.name) ?? offer.pairs }))
      .filter(({ pairs }) => pairs <= budget * shareOfOne);
    choice = chooseRules(offers, sample, options);
  }
  return {
    everyPair: false,
    rules: choice.rules.map(({ rule }) => rule),
    parts,
    // Where every field is the same in too many records, no rule is narrow enough, and nothing is compared.
    recall: choice.rules.length === 0 ? 0 : estimatedRecall(choice, sample.size),
  };
}

/**
 * Pairs that a rule makes, from the records of a sample where there are many: pairs within a share of the records are that
 * share squared of all.
 */
function estimateCost(rule: Rule, { rows, leftRows }: ProposeOptions): number {
  if (rows <= recordsCounted) return countPairs(rows, leftRows, keysOfRule(rows, rule));
  const every = Math.floor(rows / recordsCounted);
  const records: number[] = [];
  const keys: number[] = [];
  const single = isSingle(rule);
  for (let from = 0; from + every <= rows; from += every) {
    const row = from + (hash(from, 0x3d) % every);
    for (const key of single ? [singleKey(rule.parts, row)] : recordKeys(rule.parts, row)) {
      if (key === 0) continue;
      records.push(row);
      keys.push(key);
    }
  }
  const drawn = sorted(Int32Array.from(records), Uint32Array.from(keys));
  let pairs = 0;
  eachBlock(drawn, (from, to) => {
    pairs += pairsOf(drawn.records, from, to, leftRows);
  });
  return Math.round(pairs * every * every);
}
