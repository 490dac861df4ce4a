import { keyParts } from './block/key-parts.ts';
import { sharesRule } from './block/rule-keys.ts';
import { clusterRecords } from './cluster/cluster-records.ts';
import { UnionFind } from './cluster/union-find.ts';
import { comparisonGroups } from './compare/comparison-groups.ts';
import type { FieldColumn } from './kinds/kind.ts';
import { allPairsUpTo, type Learned, learnFromAll, learnFromBlocks, rulesOf } from './learn-model.ts';
import type { TextTable } from './prepare/columns.ts';
import { type Fields, type GivenOut, givenOutOf, readFields } from './prepare/fields.ts';
import { bestThreshold, type Expected, expectedAt } from './score/best-threshold.ts';
import type { Model } from './score/estimate-model.ts';
import { explainPair, type PairExplanation } from './score/explain-pair.ts';
import { type Doubles, lookForDoubles, mostDoubles } from './score/once-sides.ts';
import { pairScorer } from './score/pair-scorer.ts';
import { type PatternSpace, patternSpace } from './score/pattern-space.ts';
import { chancesAmongRivals } from './score/rivals.ts';
import { meetStrangers, universeOf } from './score/strangers.ts';
import { type KnownBefore, scoreNewPairs } from './score-new-pairs.ts';
import { type ScoredPairs, scorePairs } from './score-pairs.ts';

export interface LinkOptions {
  readonly seed: number;
  /** Fixed by the asker; else chosen for the best expected F1. */
  readonly threshold?: number;
  /** Whether records of a side have at most one partner; found out from the data when left out. */
  readonly oneToOne?: { readonly leftOnce: boolean; readonly rightOnce: boolean };
  /** In a deduplication: the file of each record, where no two records of one are the same. */
  readonly fileOf?: (record: number) => number;
  /** No date of the data is later than this year. */
  readonly lastYear: number;
  readonly onStage?: (stage: string) => void;
  /** Told now and then how many pairs have been compared. */
  readonly onPairs?: (compared: number) => void;
  /** What need not be compared again; in a deduplication only. */
  readonly known?: (space: PatternSpace) => Promise<KnownBefore | undefined>;
  /** A model to use; learned from the data when left out. */
  readonly model?: { readonly rules: readonly string[]; readonly of: (space: PatternSpace) => Model };
  /** Birth dates that stand for unknown ones, as an earlier run found; found out from the data when left out. */
  readonly givenOut?: GivenOut;
  readonly threads?: number;
  /** Megabytes that may be used: where they are few, pairs are brought together in several passes, with the same result. */
  readonly memoryMb?: number;
}

export interface Linkage {
  readonly space: PatternSpace;
  readonly givenOut: GivenOut;
  readonly learned: Learned;
  readonly pairs: ScoredPairs;
  /** Calibrated chance of each pair, all evidence weighed. */
  readonly chances: Float64Array;
  readonly expected: Expected;
  /** Bits for any two records, compared or not; a record and itself give the most it can weigh. */
  readonly weightOf: (left: number, right: number) => number;
  /** The same weight taken apart. */
  readonly explain: (left: number, right: number) => PairExplanation;
  /** Which of the chosen blocking rules bring two records together, by their numbers. */
  readonly comparedBy: (left: number, right: number) => number[];
  /** For each record the lowest record of its cluster. */
  readonly clusters: Int32Array;
  readonly oneToOne?: {
    readonly leftOnce: boolean;
    readonly rightOnce: boolean;
    readonly doubles: readonly Doubles[];
  };
  readonly stages: readonly { readonly stage: string; readonly seconds: number }[];
}

/** Pairs of strangers looked at: where records are few, what few strangers do weighs more. */
export const strangersMet = (rows: number) => (rows > 100_000 ? 200_000 : 400_000);
const leastKept = -7;
/** In a link weaker pairs are kept too: they are the rivals by which the winners are judged. */
const leastRival = -12;

/** The fields of all records, how they are compared, and all patterns that comparing may give. */
export function prepareRecords(
  table: TextTable,
  mapping: readonly FieldColumn[],
  options: Pick<LinkOptions, 'lastYear' | 'givenOut'>,
) {
  const fields = readFields(table, mapping, options);
  const groups = comparisonGroups(fields);
  return { fields, groups, space: patternSpace(groups) };
}

