import { levelIn, type PatternSpace, rarityRange } from './pattern-space.ts';

/**
 * A packed pattern as people and programs read it: each comparison's level, 0 for missing and the highest for the same, and
 * the rarity of what is shared in bits: `given_name 7 · family_name 5 · birth_date 6 · rarity +4`.
 */
export function patternText(space: PatternSpace, packed: number): string {
  const rest = packed % space.size;
  const rarity = Math.floor(packed / space.size) - rarityRange;
  const levels = space.groups.flatMap((group) => {
    const cell = Math.floor(rest / group.stride) % group.cells;
    return group.comparisons.map((part) => `${part.name} ${levelIn(cell, part)}`);
  });
  return [...levels, `rarity ${rarity > 0 ? '+' : ''}${rarity}`].join(' · ');
}
