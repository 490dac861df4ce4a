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

/** A pattern out of its text again; -1 when the space has other comparisons or levels. */
export function packPatternText(space: PatternSpace, text: string): number {
  const levels = new Map(
    text.split(' · ').map((part) => {
      const cut = part.lastIndexOf(' ');
      return [part.slice(0, cut), Number(part.slice(cut + 1))] as const;
    }),
  );
  const rarity = levels.get('rarity');
  if (rarity === undefined) return -1;
  let packed = (rarity + rarityRange) * space.size;
  for (const group of space.groups)
    for (const part of group.comparisons) {
      const level = levels.get(part.name);
      if (level === undefined || !(level < part.levels.length)) return -1;
      packed += level * part.stride * group.stride;
    }
  return packed;
}
