import type { Attribute } from '../prepare/attribute.ts';

/**
 * `-log2` of the chance that another record has this value, by value number. Of the records that have it, one is the
 * record itself: what is left, and never less than a half, is what a stranger could be.
 */
export function rarityBits({ counts, filled }: Pick<Attribute, 'counts' | 'filled'>): Float32Array {
  const bits = new Float32Array(counts.length);
  for (let id = 1; id < counts.length; id++) {
    bits[id] = Math.log2(Math.max(2, filled) / Math.max(1, counts[id]! - 1));
  }
  return bits;
}

export function maximum(values: Float32Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}
