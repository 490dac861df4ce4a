/** Disjoint sets over records, with path halving and union by size (Tarjan & van Leeuwen 1984). */
export class UnionFind {
  readonly #parent: Int32Array;
  readonly #size: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, at) => at);
    this.#size = new Int32Array(size).fill(1);
  }

  find(record: number): number {
    const parent = this.#parent;
    let at = record;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  }

  /** Joins two sets and returns the root of both. */
  union(one: number, other: number): number {
    let [a, b] = [this.find(one), this.find(other)];
    if (a === b) return a;
    if (this.#size[a]! < this.#size[b]!) [a, b] = [b, a];
    this.#parent[b] = a;
    this.#size[a]! += this.#size[b]!;
    return a;
  }

  sizeOf(record: number): number {
    return this.#size[this.find(record)]!;
  }
}
