import type { ComparisonGroup } from '../compare/comparison.ts';
import { namesakesIn } from './namesakes.ts';
import type { RarityBaseline } from './pair-reader.ts';
import { bothOdds, mostOfShared, type ScoringModel } from './pair-scorer.ts';
import type { PatternSpace } from './pattern-space.ts';
import { overTwins, twinsIn } from './twins.ts';

/** One step of the way from the prior to the weight of a pair. */
export interface Bar {
  readonly group: string;
  /** How the group's fields agree, in words. */
  readonly says: readonly {
    readonly field: string;
    readonly level: string;
    readonly rarity: number | null;
  }[];
  /** Bits that it adds or takes. */
  readonly weight: number;
  /** What the pair would weigh if nothing were known of these fields. */
  readonly without: number;
}

export interface PairExplanation {
  /** Bits that two records taken at random start with. */
  readonly prior: number;
  readonly bars: readonly Bar[];
  /** Bits taken because two of one household or house, or twins, would agree as much; null where none are looked for. */
  readonly neighbours: number | null;
  /** The sum: the match weight, in bits. */
  readonly weight: number;
}

/** The weight of a pair, taken apart: prior, bars and neighbours add up to what the scorer gives. */
export function explainPair(
  groups: readonly ComparisonGroup[],
  space: PatternSpace,
  baseline: RarityBaseline,
  model: ScoringModel,
  left: number,
  right: number,
): PairExplanation {
  const prior = Math.log2(model.prior / (1 - model.prior));
  const nearBase = Math.log2(model.prior / model.nearPrior);
  const namesakes = namesakesIn(space);
  const twins = twinsIn(space, model);
  const parts = groups.map((group, g) => {
    let cell = 0;
    let rare = 0;
    const says = group.comparisons.map((comparison, c) => {
      const level = comparison.compare(left, right);
      cell += level * space.groups[g]!.comparisons[c]!.stride;
      const { label, rarity } = comparison.levels[level]!;
      const bits = rarity ? comparison.bits() - baseline[g]![c]![level]! : null;
      rare += bits ?? 0;
      return { field: comparison.name, level: label, rarity: bits };
    });
    return {
      group: group.name,
      says,
      own: group.shared !== true && cell !== 0,
      weight: model.overStrangers[g]![cell]! + rare,
      near: model.overNeighbours[g]![cell]!,
      g,
      cell,
    };
  });
  const total = (left: typeof parts) => {
    let weight = left.reduce((sum, part) => sum + part.weight, prior);
    if (!left.some(({ own }) => own) && weight > mostOfShared) return mostOfShared;
    const cellOf = (group: number) => left.find(({ g }) => g === group)?.cell ?? 0;
    if (nearBase < 200)
      weight = bothOdds(
        weight,
        left.reduce((sum, part) => sum + part.near, nearBase) -
          (namesakes?.bits(cellOf(namesakes.nameGroup), cellOf(namesakes.birthGroup)) ?? 0),
      );
    return twins?.possible(cellOf(twins.nameGroup), cellOf(twins.birthGroup))
      ? bothOdds(weight, overTwins(twins, cellOf))
      : weight;
  };
  const weight = total(parts);
  const plain = parts.reduce((sum, part) => sum + part.weight, prior);
  return {
    prior,
    bars: parts.map((part) => ({
      group: part.group,
      says: part.says,
      weight: part.weight,
      without: total(parts.filter((other) => other !== part)),
    })),
    neighbours: weight === plain ? null : weight - plain,
    weight,
  };
}
