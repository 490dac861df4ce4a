import { createHmac, hkdfSync } from 'node:crypto';
import { checkCharacter, toBase32 } from './check-character.ts';

/** Bits kept of the digest: with 10⁷ people, the chance that any two share an identifier is below one in 10⁹. */
const keptBytes = 15;

/**
 * The key of one project's one release, by HKDF-SHA-256 (RFC 5869) from the root that the linkage unit's custodian holds: two
 * projects, or two releases of one project, have nothing in common.
 */
export function releaseKey(root: Uint8Array, project: string, release: string): Buffer {
  return Buffer.from(hkdfSync('sha256', root, 'oak research identifiers', `${project}\u0000${release}`, 32));
}

/**
 * A person's identifier in one release: HMAC-SHA-256 (RFC 2104) of the random internal person number, cut to 120 bits and
 * written with a check character as `ABCDEFGH-JKMNPQRS-TVWXYZ01-C`. Nothing about the person goes in, so 45 CFR 164.514(c) and
 * 34 CFR 99.31(b)(2) are kept.
 */
export function researchId(key: Uint8Array, person: string): string {
  const digest = createHmac('sha256', key).update(`person\u0000${person}`).digest();
  const text = toBase32(digest.subarray(0, keptBytes));
  return `${text.match(/.{8}/g)!.join('-')}-${checkCharacter(text)}`;
}

/** Whether a text has the form of an identifier and its check character is right: a slip of the pen is found at once. */
export function isResearchId(text: string): boolean {
  const plain = text.replaceAll('-', '').toUpperCase();
  if (!/^[0-9A-HJKMNP-TV-Z]{25}$/.test(plain)) return false;
  return checkCharacter(plain.slice(0, 24)) === plain[24];
}
