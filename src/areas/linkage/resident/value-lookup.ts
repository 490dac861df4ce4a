import { sorted } from '../block/blocks.ts';
import { textKey } from '../block/key-part.ts';

/** Finds the number of a text in a list, in eight bytes a text: hashes in order, found by halving. */
export interface ValueLookup {
  /** The number of a text, -1 when it is not in the list. */
  find(text: string): number;
}

export function valueLookup(values: readonly string[]): ValueLookup {
  const hashes = Uint32Array.from(values, (text) => textKey(text));
  const { records: numbers, keys } = sorted(
    Int32Array.from(values, (_, at) => at),
    hashes,
  );
  return {
    find(text) {
      const hash = textKey(text);
      for (let at = firstOf(keys, hash); keys[at] === hash; at++)
        if (values[numbers[at]!] === text) return numbers[at]!;
      return -1;
    },
  };
}

/** The first place of a key in ascending keys, or where it would stand. */
export function firstOf(keys: Uint32Array, key: number): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
