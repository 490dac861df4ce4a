/**
 * One spelling for values that differ only in case, accents, punctuation or width. Letters of any script are kept; a
 * value without a letter or digit becomes the empty text, which means missing.
 */
export function normalText(value: string): string {
  if (plain.test(value)) return value;
  const lower = value.toLowerCase();
  if (plainWords.test(lower)) return lower;
  return value
    .normalize('NFKD')
    .replace(marks, '')
    .toLowerCase()
    .replace(unusualLetter, (letter) => asLatin[letter] ?? letter)
    .replace(apostrophes, '')
    .replace(notWord, ' ')
    .trim()
    .replace(/\s+/g, ' ')
    .slice(0, longest);
}

/** A longer value is cut: comparisons cost the product of lengths, and nothing real is told apart beyond this. */
const longest = 2_000;

const plain = /^[a-z0-9]{1,100}$/;
/** Capitals are all that had to go. */
const plainWords = /^(?=.{1,100}$)[a-z0-9]+(?: [a-z0-9]+)*$/;
const marks = /\p{M}+/gu;
const apostrophes = /['’‘`´ʼ]/g;
const notWord = /[^\p{L}\p{N}]+/gu;
/** Letters that have no decomposition in Unicode, in the spelling that Latin keyboards give them. */
const unusualLetter = /[ßæœøłđðþı]/g;
const asLatin: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** The digits of a value, nothing else. */
export const digitsOf = (value: string): string => value.replace(/\D+/g, '');