/** Links the records of one table (duplicates) or of its two sides (a link), with nothing to tell it what is the same. */
export async function linkRecords(
  table: TextTable,
  mapping: readonly FieldColumn[],
  options: LinkOptions,
): Promise<Linkage> {
  const { rows, leftRows } = table;
  const { seed } = options;
  const stages: { stage: string; seconds: number }[] = [];
  let started = performance.now();
  const done = (stage: string) => {
    const now = performance.now();
    stages.push({ stage, seconds: (now - started) / 1000 });
    started = now;
    options.onStage?.(stage);
  };

  const { fields, groups, space } = prepareRecords(table, mapping, options);
  done('prepare');
  await breath();
  const strangers = meetStrangers(rows, leftRows, groups, space, {
    most: strangersMet(rows),
    seed,
  });
  done('strangers');
  await breath();

  const isLink = leftRows !== undefined;
  const given = options.oneToOne;
  const learn = {
    rows,
    leftRows,
    seed,
    estimate: {
      neighbours: sharesSomething(fields),
      leftOnce: isLink && (given?.leftOnce ?? true),
      rightOnce: isLink && (given?.rightOnce ?? true),
    },
  };
  const everyPair = universeOf(rows, leftRows) <= allPairsUpTo;
  const parts = everyPair ? [] : keyParts(fields);
  const learned = options.model
    ? { model: options.model.of(space), chosen: rulesOf(options.model.rules, parts, learn), trainedOn: 0 }
    : everyPair
      ? learnFromAll(groups, space, strangers, learn)
      : learnFromBlocks(groups, space, strangers, parts, learn);
  done('learn');
  await breath();

  const scorer = pairScorer(groups, space, strangers.baseline, learned.model);
  const what = { rows, leftRows, chosen: learned.chosen, onPairs: options.onPairs };
  const known = isLink ? undefined : await options.known?.(space);
  let pairs =
    known === undefined
      ? await scorePairs(scorer, {
          ...what,
          threads: options.threads ?? 1,
          memoryMb: options.memoryMb,
          least: isLink ? leastRival : leastKept,
        })
      : scoreNewPairs(scorer, { ...what, known, least: leastKept });
  done('score');
  const weightOf = (left: number, right: number) => scorer.weigh(left, right, -Infinity);
  const explain = (left: number, right: number) =>
    explainPair(groups, space, strangers.baseline, learned.model, left, right);
  const comparedBy = (left: number, right: number) =>
    learned.chosen.rules.flatMap((rule, at) => (sharesRule(rule, left, right) ? [at] : []));

  if (isLink) {
    const doubles = (['left', 'right'] as const).map((side) =>
      lookForDoubles(pairs, side, { rows, seed, sure: 3, weightOf }),
    );
    const few = ({ looked, found }: Doubles) => found <= mostDoubles * looked;
    const sides = given ?? { leftOnce: few(doubles[1]!), rightOnce: few(doubles[0]!) };
    done('doubles');
    const own = chanceOf(pairs.weight);
    const chances = sides.leftOnce || sides.rightOnce ? chancesAmongRivals(pairs, { ...sides, rows }) : own;
    if (sides.leftOnce || sides.rightOnce) {
      for (let at = 0; at < chances.length; at++)
        if (chances[at]! > 0.5) {
          const [left, right] = [pairs.left[at]!, pairs.right[at]!];
          const doubt = 1 / (1 + 2 ** weightOf(left, left)) + 1 / (1 + 2 ** weightOf(right, right));
          chances[at] = Math.min(chances[at]!, Math.max(0, 1 - doubt));
        }
    }
    const expected =
      options.threshold === undefined ? bestThreshold(chances) : expectedAt(chances, options.threshold);
    const sets = new UnionFind(rows);
    for (let at = 0; at < pairs.size; at++)
      if (chances[at]! >= expected.threshold) sets.union(pairs.left[at]!, pairs.right[at]!);
    const clusters = lowestOf(rows, (row) => sets.find(row));
    done('decide');
    return {
      space,
      givenOut: givenOutOf(fields),
      learned,
      pairs,
      chances,
      expected,
      weightOf,
      explain,
      comparedBy,
      clusters,
      oneToOne: { ...sides, doubles },
      stages,
    };
  }

  const first = options.threshold ?? bestThreshold(chanceOf(pairs.weight)).threshold;
  const more: { left: number[]; right: number[]; weight: number[]; pattern: number[] } = {
    left: [],
    right: [],
    weight: [],
    pattern: [],
  };
  const clusters = clusterRecords(pairs, {
    rows,
    least: Math.log2(first / (1 - first)),
    weightOf,
    onceOf: options.fileOf,
    found(left, right, weight) {
      if (weight < leastKept * 2) return;
      more.left.push(left);
      more.right.push(right);
      more.weight.push(weight);
      more.pattern.push(scorer.pattern());
    },
  });
  pairs = {
    ...pairs,
    size: pairs.size + more.left.length,
    left: lengthened(pairs.left, more.left),
    right: lengthened(pairs.right, more.right),
    weight: lengthened(pairs.weight, more.weight),
    pattern: lengthened(pairs.pattern, more.pattern),
  };
  const chances = collectiveChances(pairs, clusters);
  if (options.fileOf !== undefined) forbidClashes(chances, pairs, clusters, options.fileOf);
  const expected =
    options.threshold === undefined ? bestThreshold(chances) : expectedAt(chances, options.threshold);
  done('cluster');
  return {
    space,
    givenOut: givenOutOf(fields),
    learned,
    pairs,
    chances,
    expected,
    weightOf,
    explain,
    comparedBy,
    clusters,
    stages,
  };
}

