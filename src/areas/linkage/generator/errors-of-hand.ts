import nicknames from '../kinds/nicknames.json' with { type: 'json' };
import { fullNames } from '../kinds/nicknames.ts';
import type { Chance } from './chance.ts';

const near: Readonly<Record<string, string>> = {
  q: 'wa',
  w: 'qes',
  e: 'wrd',
  r: 'etf',
  t: 'ryg',
  y: 'tuh',
  u: 'yij',
  i: 'uok',
  o: 'ipl',
  p: 'ol',
  a: 'qsz',
  s: 'adwx',
  d: 'sfec',
  f: 'dgrv',
  g: 'fhtb',
  h: 'gjyn',
  j: 'hkum',
  k: 'jli',
  l: 'ko',
  z: 'ax',
  x: 'zcs',
  c: 'xvd',
  v: 'cbf',
  b: 'vng',
  n: 'bmh',
  m: 'nj',
  '1': '2',
  '2': '13',
  '3': '24',
  '4': '35',
  '5': '46',
  '6': '57',
  '7': '68',
  '8': '79',
  '9': '80',
  '0': '9',
};
// GeCo's and pseudopeople's tables in short (BSD-3): what scanners take for one another, and what sounds alike.
const scanned: readonly (readonly [string, string])[] = [
  ['5', 's'],
  ['1', 'l'],
  ['0', 'o'],
  ['m', 'rn'],
  ['rn', 'm'],
  ['cl', 'd'],
  ['d', 'cl'],
  ['u', 'v'],
  ['h', 'b'],
  ['g', 'q'],
  ['l', 'i'],
  ['w', 'vv'],
];
const sounding: readonly (readonly [string, string])[] = [
  ['ph', 'f'],
  ['c', 'k'],
  ['ie', 'y'],
  ['y', 'ie'],
  ['ee', 'i'],
  ['ll', 'l'],
  ['nn', 'n'],
  ['tt', 't'],
  ['ss', 's'],
  ['z', 's'],
  ['s', 'z'],
  ['ou', 'u'],
  ['ei', 'ie'],
  ['ck', 'k'],
  ['th', 't'],
  ['v', 'f'],
  ['mc', 'mac'],
  ['er', 'ar'],
  ['en', 'in'],
  ['son', 'sen'],
];

/** Ways in which a hand, an ear or a machine changes a text; all drawn from the record's own chances. */
export class Hand {
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** One letter hit beside, twice, not at all, or in the wrong order. */
  typo(text: string, record: number, purpose: number): string {
    if (text.length < 2) return text;
    const c = this.#chance;
    // First letters are seldom mistyped.
    const at = c.happens(0.08, record, purpose, 1) ? 0 : 1 + c.below(text.length - 1, record, purpose, 2);
    const letter = text[at]!;
    switch (c.below(10, record, purpose, 3)) {
      case 0:
      case 1:
        return text.slice(0, at) + text.slice(at + 1);
      case 2:
        return text.slice(0, at) + letter + text.slice(at);
      case 3:
      case 4:
        return at + 1 < text.length
          ? text.slice(0, at) + text[at + 1] + letter + text.slice(at + 2)
          : text.slice(0, -1);
      default: {
        const keys = near[letter] ?? 'e';
        return text.slice(0, at) + keys[c.below(keys.length, record, purpose, 4)] + text.slice(at + 1);
      }
    }
  }

  scan(text: string, record: number, purpose: number): string {
    return this.#replace(text, scanned, record, purpose);
  }

  mishear(text: string, record: number, purpose: number): string {
    return this.#replace(text, sounding, record, purpose);
  }

  #replace(
    text: string,
    table: readonly (readonly [string, string])[],
    record: number,
    purpose: number,
  ): string {
    const from = this.#chance.below(table.length, record, purpose);
    for (let step = 0; step < table.length; step++) {
      const [what, by] = table[(from + step) % table.length]!;
      const at = text.indexOf(what, 1);
      if (at > 0) return text.slice(0, at) + by + text.slice(at + what.length);
    }
    return text;
  }

  /** A nickname of a full name, or the full name of a nickname; the name itself when it has neither. */
  nickname(name: string, record: number, purpose: number): string {
    const list = (nicknames.names as Record<string, string[]>)[name] ?? fullNames(name);
    return list[this.#chance.below(list.length, record, purpose)] ?? name;
  }

  /** One digit wrong, or two neighbours swapped. */
  digit(text: string, record: number, purpose: number): string {
    const places = [...text.matchAll(/\d/g)].map(({ index }) => index);
    if (places.length === 0) return text;
    const c = this.#chance;
    const which = c.below(places.length, record, purpose, 1);
    const at = places[which]!;
    const next = places[which + 1];
    if (next !== undefined && c.happens(0.35, record, purpose, 2)) {
      const swapped = [...text];
      [swapped[at], swapped[next]] = [swapped[next]!, swapped[at]!];
      return swapped.join('');
    }
    return (
      text.slice(0, at) +
      String((Number(text[at]) + 1 + c.below(9, record, purpose, 3)) % 10) +
      text.slice(at + 1)
    );
  }
}
