/**
 * The stem of an English word: `deaths` and `death`, `licensing` and `licenses`, `registered` and `registration` meet in
 * one. M. F. Porter, An algorithm for suffix stripping, Program 14 (1980), with the two departures its author made
 * later: `bli` for `abli`, and `logi`. Takes a word in lower case; one of fewer than three letters is its own stem.
 */
export function stemOf(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  let stem = word.startsWith('y') ? `Y${word.slice(1)}` : word;
  stem = plural(stem);
  stem = pastAndIng(stem);
  if (/y$/.test(stem) && hasVowel(stem.slice(0, -1))) stem = `${stem.slice(0, -1)}i`;
  stem = replaceEnding(stem, doubleSuffixes, 0);
  stem = replaceEnding(stem, suffixes, 0);
  stem = lastSuffix(stem);
  if (stem.endsWith('e')) {
    const before = stem.slice(0, -1);
    if (measure(before) > 1 || (measure(before) === 1 && !isShort(before))) stem = before;
  }
  if (stem.endsWith('ll') && measure(stem) > 1) stem = stem.slice(0, -1);
  return stem.toLowerCase();
}

const consonant = '[^aeiou]';
const vowel = '[aeiouy]';
const consonants = `${consonant}[^aeiouy]*`;
const vowels = `${vowel}[aeiou]*`;
const opening = new RegExp(`^(?:${consonants})?`);
const turn = new RegExp(`${vowels}${consonants}`, 'g');
const someVowel = new RegExp(`^(?:${consonants})?${vowel}`);
const shortEnd = new RegExp(`^${consonants}${vowel}[^aeiouwxy]$`);

/** How often vowels are followed by consonants: the paper's m. */
const measure = (stem: string) => stem.replace(opening, '').match(turn)?.length ?? 0;
const hasVowel = (stem: string) => someVowel.test(stem);
const isShort = (stem: string) => shortEnd.test(stem);

function plural(word: string): string {
  if (/(?:ss|i)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

function pastAndIng(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const bare = /^(.+)(?:ed|ing)$/.exec(word)?.[1];
  if (bare === undefined || !hasVowel(bare)) return word;
  if (/(?:at|bl|iz)$/.test(bare)) return `${bare}e`;
  if (/([^aeiouylsz])\1$/.test(bare)) return bare.slice(0, -1);
  return isShort(bare) ? `${bare}e` : bare;
}

type Endings = readonly (readonly [string, string])[];

const doubleSuffixes: Endings = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['logi', 'log'],
];
const suffixes: Endings = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];

/** The first ending that fits is the one that counts, whether or not enough stands before it. */
function replaceEnding(word: string, endings: Endings, least: number): string {
  const found = endings.find(([ending]) => word.endsWith(ending));
  if (found === undefined) return word;
  const before = word.slice(0, -found[0].length);
  return measure(before) > least ? before + found[1] : word;
}

const last = /^(.+?)(?:al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize)$/;

function lastSuffix(word: string): string {
  const before = last.exec(word)?.[1] ?? /^(.+[st])ion$/.exec(word)?.[1];
  return before !== undefined && measure(before) > 1 ? before : word;
}
