import { hash } from 'node:crypto';

/**
 * The Merkle tree of RFC 6962, section 2.1, over SHA-256: leaves and inner nodes are hashed under different first bytes,
 * so that neither can be passed off as the other. Held to the published roots in `merkle-tree.test.ts`.
 */

/** 32 bytes. */
export type Hash = Buffer;

const sha256 = (bytes: Uint8Array): Hash => hash('sha256', bytes, 'buffer');

export const emptyRoot: Hash = sha256(Buffer.alloc(0));

// What is hashed is put together here: a new buffer for each took as long as the hashing.
const leafBytes = Buffer.alloc(16_384);
const nodeBytes = Buffer.alloc(65, 1);

export function leafHash(leaf: Uint8Array | string): Hash {
  if (typeof leaf === 'string' && leaf.length * 3 < leafBytes.length)
    return sha256(leafBytes.subarray(0, 1 + leafBytes.write(leaf, 1)));
  return sha256(Buffer.concat([Buffer.from([0]), typeof leaf === 'string' ? Buffer.from(leaf) : leaf]));
}

export function nodeHash(left: Hash, right: Hash): Hash {
  nodeBytes.set(left, 1);
  nodeBytes.set(right, 33);
  return sha256(nodeBytes);
}

/** The largest power of two that is less than `size` (which is at least 2). */
export function splitOf(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** A full subtree: the leaves from `position × 2^level`, `2^level` of them. */
export interface Subtree {
  readonly level: number;
  readonly position: number;
}

/** The full subtrees, left to right and ever smaller, that cover the first `size` leaves. */
export function subtreesOf(size: number): Subtree[] {
  const found: Subtree[] = [];
  let start = 0;
  for (let level = Math.floor(Math.log2(Math.max(1, size))) + 1; level >= 0; level -= 1) {
    const width = 2 ** level;
    if (size - start >= width) {
      found.push({ level, position: start / width });
      start += width;
    }
  }
  return found;
}

/** The hash over hashes of equally large full subtrees; their number is a power of two. */
export function foldFull(hashes: readonly Hash[]): Hash {
  let row = hashes;
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_, at) => nodeHash(row[2 * at]!, row[2 * at + 1]!));
  return row[0]!;
}

/** The root over the subtrees of {@link subtreesOf}, given their hashes. */
export function rootOver(hashes: readonly Hash[]): Hash {
  if (hashes.length === 0) return emptyRoot;
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), hashes.at(-1)!);
}

/** A tree that grows leaf by leaf and remembers only the subtrees along its right edge. */
export class GrowingTree {
  #size: number;
  readonly #edge: (Subtree & { readonly hash: Hash })[];

  /** Goes on from `size` leaves, whose {@link subtreesOf} have the hashes given. */
  constructor(size = 0, hashes: readonly Hash[] = []) {
    this.#size = size;
    this.#edge = subtreesOf(size).map((subtree, at) => ({ ...subtree, hash: hashes[at]! }));
  }

  get size(): number {
    return this.#size;
  }

  /** Adds a leaf; answers the full subtrees that it completed, smallest first. */
  add(hash: Hash): (Subtree & { readonly hash: Hash })[] {
    const completed: (Subtree & { readonly hash: Hash })[] = [];
    let made = { level: 0, position: this.#size, hash };
    while (this.#edge.at(-1)?.level === made.level) {
      const left = this.#edge.pop()!;
      made = { level: made.level + 1, position: left.position / 2, hash: nodeHash(left.hash, made.hash) };
      completed.push(made);
    }
    this.#edge.push(made);
    this.#size += 1;
    return completed;
  }

  root(): Hash {
    return rootOver(this.#edge.map(({ hash }) => hash));
  }
}
