import { hash } from '../score/strangers.ts';
import { type PairSample, type RuleOffer, wordsFor } from './choose-rules.ts';
import type { KeyPart } from './key-part.ts';
import { keysOfPart, sharesPart } from './rule-keys.ts';

/**
 * Every combination of up to three parts of different fields that compares no more than `mostPairs` pairs. The count
 * assumes that fields do not depend on each other; the guard counts exactly before a rule is used.
 */
export function ruleOffers(parts: readonly KeyPart[], universe: number, mostPairs: number): RuleOffer[] {
  const offers: RuleOffer[] = [];
  const offer = (chosen: readonly KeyPart[]) => {
    const pairs = universe * chosen.reduce((product, { collides }) => product * collides, 1);
    if (pairs > mostPairs) return false;
    offers.push({ rule: { name: chosen.map(({ name }) => name).join(' + '), parts: chosen }, pairs });
    return true;
  };
  for (const [i, one] of parts.entries()) {
    // What a single part does alone, no second part does better; but it may turn out dearer than it looks.
    offer([one]);
    for (const [j, two] of parts.entries()) {
      if (j <= i || two.field === one.field) continue;
      if (offer([one, two])) continue;
      for (const three of parts.slice(j + 1)) {
        if (three.field !== one.field && three.field !== two.field) offer([one, two, three]);
      }
    }
  }
  return offers;
}

/**
 * Pairs of the same as the parts' own figures imagine them: within a field, what agrees exactly agrees in sound too. Whether
 * a field has a value at all is taken from random records.
 */
export function imaginedPairs(
  parts: readonly KeyPart[],
  rows: number,
  size: number,
  seed: number,
): PairSample {
  const fields = [...new Set(parts.map(({ field }) => field))];
  const shares = new Map(parts.map((part) => [part, new Int32Array(wordsFor(size))]));
  for (let at = 0; at < size; at++) {
    const [left, right] = [hash(at * 2, seed) % rows, hash(at * 2 + 1, seed) % rows];
    for (const [number, field] of fields.entries()) {
      const luck = hash(at * 64 + number, seed ^ 0x2545f491) / 2 ** 32;
      for (const part of parts) {
        if (part.field !== field || luck >= part.agrees) continue;
        if (keysOfPart(part, left).length > 0 && keysOfPart(part, right).length > 0)
          shares.get(part)![at >> 5]! |= 1 << (at & 31);
      }
    }
  }
  return { size, shares };
}

/** Which parts each of these pairs shares. */
export function knownPairs(parts: readonly KeyPart[], left: Int32Array, right: Int32Array): PairSample {
  const size = left.length;
  const shares = new Map(
    parts.map((part) => {
      const bits = new Int32Array(wordsFor(size));
      for (let at = 0; at < size; at++)
        if (sharesPart(part, left[at]!, right[at]!)) bits[at >> 5]! |= 1 << (at & 31);
      return [part, bits];
    }),
  );
  return { size, shares };
}
