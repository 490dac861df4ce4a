/**
 * Randomness without state: every draw is a hash of the seed, what it is about and what it decides. Any person, household or
 * record can be made alone, in any order and in any thread, and is always the same.
 */
export class Chance {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed | 0;
  }

  /** 32 random bits for a thing and a purpose; `turn` tells apart repeated draws. */
  bits(thing: number, purpose: number, turn = 0): number {
    let h = this.#seed ^ Math.imul(thing + 1, 0x9e3779b1);
    h = Math.imul(h ^ (h >>> 16) ^ Math.imul(purpose + 1, 0x85ebca77), 0x7feb352d);
    h = Math.imul(h ^ (h >>> 15) ^ Math.imul(turn + 1, 0xc2b2ae3d), 0x846ca68b);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  }

  /** Even on [0, 1). */
  share(thing: number, purpose: number, turn = 0): number {
    return this.bits(thing, purpose, turn) / 2 ** 32;
  }

  happens(probability: number, thing: number, purpose: number, turn = 0): boolean {
    return this.share(thing, purpose, turn) < probability;
  }

  /** A whole number from 0 to `below` - 1. */
  below(below: number, thing: number, purpose: number, turn = 0): number {
    return Math.floor(this.share(thing, purpose, turn) * below);
  }
}

/** Draws from weighted values by a share of the whole, in constant time (alias method, Vose 1991). */
export class Weighted<Value> {
  readonly #values: readonly Value[];
  readonly #cut: Float64Array;
  readonly #other: Int32Array;

  constructor(entries: readonly (readonly [Value, number])[]) {
    this.#values = entries.map(([value]) => value);
    const size = entries.length;
    const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
    const scaled = entries.map(([, weight]) => (weight * size) / total);
    this.#cut = new Float64Array(size).fill(1);
    this.#other = new Int32Array(size);
    const small: number[] = [];
    const large: number[] = [];
    for (const [at, weight] of scaled.entries()) (weight < 1 ? small : large).push(at);
    while (small.length > 0 && large.length > 0) {
      const [less, more] = [small.pop()!, large.pop()!];
      this.#cut[less] = scaled[less]!;
      this.#other[less] = more;
      scaled[more] = scaled[more]! - (1 - scaled[less]!);
      (scaled[more]! < 1 ? small : large).push(more);
    }
  }

  at(share: number): Value {
    const place = share * this.#values.length;
    const slot = Math.floor(place);
    return this.#values[place - slot < this.#cut[slot]! ? slot : this.#other[slot]!]!;
  }
}
