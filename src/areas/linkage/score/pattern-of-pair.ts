import type { PairExplanation } from './explain-pair.ts';
import { type PatternSpace, rarityStep } from './pattern-space.ts';

/** The packed pattern of an explained pair, as the scorer would give it. */
export function patternOfPair(space: PatternSpace, { bars }: Pick<PairExplanation, 'bars'>): number {
  let pattern = 0;
  let rare = 0;
  for (const { group, says } of bars) {
    const own = space.groups.find(({ name }) => name === group)!;
    for (const [at, { level, rarity }] of says.entries()) {
      const part = own.comparisons[at]!;
      const number = part.levels.findIndex(({ label }) => label === level);
      pattern += number * part.stride * own.stride;
      rare += rarity ?? 0;
    }
  }
  return rarityStep(rare) * space.size + pattern;
}
