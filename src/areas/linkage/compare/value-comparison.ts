import type { Attribute } from '../prepare/attribute.ts';
import type { Comparison, Level } from './comparison.ts';
import { memoised } from './memo.ts';
import { maximum, rarityBits } from './rarity.ts';

/**
 * Compares two records by their values in one attribute: the closest of all pairs of values counts. `levelOf` judges two
 * different values; the judgement is remembered unless it is a cheap one.
 */
export function valueComparison(options: {
  readonly name: string;
  readonly attribute: Attribute;
  readonly levels: readonly Level[];
  readonly levelOf: (a: number, b: number) => number;
  /** The level of two equal values, where it is not always the highest. */
  readonly levelOfSame?: (value: number) => number;
  readonly cost?: number;
  /** Judging is dearer than remembering. */
  readonly remember?: boolean;
}): Comparison {
  const { name, attribute, levels, cost } = options;
  const { slots, ids, stride, offset } = attribute;
  const rarity = rarityBits(attribute);
  const mostBits = maximum(rarity);
  const top = levels.length - 1;
  const { levelOfSame } = options;
  const same = Uint8Array.from(attribute.values, (_, value) => levelOfSame?.(value) ?? top);
  const levelOf =
    options.remember === false ? options.levelOf : memoised(options.levelOf, 16, attribute.values.length);
  const counted = Uint8Array.from(levels, (level) => (level.rarity ? 1 : 0));
  let agreedBits = 0;
  const bits = () => agreedBits;

  if (slots === 1) {
    const compare = (left: number, right: number) => {
      const a = ids[left * stride + offset]!;
      const b = ids[right * stride + offset]!;
      if (a === 0 || b === 0) return 0;
      if (a === b) {
        agreedBits = rarity[a]!;
        return same[a]!;
      }
      const level = levelOf(a, b);
      if (counted[level] === 1) agreedBits = Math.min(rarity[a]!, rarity[b]!);
      return level;
    };
    return { name, levels, compare, bits, mostBits, cost };
  }
  const compare = (left: number, right: number) => {
    let best = 0;
    for (let i = left * stride + offset, endI = i + slots; i < endI; i++) {
      const a = ids[i]!;
      if (a === 0) break;
      for (let j = right * stride + offset, endJ = j + slots; j < endJ; j++) {
        const b = ids[j]!;
        if (b === 0) break;
        const level = a === b ? same[a]! : levelOf(a, b);
        const found = Math.min(rarity[a]!, rarity[b]!);
        if (level > best || (level === best && found > agreedBits)) {
          best = level;
          agreedBits = found;
        }
      }
    }
    return best;
  };
  return { name, levels, compare, bits, mostBits, cost };
}
