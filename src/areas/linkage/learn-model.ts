import { eachPair } from './block/each-pair.ts';
import type { GuardedRule } from './block/guard.ts';
import type { KeyPart } from './block/key-part.ts';
import { proposeRules } from './block/propose-rules.ts';
import { sharedKey } from './block/rule-keys.ts';
import type { ComparisonGroup } from './compare/comparison.ts';
import { CandidateList } from './score/candidates.ts';
import { type EstimateOptions, estimateModel, type Model, patternOdds } from './score/estimate-model.ts';
import { pairReader } from './score/pair-reader.ts';
import type { PatternSpace } from './score/pattern-space.ts';
import { hash, type Strangers } from './score/strangers.ts';

export interface LearnOptions {
  readonly rows: number;
  readonly leftRows?: number;
  readonly seed: number;
  readonly estimate: Pick<EstimateOptions, 'neighbours' | 'leftOnce' | 'rightOnce'>;
}

/** What was learned from the data without labels. */
export interface Learned {
  readonly model: Model;
  /** Empty when all pairs are compared. */
  readonly rules: readonly GuardedRule[];
  /** Share of the true pairs that the rules are thought to find. */
  readonly recall: number;
  /** Pairs that the model was learned from. */
  readonly trainedOn: number;
}

/** Up to this many, all pairs are compared and nothing is lost to blocking. */
export const allPairsUpTo = 3_000_000;
const trainingPairs = 600_000;
const knownPairs = 6_000;
const rulesTried = 24;
const rulesUsed = 16;

/** Pairs that may be compared: the cost of linking stays in proportion to the records. */
const pairBudget = (rows: number) => Math.max(3_000_000, 15 * rows);

/** Learns from all pairs of a small set. */
export function learnFromAll(
  groups: readonly ComparisonGroup[],
  space: PatternSpace,
  strangers: Strangers,
  options: LearnOptions,
): Learned {
  const { rows, leftRows } = options;
  const list = new CandidateList(space);
  const reader = pairReader(groups, space, strangers.baseline);
  for (let left = 0; left < (leftRows ?? rows); left++)
    for (let right = leftRows ?? left + 1; right < rows; right++) {
      reader.read(left, right);
      list.add(left, right, reader);
    }
  return { model: estimate(list, space, strangers, options), rules: [], recall: 1, trainedOn: list.size };
}

/**
 * Learns from pairs that many blocking rules bring together, drawn by key; then chooses the rules to use by what they find
 * of the pairs that turned out to be the same.
 */
export function learnFromBlocks(
  groups: readonly ComparisonGroup[],
  space: PatternSpace,
  strangers: Strangers,
  parts: readonly KeyPart[],
  options: LearnOptions,
): Learned {
  const { rows, leftRows, seed } = options;
  const { universe } = strangers;
  const budget = pairBudget(rows);
  const tried = proposeRules(parts, { rows, leftRows, universe, budget: 2 * budget, most: rulesTried, seed });
  const share = Math.min(1, trainingPairs / Math.max(1, tried.pairs));
  const keys = tried.rules.map((rule) => rule.keys);
  const list = new CandidateList(space);
  const reader = pairReader(groups, space, strangers.baseline);
  eachPair(
    keys,
    leftRows,
    (left, right) => {
      let ways = 0;
      for (const rule of keys) if (sharedKey(rule, left, right) !== 0) ways++;
      reader.read(left, right);
      // The more rules bring a pair together, the likelier it was drawn.
      list.add(left, right, reader, share === 1 ? 1 : 1 / (1 - (1 - share) ** ways));
    },
    share === 1 ? undefined : (key) => hash(key, seed) < share * 2 ** 32,
  );
  const model = estimate(list, space, strangers, options);
  const known = surePairs(list, space, model);
  const { rules, recall } = proposeRules(parts, {
    rows,
    leftRows,
    universe,
    budget,
    most: rulesUsed,
    seed,
    known,
  });
  return { model, rules, recall, trainedOn: list.size };
}

function estimate(
  list: CandidateList,
  space: PatternSpace,
  strangers: Strangers,
  options: LearnOptions,
): Model {
  const { rows, leftRows } = options;
  const smaller = leftRows === undefined ? rows : Math.min(leftRows, rows - leftRows);
  return estimateModel(space, strangers, list.patterns(), list.pairs(), {
    ...options.estimate,
    rows,
    start: Math.min(0.5, smaller / 2 / strangers.universe),
  });
}

/** Pairs that are the same at four to one, thinned out to a number that rules can be tried on. */
function surePairs(list: CandidateList, space: PatternSpace, model: Model) {
  const pairs = list.pairs();
  const { strangers, neighbours } = patternOdds(space, list.patterns(), model);
  const chosen: number[] = [];
  for (let at = 0; at < pairs.size; at++) {
    const pattern = pairs.pattern[at]!;
    if (1 / (1 / strangers[pattern]! + 1 / neighbours[pattern]!) > 4) chosen.push(at);
  }
  const every = Math.max(1, Math.ceil(chosen.length / knownPairs));
  const kept = chosen.filter((at) => hash(at, 0x1234567) % every === 0);
  return {
    left: Int32Array.from(kept, (at) => pairs.left[at]!),
    right: Int32Array.from(kept, (at) => pairs.right[at]!),
    weights: Float64Array.from(kept, (at) => pairs.weight[at]!),
  };
}
