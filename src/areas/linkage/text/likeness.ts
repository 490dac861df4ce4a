import { isOneEdit } from './edit-distance.ts';
import { jaroWinkler } from './jaro-winkler.ts';
import { commonPrefix, letterSet, mostSimilar } from './letter-set.ts';

/** Compares texts of a list by number, with what can be told of each text alone worked out once. */
export interface Likeness {
  /** One letter changed, added, lost, or two swapped. */
  oneEdit(a: number, b: number): boolean;
  /** Jaro-Winkler similarity, or 0 when it is certain to be under `least`. */
  similarity(a: number, b: number, least: number): number;
  /** Whether all words of one are among the other's, which has more; single letters alone do not count. */
  partOf(a: number, b: number): boolean;
}

export function likenessOf(values: readonly string[]): Likeness {
  const sets = Int32Array.from(values, letterSet);
  const spaced = Uint8Array.from(values, (text) => (text.includes(' ') ? 1 : 0));
  const words: (readonly string[] | undefined)[] = [];
  const wordsOf = (id: number) => (words[id] ??= values[id]!.split(' '));
  return {
    oneEdit(a, b) {
      const [one, other] = [values[a]!, values[b]!];
      const more = one.length - other.length;
      if (more > 1 || more < -1) return false;
      // One edit changes at most one letter on each side.
      const onlyOne = sets[a]! & ~sets[b]!;
      const onlyOther = sets[b]! & ~sets[a]!;
      if ((onlyOne & (onlyOne - 1)) !== 0 || (onlyOther & (onlyOther - 1)) !== 0) return false;
      return isOneEdit(one, other);
    },
    similarity(a, b, least) {
      const [one, other] = [values[a]!, values[b]!];
      const prefix = commonPrefix(one, other, 4);
      if (mostSimilar(one.length, other.length, sets[a]!, sets[b]!, prefix) < least) return 0;
      return jaroWinkler(one, other);
    },
    partOf(a, b) {
      if (spaced[a] === 0 && spaced[b] === 0) return false;
      const [one, other] = [wordsOf(a), wordsOf(b)];
      const [short, long] = one.length <= other.length ? [one, other] : [other, one];
      if (!short.some((word) => word.length > 2)) return false;
      return short.every((word) => long.includes(word));
    },
  };
}
