import type { KeyPart } from './block/key-part.ts';
import { type ChosenRules, chooseByEstimate, proposeRules } from './block/propose-rules.ts';
import type { Rule } from './block/rule-keys.ts';
import { imaginedPairs, knownPairs } from './block/rule-offers.ts';
import { drawTrainingPairs } from './block/training-pairs.ts';
import type { ComparisonGroup } from './compare/comparison.ts';
import { CandidateList } from './score/candidates.ts';
import { type EstimateOptions, estimateModel, type Model, patternOdds } from './score/estimate-model.ts';
import { pairReader } from './score/pair-reader.ts';
import type { PatternSpace } from './score/pattern-space.ts';
import { hash, type Strangers, universeOf } from './score/strangers.ts';

export interface LearnOptions {
  readonly rows: number;
  readonly leftRows?: number;
  readonly seed: number;
  readonly estimate: Pick<EstimateOptions, 'neighbours' | 'leftOnce' | 'rightOnce'>;
}

/** What was learned from the data without labels. */
export interface Learned {
  readonly model: Model;
  /** Without rules when all pairs are compared. */
  readonly chosen: ChosenRules;
  /** Pairs that the model was learned from. */
  readonly trainedOn: number;
}

/** Up to this many, all pairs are compared and nothing is lost to blocking. */
export const allPairsUpTo = 8_000_000;
const trainingPairs = 300_000;
const imaginedOnes = 2_000;
/** Pairs that rules are tried on. */
const knownOnes = 6_000;
const rulesTried = 24;
/** Rules of a large set; each costs four bytes a record, so a small one may have more. */
const rulesUsed = (rows: number) => (rows > 200_000 ? 12 : 40);

/** Pairs that may be compared: the cost of linking stays in proportion to the records. */
const pairBudget = (rows: number): number => Math.max(3_000_000, 15 * rows);

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
  const chosen = { everyPair: true, rules: [], parts: [], recall: 1 };
  return { model: estimate(list, space, strangers, options), chosen, trainedOn: list.size };
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
  const imagined = imaginedPairs(parts, rows, imaginedOnes, seed);
  const tried = chooseByEstimate(parts, imagined, {
    rows,
    leftRows,
    universe,
    budget: 2 * budget,
    most: rulesTried,
  });
  const expected = tried.reduce(
    (sum, rule) =>
      sum + universe * rule.parts.reduce((product, { collides }) => product * collides, 1) + rows,
    0,
  );
  const list = new CandidateList(space);
  const reader = pairReader(groups, space, strangers.baseline);
  drawTrainingPairs(
    rows,
    leftRows,
    tried,
    { wanted: trainingPairs, expected, seed },
    (left, right, weight) => {
      reader.read(left, right);
      list.add(left, right, reader, weight);
    },
  );
  const model = estimate(list, space, strangers, options);
  const known = surePairs(list, space, model);
  const chosen = proposeRules(parts, knownPairs(parts, known.left, known.right), {
    rows,
    leftRows,
    universe,
    budget,
    most: rulesUsed(rows),
  });
  return { model, chosen, trainedOn: list.size };
}

/** Rules by their names: the names of their parts joined by ` + `. A name that is not known is left out. */
export function namedRules(names: readonly string[], parts: readonly KeyPart[]): Rule[] {
  const byName = new Map(parts.map((part) => [part.name, part]));
  return names.flatMap((name): Rule[] => {
    const own = name.split(' + ').flatMap((part) => byName.get(part) ?? []);
    return own.length === name.split(' + ').length ? [{ name, parts: own }] : [];
  });
}

/** The rules of a given model; where it has none that fit, rules by what the parts' own figures let expect. */
export function rulesOf(
  names: readonly string[],
  parts: readonly KeyPart[],
  options: LearnOptions,
): ChosenRules {
  const rules = namedRules(names, parts);
  if (parts.length > 0 && rules.length === 0) {
    const sample = imaginedPairs(parts, options.rows, imaginedOnes, options.seed);
    const universe = universeOf(options.rows, options.leftRows);
    return proposeRules(parts, sample, { ...options, universe, budget: pairBudget(options.rows), most: 16 });
  }
  return { everyPair: parts.length === 0, rules, parts, recall: 1 };
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
    isLink: leftRows !== undefined,
    start: Math.min(0.5, smaller / 2 / strangers.universe),
  });
}

/** Pairs that are the same at four to one, thinned out by their weights to a number that rules can be tried on. */
function surePairs(list: CandidateList, space: PatternSpace, model: Model) {
  const pairs = list.pairs();
  const { strangers, neighbours, twins } = patternOdds(space, list.patterns(), model);
  const sure: number[] = [];
  let total = 0;
  for (let at = 0; at < pairs.size; at++) {
    const pattern = pairs.pattern[at]!;
    if (1 / (1 / strangers[pattern]! + 1 / neighbours[pattern]! + 1 / twins[pattern]!) < 4) continue;
    sure.push(at);
    total += pairs.weight[at]!;
  }
  // A pair that stands for many is taken as surely as many would be, at most once.
  const kept = sure.filter((at) => hash(at, 0x1234567) / 2 ** 32 < (knownOnes * pairs.weight[at]!) / total);
  return {
    left: Int32Array.from(kept, (at) => pairs.left[at]!),
    right: Int32Array.from(kept, (at) => pairs.right[at]!),
  };
}