/** Those who belong together can be told from the same by what they share: an address, a telephone or a mailbox. */
const sharesSomething = ({ place, values }: Fields): boolean =>
  place !== undefined || values.some(({ kind }) => kind === 'phone' || kind === 'email');

function lengthened<Values extends Int32Array | Float64Array>(
  values: Values,
  more: readonly number[],
): Values {
  const longer = new (values.constructor as new (size: number) => Values)(values.length + more.length);
  longer.set(values);
  longer.set(more, values.length);
  return longer;
}

/** Lets what is told of progress out, and a wish to stop in. */
const breath = () => new Promise<void>((resolve) => setImmediate(resolve));

const chanceOf = (weights: Float64Array) => weights.map((weight) => 1 / (1 + 2 ** -weight));

function lowestOf(rows: number, rootOf: (row: number) => number): Int32Array {
  const lowest = new Map<number, number>();
  return Int32Array.from({ length: rows }, (_, row) => {
    const root = rootOf(row);
    const known = lowest.get(root);
    if (known !== undefined) return known;
    lowest.set(root, row);
    return row;
  });
}

/** Pairs that would put two records of one file together have no chance. */
function forbidClashes(
  chances: Float64Array,
  pairs: ScoredPairs,
  clusters: Int32Array,
  fileOf: (record: number) => number,
): void {
  const filesOf = new Map<number, Set<number>>();
  for (let row = 0; row < clusters.length; row++) {
    const files = filesOf.get(clusters[row]!) ?? new Set();
    filesOf.set(clusters[row]!, files.add(fileOf(row)));
  }
  for (let at = 0; at < pairs.size; at++) {
    const [one, other] = [clusters[pairs.left[at]!]!, clusters[pairs.right[at]!]!];
    const files = filesOf.get(other)!;
    if (one !== other && [...filesOf.get(one)!].some((file) => files.has(file))) chances[at] = 0;
  }
}

const loudest = 8;

/**
 * Chances that weigh a pair's whole surroundings: between two clusters, the mean weight of all pairs between them; within
 * one, the pair's own weight or, when it is more, how well the two records fit the others of the cluster.
 */
function collectiveChances(pairs: ScoredPairs, clusters: Int32Array): Float64Array {
  const clip = (weight: number) => Math.max(-loudest, Math.min(loudest, weight));
  const rows = clusters.length;
  const between = new Map<number, { sum: number; pairs: number }>();
  const sums = new Float64Array(rows);
  const counts = new Int32Array(rows);
  const key = (a: number, b: number) => (a < b ? a * rows + b : b * rows + a);
  for (let at = 0; at < pairs.size; at++) {
    const [left, right, weight] = [pairs.left[at]!, pairs.right[at]!, clip(pairs.weight[at]!)];
    const [a, b] = [clusters[left]!, clusters[right]!];
    if (a === b) {
      for (const row of [left, right]) {
        sums[row]! += weight;
        counts[row]!++;
      }
      continue;
    }
    const known = between.get(key(a, b));
    if (known === undefined) between.set(key(a, b), { sum: weight, pairs: 1 });
    else {
      known.sum += weight;
      known.pairs++;
    }
  }
  return Float64Array.from({ length: pairs.size }, (_, at) => {
    const [left, right, own] = [pairs.left[at]!, pairs.right[at]!, pairs.weight[at]!];
    const [a, b] = [clusters[left]!, clusters[right]!];
    let weight: number;
    if (a === b) weight = Math.max(own, (sums[left]! / counts[left]! + sums[right]! / counts[right]!) / 2);
    else {
      const { sum, pairs: all } = between.get(key(a, b))!;
      weight = Math.min(own, sum / all);
    }
    return 1 / (1 + 2 ** -weight);
  });
}
