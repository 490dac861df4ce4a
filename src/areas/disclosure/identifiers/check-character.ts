/** Letters and digits that cannot be taken for one another when read aloud or copied: Crockford's base 32. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Bytes as text of that alphabet, five bits a character, without the bits left over. */
export function toBase32(bytes: Uint8Array): string {
  let [held, bits, text] = [0, 0, ''];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return text;
}

/**
 * The check character of a text of this alphabet: ISO 7064's hybrid system MOD 32, 31 in form, which finds every single
 * wrong character and nearly every exchange of two neighbours.
 */
export function checkCharacter(text: string): string {
  const m = alphabet.length;
  let check = m;
  for (const character of text) {
    check = (check + placeOf(character)) % m || m;
    check = (check * 2) % (m + 1);
  }
  return alphabet[(m + 1 - check) % m]!;
}

function placeOf(character: string): number {
  const value = alphabet.indexOf(character.toUpperCase());
  if (value < 0) throw new RangeError('not a character of a research identifier');
  return value;
}
