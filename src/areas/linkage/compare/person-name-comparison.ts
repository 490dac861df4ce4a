import { fullNames, hasNicknames } from '../kinds/nicknames.ts';
import type { Attribute } from '../prepare/attribute.ts';
import type { PersonNames } from '../prepare/person-names.ts';
import { likenessOf } from '../text/likeness.ts';
import { soundex } from '../text/phonetic.ts';
import { type Comparison, type Level, missing } from './comparison.ts';
import { memoised } from './memo.ts';
import { maximum, rarityBits } from './rarity.ts';

/** Levels of a pair of names, lowest first. */
const alike = { different: 1, initial: 2, similar: 3, elsewhere: 4, close: 5, part: 6, same: 7 } as const;

// Priors: CMS patient-matching test set and pseudopeople (linkage.md 4.3 and 5): typing errors 1 to 2 %, nicknames 6 %,
// surname changes 1.5 % a year of women 20 to 40.
const givenLevels: readonly Level[] = [
  missing,
  { label: 'different', m: 0.02, kin: 0.9 },
  { label: 'same initial', m: 0.02, kin: 0.03 },
  { label: 'similar', m: 0.02, kin: 0.03 },
  { label: 'found in another part of the name', m: 0.02, kin: 0.005, rarity: true },
  { label: 'close', m: 0.04, kin: 0.01, rarity: true },
  { label: 'nickname, or part of a double name', m: 0.06, kin: 0.01, rarity: true },
  { label: 'the same', m: 0.82, kin: 0.015, rarity: true },
];
const familyLevels: readonly Level[] = [
  missing,
  { label: 'different', m: 0.04, kin: 0.15 },
  { label: 'same initial', m: 0.01, kin: 0.01 },
  { label: 'similar', m: 0.02, kin: 0.02 },
  { label: 'found in another part of the name', m: 0.02, kin: 0.01, rarity: true },
  { label: 'close', m: 0.04, kin: 0.03, rarity: true },
  { label: 'part of a double name', m: 0.02, kin: 0.03, rarity: true },
  { label: 'the same', m: 0.85, kin: 0.75, rarity: true },
];

/** Given and family name. A name that stands in the other's place (swapped, or a middle name in use) is looked for too. */
export function personNameComparisons(names: PersonNames): Comparison[] {
  const { given, family, other } = names;
  const { asGiven, asFamily } = nameAlikeness(names.values);
  const list: Comparison[] = [];
  if (given.filled > 0)
    list.push(nameComparison('given_name', names.values, given, [family, other], givenLevels, asGiven));
  if (family.filled > 0)
    list.push(nameComparison('family_name', names.values, family, [given, other], familyLevels, asFamily));
  return list;
}

function nameComparison(
  name: string,
  values: readonly string[],
  own: Attribute,
  around: readonly Attribute[],
  levels: readonly Level[],
  alikeness: (a: number, b: number) => number,
): Comparison {
  const { slots, ids, stride, offset } = own;
  const rarity = rarityBits(own);
  const others = around.filter(({ filled }) => filled > 0);
  const letter = Uint8Array.from(values, (text) => (text.length < 2 ? 1 : 0));
  let agreedBits = 0;

  /** Bits of the first value of `from` that stands in `part` of `to`; 0 when none does. */
  const meets = (part: Attribute, from: number, to: number): number => {
    for (let i = from * stride + offset, endI = i + slots; i < endI; i++) {
      const a = ids[i]!;
      if (a === 0) break;
      if (letter[a] === 1) continue;
      const first = to * part.stride + part.offset;
      for (let j = first; j < first + part.slots; j++) if (part.ids[j] === a) return rarity[a] || 1;
    }
    return 0;
  };

  const compare = (left: number, right: number) => {
    let best = 0;
    for (let i = left * stride + offset, endI = i + slots; i < endI; i++) {
      const a = ids[i]!;
      if (a === 0) break;
      for (let j = right * stride + offset, endJ = j + slots; j < endJ; j++) {
        const b = ids[j]!;
        if (b === 0) break;
        const level = a === b ? alike.same : alikeness(a, b);
        if (level > best) {
          best = level;
          agreedBits = rarity[a]! < rarity[b]! ? rarity[a]! : rarity[b]!;
        }
      }
    }
    if (best === 0 || best > alike.elsewhere) return best;
    for (const part of others) {
      const bits = meets(part, left, right) || meets(part, right, left);
      if (bits > 0) {
        agreedBits = bits;
        return alike.elsewhere;
      }
    }
    return best;
  };
  return { name, levels, compare, bits: () => agreedBits, mostBits: maximum(rarity), cost: 4 };
}

/** How alike two different names are, remembered: as given names (nicknames count) and as family names. */
function nameAlikeness(values: readonly string[]) {
  const { oneEdit, similarity, partOf } = likenessOf(values);
  const sounds = new Map<string, number>([['', 0]]);
  const sound = Int32Array.from(values, (text) => {
    const code = soundex(text);
    const known = sounds.get(code);
    if (known !== undefined) return known;
    sounds.set(code, sounds.size);
    return sounds.size - 1;
  });
  const heads = Uint16Array.from(values, (text) => (text === '' ? 0 : text.charCodeAt(0)));
  const nicknamed = Uint8Array.from(values, (text) => (hasNicknames(text) ? 1 : 0));
  const judge = (nickname: boolean) => (a: number, b: number) => {
    const [one, other] = [values[a]!, values[b]!];
    const sameHead = heads[a] === heads[b];
    if (one.length === 1 || other.length === 1) return sameHead ? alike.initial : alike.different;
    if (nickname && nicknamed[a] === 1 && nicknamed[b] === 1 && shareFullName(one, other)) return alike.part;
    if (partOf(a, b)) return alike.part;
    if (Math.min(one.length, other.length) >= 3 && oneEdit(a, b)) return alike.close;
    const near = similarity(a, b, 0.7);
    if (near >= 0.92) return alike.close;
    if (near >= 0.85 || (sound[a] !== 0 && sound[a] === sound[b])) return alike.similar;
    return nickname && sameHead && near >= 0.7 ? alike.initial : alike.different;
  };
  return {
    asGiven: memoised(judge(true), 18, values.length),
    asFamily: memoised(judge(false), 18, values.length),
  };
}

function shareFullName(a: string, b: string): boolean {
  const others = fullNames(b);
  return fullNames(a).some((name) => others.includes(name));
}
