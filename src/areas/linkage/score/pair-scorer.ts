import type { ComparisonGroup } from '../compare/comparison.ts';
import type { Model } from './estimate-model.ts';
import { namesakesIn } from './namesakes.ts';
import type { RarityBaseline } from './pair-reader.ts';
import { type PatternSpace, rarityStep } from './pattern-space.ts';
import { overTwins, twinsIn } from './twins.ts';

/** What a scorer needs of a model. */
export type ScoringModel = Omit<Model, 'near' | 'iterations' | 'logLikelihood'>;

/** Weighs two records: the log2 odds that they are the same. */
export interface PairScorer {
  /**
   * The weight, or `-Infinity` as soon as it is certain to stay under `least`: groups are read in order, and what those not
   * yet read can add at most is known exactly, so nothing is lost by not reading them.
   */
  weigh(left: number, right: number, least: number): number;
  /** The packed pattern of the pair last weighed to the end. */
  pattern(): number;
}

export function pairScorer(
  groups: readonly ComparisonGroup[],
  space: PatternSpace,
  baseline: RarityBaseline,
  model: ScoringModel,
): PairScorer {
  const base = Math.log2(model.prior / (1 - model.prior));
  const nearBase = Math.log2(model.prior / model.nearPrior);
  const withNeighbours = nearBase < 200;
  const steps = groups.map(({ comparisons }, g) => {
    const strangers = model.overStrangers[g]!;
    const neighbours = model.overNeighbours[g]!;
    return {
      strangers,
      neighbours,
      own: groups[g]!.shared !== true,
      stride: space.groups[g]!.stride,
      parts: comparisons.map((comparison, c) => ({
        compare: comparison.compare,
        bits: comparison.bits,
        stride: space.groups[g]!.comparisons[c]!.stride,
        baseline: baseline[g]![c]!,
        counts: Uint8Array.from(comparison.levels, ({ rarity }) => (rarity ? 1 : 0)),
      })),
      most: mostOf(strangers, comparisons, space.groups[g]!, baseline[g]!),
    };
  });
  const order = steps.map((_, at) => at).sort((a, b) => costOf(groups[a]!) - costOf(groups[b]!));
  const after = new Float64Array(order.length + 1);
  for (let at = order.length - 1; at >= 0; at--)
    after[at] = after[at + 1]! + Math.max(0, steps[order[at]!]!.most);
  const ordered = order.map((at) => steps[at]!);
  const namesakes = withNeighbours ? namesakesIn(space) : undefined;
  const twins = twinsIn(space, model);
  const cells = new Int32Array(order.length);
  const groupAt = Int32Array.from(order);
  const cellOf = (group: number) => cells[group]!;
  let pattern = 0;
  let rare = 0;
  return {
    weigh(left, right, least) {
      let weight = base;
      let near = nearBase;
      let beyondShared = false;
      pattern = 0;
      rare = 0;
      for (let at = 0; at < ordered.length; at++) {
        const { parts, strangers, neighbours, own, stride } = ordered[at]!;
        let cell = 0;
        for (let c = 0; c < parts.length; c++) {
          const part = parts[c]!;
          const level = part.compare(left, right);
          cell += level * part.stride;
          if (part.counts[level] === 1) rare += part.bits() - part.baseline[level]!;
        }
        if (own && cell !== 0) beyondShared = true;
        cells[groupAt[at]!] = cell;
        weight += strangers[cell]!;
        near += neighbours[cell]!;
        pattern += cell * stride;
        if (weight + rare + after[at + 1]! < least) return -Infinity;
      }
      weight += rare;
      if (!beyondShared && weight > mostOfShared) return mostOfShared;
      if (withNeighbours) {
        if (namesakes !== undefined)
          near -= namesakes.bits(cells[namesakes.nameGroup]!, cells[namesakes.birthGroup]!);
        weight = bothOdds(weight, near);
      }
      return twins?.possible(cells[twins.nameGroup]!, cells[twins.birthGroup]!)
        ? bothOdds(weight, overTwins(twins, cellOf))
        : weight;
    },
    pattern: () => rarityStep(rare) * space.size + pattern,
  };
}

/** log2 odds against two hypotheses together, of those against each. */
export const bothOdds = (one: number, other: number): number =>
  one < other ? one - Math.log2(1 + 2 ** (one - other)) : other - Math.log2(1 + 2 ** (other - one));

/** The most that a group can add: its heaviest cell with the rarest value that its comparisons know. */
function mostOf(
  weights: Float64Array,
  comparisons: ComparisonGroup['comparisons'],
  group: PatternSpace['groups'][number],
  baseline: readonly Float64Array[],
): number {
  let most = 0;
  for (let cell = 0; cell < weights.length; cell++) {
    let sum = weights[cell]!;
    for (const [c, { levels, mostBits = 0 }] of comparisons.entries()) {
      const part = group.comparisons[c]!;
      const level = Math.floor(cell / part.stride) % levels.length;
      if (levels[level]!.rarity) sum += Math.max(0, mostBits - baseline[c]![level]!);
    }
    most = Math.max(most, sum);
  }
  return most;
}

/**
 * Two records of which nothing is known but what a household shares are never linked, however well that agrees: the rule of
 * every person index (linkage.md section 7). This is a little under even odds.
 */
export const mostOfShared = -1;

/** Cheap comparisons first: numbers and dates, then names, then what is made of words. */
const costOf = ({ comparisons }: ComparisonGroup) => comparisons.reduce((sum, { cost = 1 }) => sum + cost, 0);
