import { randomBytes } from 'node:crypto';

declare const brand: unique symbol;
/** A string that names one kind of thing and cannot be passed where another is meant. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

// No vowels and no look-alikes: an id can be read over a telephone and never spells a word.
const alphabet = 'bcdfghjkmnpqrstvwxyz23456789';

/** Random bytes come from `random` so that a test can hand in a seeded source. */
export type RandomSource = (bytes: number) => Uint8Array;
export const systemRandom: RandomSource = (bytes) => randomBytes(bytes);

function letters(count: number, random: RandomSource): string {
  let text = '';
  while (text.length < count) {
    for (const byte of random(count * 2)) {
      // 252 is the largest multiple of 28 below 256: taking only bytes under it keeps every letter equally likely.
      if (byte < 252 && text.length < count) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}

/** An internal id of 16 letters (about 77 bits). */
export function newId<Kind extends string>(random: RandomSource = systemRandom): Id<Kind> {
  return letters(16, random) as Id<Kind>;
}

/** A public dataset id of the form `abcd-1234`, the form SODA clients expect. */
export function newPublicId<Kind extends string>(random: RandomSource = systemRandom): Id<Kind> {
  return `${letters(4, random)}-${letters(4, random)}` as Id<Kind>;
}

export const publicIdPattern = /^[a-z0-9]{4}-[a-z0-9]{4}$/;
