import { termOf, wordsOf } from './words.ts';

/** Another way to say it: the terms that must all be there. */
export type Saying = readonly string[];

/** Groups of words that mean the same, and words that include others. */
export interface WordList {
  readonly same: readonly (readonly string[])[];
  readonly wider: Readonly<Record<string, readonly string[]>>;
}

/** What else may be meant, by what was said: terms joined by a blank. */
export interface Synonyms {
  readonly sayings: ReadonlyMap<string, readonly Saying[]>;
  /** Terms of the longest thing that has another name. */
  readonly longest: number;
  /** How a saying was written, by its terms joined by a blank. */
  readonly written: ReadonlyMap<string, string>;
}

export function synonymsOf(lists: readonly WordList[]): Synonyms {
  const sayings = new Map<string, Saying[]>();
  const written = new Map<string, string>();
  let longest = 1;
  const sayingOf = (words: string): Saying => {
    const saying = wordsOf(words).map(termOf);
    if (!written.has(saying.join(' '))) written.set(saying.join(' '), words);
    return saying;
  };
  const add = (from: Saying, to: Saying) => {
    const key = from.join(' ');
    const known = sayings.get(key) ?? [];
    if (to.join(' ') === key || known.some((one) => one.join(' ') === to.join(' '))) return;
    sayings.set(key, [...known, to]);
    longest = Math.max(longest, from.length);
  };
  for (const { same, wider } of lists) {
    for (const group of same) {
      const all = group.map(sayingOf);
      for (const from of all) for (const to of all) add(from, to);
    }
    for (const [from, narrower] of Object.entries(wider))
      for (const to of narrower) add(sayingOf(from), sayingOf(to));
  }
  return { sayings, longest, written };
}
