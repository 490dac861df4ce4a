import type { Attribute } from '../prepare/attribute.ts';
import type { TokenLists } from '../prepare/token-lists.ts';
import { isOneEdit } from '../text/edit-distance.ts';
import { type Comparison, type Level, missing } from './comparison.ts';

/** Steps of the cosine by level; below the first two texts have nothing to say to each other. */
const step = 0.05;
const lowest = 0.1;

/** Bell-shaped shares around a centre, the last level (the same words) apart. */
function shares(centre: number, width: number, same: number): number[] {
  const steps = Math.round((1 - lowest) / step) + 1;
  const raw = Array.from({ length: steps }, (_, at) => {
    const cosine = at === 0 ? lowest - step / 2 : lowest + (at - 0.5) * step;
    return Math.exp(-(((cosine - centre) / width) ** 2) / 2) + 0.01;
  });
  const sum = raw.reduce((total, one) => total + one, 0);
  return [...raw.map((one) => (one / sum) * (1 - same)), same];
}
const kin = shares(0.1, 0.2, 0.002);

function levelsOf(m: readonly number[]): readonly Level[] {
  return [
    missing,
    ...m.map((share, at) => ({
      label:
        at === 0
          ? 'hardly a word in common'
          : at === m.length - 1
            ? 'the same words'
            : `common: ${Math.round((lowest + (at - 1) * step) * 100)} %`,
      m: share,
      kin: kin[at]!,
    })),
  ];
}

/** Names and titles say what a record is about; other texts (who took part, what for, remarks) may differ every time. */
const naming = levelsOf(shares(0.7, 0.22, 0.2));
const telling = levelsOf(
  shares(0.7, 0.22, 0.2).map((share, at) => (at === 0 ? 0.4 + 0.6 * share : 0.6 * share)),
);
const same = naming.length - 1;

/**
 * Titles, descriptions and organisations by the words they share: the cosine of the texts when each word weighs its
 * inverse frequency (Salton & Buckley 1988; Cohen, Ravikumar & Fienberg 2003, who found it best for such fields). A word
 * one edit apart, or the beginning of the other, counts in part.
 */
export function textComparison(
  name: string,
  attribute: Attribute,
  lists: TokenLists,
  isName: boolean,
): Comparison {
  const { slots, ids, stride, offset, values } = attribute;
  const cosine = textCosine(lists);
  return {
    name,
    levels: isName ? naming : telling,
    compare(left, right) {
      let best = 0;
      for (let i = left * stride + offset, endI = i + slots; i < endI; i++) {
        const a = ids[i]!;
        if (a === 0) break;
        for (let j = right * stride + offset, endJ = j + slots; j < endJ; j++) {
          const b = ids[j]!;
          if (b === 0) break;
          const level = a === b || values[a] === values[b] ? same : levelOf(cosine(a, b));
          if (level > best) best = level;
        }
      }
      return best;
    },
    bits: () => 0,
    cost: 20,
  };
}

function levelOf(cosine: number): number {
  if (cosine >= 0.9999) return same;
  return cosine < lowest ? 1 : Math.min(same - 1, 2 + Math.floor((cosine - lowest) / step));
}

/** Below this the few likenesses between other words are not looked for. */
const worthLooking = 0.15;

function textCosine(lists: TokenLists) {
  const { starts, ids: words, bits, norm } = lists;
  const texts = lists.words;
  const lengths = Uint16Array.from(texts, (text) => text.length);
  const heads = Uint32Array.from(texts, (text) => headOf(text));
  const last = Uint16Array.from(texts, (text) => text.charCodeAt(text.length - 1) || 0);
  const mayBeAlike = (one: number, other: number) =>
    lengths[one]! >= 3 &&
    lengths[other]! >= 3 &&
    (heads[one] === heads[other] ||
      (Math.abs(lengths[one]! - lengths[other]!) <= 1 && lengths[one]! >= 5 && last[one] === last[other]));
  const restA = new Int32Array(256);
  const restB = new Int32Array(256);
  return (a: number, b: number): number => {
    let [i, j] = [starts[a]!, starts[b]!];
    const [endA, endB] = [starts[a + 1]!, starts[b + 1]!];
    let [common, onlyA, onlyB] = [0, 0, 0];
    while (i < endA && j < endB) {
      const [x, y] = [words[i]!, words[j]!];
      if (x === y) {
        common += bits[x]! * bits[x]!;
        i++;
        j++;
      } else if (x < y) {
        if (onlyA < 256) restA[onlyA++] = x;
        i++;
      } else {
        if (onlyB < 256) restB[onlyB++] = y;
        j++;
      }
    }
    const scale = norm[a]! * norm[b]!;
    if (scale === 0) return 0;
    while (i < endA && onlyA < 256) restA[onlyA++] = words[i++]!;
    while (j < endB && onlyB < 256) restB[onlyB++] = words[j++]!;
    // Short texts of one or two words may share none and still be one edit apart.
    if (onlyA * onlyB === 0 || onlyA * onlyB > 400) return common / scale;
    if (common / scale < worthLooking && onlyA * onlyB > 4) return common / scale;
    for (let at = 0; at < onlyA; at++) {
      const one = restA[at]!;
      for (let to = 0; to < onlyB; to++) {
        const other = restB[to]!;
        if (other < 0) continue;
        if (!mayBeAlike(one, other)) continue;
        const credit = likeness(texts[one]!, texts[other]!);
        if (credit === 0) continue;
        const weight = Math.min(bits[one]!, bits[other]!);
        common += credit * weight * weight;
        restB[to] = -1;
        break;
      }
    }
    return common / scale;
  };
}

/** The first three letters in one number. */
const headOf = (text: string) =>
  text.length < 3 ? 0 : (text.charCodeAt(0) << 20) ^ (text.charCodeAt(1) << 10) ^ text.charCodeAt(2);

/** How far one word stands for another: one edit apart, or its beginning. */
function likeness(a: string, b: string): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= 3 && long.startsWith(short)) return short.length >= 5 ? 0.8 : 0.5;
  return short.length >= 5 && isOneEdit(a, b) ? 0.8 : 0;
}
