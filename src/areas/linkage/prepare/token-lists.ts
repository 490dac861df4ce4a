import { tokens } from '../text/tokens.ts';
import type { Attribute } from './attribute.ts';
import { Dictionary } from './dictionary.ts';
import { sharedInt32, toSharedFloat32 } from './shared-array.ts';

/** The words of every value of an attribute: `ids[starts[value] … starts[value + 1])`, ascending and without repeats. */
export interface TokenLists {
  readonly starts: Int32Array;
  readonly ids: Int32Array;
  readonly words: readonly string[];
  /** `-log2` of the share of records that have the word. */
  readonly bits: Float32Array;
  /** Records that have each word. */
  readonly counts: Int32Array;
  /** Length of each value as a vector of its words' bits. */
  readonly norm: Float32Array;
}

export function tokenLists(attribute: Attribute, dictionary = new Dictionary()): TokenLists {
  const { values } = attribute;
  const lists = values.map((text) =>
    [...new Set(tokens(text).map((word) => dictionary.idOf(word)))].sort((a, b) => a - b),
  );
  const starts = sharedInt32(values.length + 1);
  for (const [at, list] of lists.entries()) starts[at + 1] = starts[at]! + list.length;
  const ids = sharedInt32(starts.at(-1)!);
  const counts = sharedInt32(dictionary.size);
  for (const [at, list] of lists.entries()) {
    ids.set(list, starts[at]!);
    for (const id of list) counts[id]! += attribute.counts[at]!;
  }
  const all = Math.max(2, attribute.filled);
  const bits = toSharedFloat32(Array.from(counts, (count) => Math.log2(all / Math.max(1, count - 1))));
  const norm = toSharedFloat32(
    lists.map((list) => Math.sqrt(list.reduce((sum, id) => sum + bits[id]! * bits[id]!, 0))),
  );
  return { starts, ids, words: dictionary.values, bits, counts, norm };
}
