import type { CandidatePairs, PatternTable } from './estimate-model.ts';
import { packed } from './packed-pattern.ts';
import type { PairReader } from './pair-reader.ts';
import { type PatternSpace, rarityRange, rarityStep } from './pattern-space.ts';

/** Gathers pairs with their patterns, each pattern once. */
export class CandidateList {
  #left = new Int32Array(1024);
  #right = new Int32Array(1024);
  #pattern = new Int32Array(1024);
  #weight = new Float64Array(1024);
  #size = 0;
  readonly #numbers = new Map<number, number>();
  readonly #cells: number[] = [];
  readonly #rarity: number[] = [];
  readonly #counts: number[] = [];
  readonly #space: PatternSpace;

  constructor(space: PatternSpace) {
    this.#space = space;
  }

  /** Adds a pair that the reader has just read; `weight` is how many pairs it stands for. */
  add(left: number, right: number, reader: PairReader, weight = 1): void {
    const key = packed(this.#space, reader);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#counts.length;
      this.#numbers.set(key, number);
      this.#cells.push(...reader.cells);
      this.#rarity.push(rarityStep(reader.rarity()) - rarityRange);
      this.#counts.push(0);
    }
    this.#counts[number]! += weight;
    if (this.#size === this.#left.length) this.#grow();
    this.#left[this.#size] = left;
    this.#right[this.#size] = right;
    this.#weight[this.#size] = weight;
    this.#pattern[this.#size++] = number;
  }

  #grow(): void {
    const larger = <A extends Int32Array | Float64Array>(old: A): A => {
      const array = new (old.constructor as new (size: number) => A)(old.length * 2);
      array.set(old);
      return array;
    };
    this.#left = larger(this.#left);
    this.#right = larger(this.#right);
    this.#pattern = larger(this.#pattern);
    this.#weight = larger(this.#weight);
  }

  get size(): number {
    return this.#size;
  }

  pairs(): CandidatePairs & { readonly weight: Float64Array } {
    const size = this.#size;
    return {
      size,
      left: this.#left.subarray(0, size),
      right: this.#right.subarray(0, size),
      pattern: this.#pattern.subarray(0, size),
      weight: this.#weight.subarray(0, size),
    };
  }

  patterns(): PatternTable {
    return {
      size: this.#counts.length,
      cells: Int32Array.from(this.#cells),
      rarity: Float64Array.from(this.#rarity),
      counts: Float64Array.from(this.#counts),
    };
  }
}
