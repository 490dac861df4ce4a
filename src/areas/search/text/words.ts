import { stemOf } from './stem.ts';

/**
 * The words of a text, as they stand: runs of letters and digits. A name of a field is taken apart where its parts show:
 * `BirthDate`, `birth_date` and `Birth date` have the same two words.
 */
export function wordsOf(text: string): string[] {
  return text.match(/\p{Lu}?\p{Ll}[\p{Ll}\p{M}]*|\p{Lu}+(?!\p{Ll})|\p{N}+|[\p{L}\p{M}]+/gu) ?? [];
}

const known = new Map<string, string>();
/** Words are few and texts are many: more than these are not kept. */
const mostKept = 200_000;

/** What a word is looked up by: lower case, without accents, its English stem. */
export function termOf(word: string): string {
  const found = known.get(word);
  if (found !== undefined) return found;
  const term = stemOf(
    word
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase(),
  );
  if (known.size < mostKept) known.set(word, term);
  return term;
}

/** Words that say nothing about what is looked for. They count only when a question has no others. */
const silent = new Set(
  (
    'a about after all an and any are as at be been by can could data database dataset datasets did do does each ' +
    'every file files find for from get give handle handles had has have how i if in into is it its list look lookup many me much my ' +
    'near not number numbers of on or our per please responsible show some statistics table tables tell than that ' +
    'the their them there these they this those to was we were what when where which while who whom whose why will ' +
    'with would you your'
  ).split(' '),
);

/** Whether a word only holds a question together. */
export const isSilent = (word: string): boolean => silent.has(word.toLowerCase());
