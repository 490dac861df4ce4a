/**
 * The letters of a text as 32 bits, for ruling out quickly what cannot be alike. Letters and digits of the Latin alphabet
 * have a bit each (rare ones share); others are spread by their code.
 */
export function letterSet(text: string): number {
  let set = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    set |= 1 << (code & 31);
  }
  return set;
}

/** Bits that are set. */
export function bitCount(bits: number): number {
  let b = bits - ((bits >>> 1) & 0x55555555);
  b = (b & 0x33333333) + ((b >>> 2) & 0x33333333);
  return Math.imul((b + (b >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Jaro-Winkler similarity cannot be above this: every letter that only one text has goes unmatched, all others match in
 * order. `prefix` is the number of letters the texts begin with in common, at most 4.
 */
export function mostSimilar(
  lengthA: number,
  lengthB: number,
  setA: number,
  setB: number,
  prefix: number,
): number {
  const matches = Math.min(lengthA - bitCount(setA & ~setB), lengthB - bitCount(setB & ~setA));
  if (matches <= 0) return 0;
  const jaro = (matches / lengthA + matches / lengthB + 1) / 3;
  return jaro + prefix * 0.1 * (1 - jaro);
}

/** Letters in common at the beginning, at most `most`. */
export function commonPrefix(a: string, b: string, most: number): number {
  const end = Math.min(most, a.length, b.length);
  let at = 0;
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}
