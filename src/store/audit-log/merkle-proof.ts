import { type Hash, nodeHash, splitOf } from './merkle-tree.ts';

/** The hash over leaves `start` up to, not including, `end` of a tree. */
export type RangeHash = (start: number, end: number) => Promise<Hash>;

/** The audit path of a leaf in the tree of `size` leaves (RFC 6962, section 2.1.1), nearest the leaf first. */
export async function inclusionProof(leaf: number, size: number, range: RangeHash): Promise<Hash[]> {
  const path: Hash[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (leaf < middle) {
      path.push(await range(middle, end));
      end = middle;
    } else {
      path.push(await range(start, middle));
      start = middle;
    }
  }
  return path.reverse();
}

/** That the tree of `older` leaves is the beginning of the tree of `newer` (RFC 6962, section 2.1.2). */
export async function consistencyProof(older: number, newer: number, range: RangeHash): Promise<Hash[]> {
  if (older === 0 || older === newer) return [];
  const path: Hash[] = [];
  let [start, end] = [0, newer];
  let whole = true;
  while (older !== end) {
    const middle = start + splitOf(end - start);
    if (older <= middle) {
      path.push(await range(middle, end));
      end = middle;
    } else {
      path.push(await range(start, middle));
      start = middle;
      whole = false;
    }
  }
  if (!whole) path.push(await range(start, end));
  return path.reverse();
}

/** Whether `proof` shows that a leaf stands at place `leaf` of the tree with this root (RFC 9162, section 2.1.3.2). */
export function includes(claim: {
  readonly leaf: number;
  readonly size: number;
  readonly leafHash: Hash;
  readonly root: Hash;
  readonly proof: readonly Hash[];
}): boolean {
  if (!isPlace(claim.leaf) || !isPlace(claim.size) || claim.leaf >= claim.size) return false;
  if (claim.leafHash.length !== hashBytes || claim.root.length !== hashBytes) return false;
  let [place, last] = [claim.leaf, claim.size - 1];
  let hash = claim.leafHash;
  for (const beside of claim.proof) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      hash = nodeHash(beside, hash);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else hash = nodeHash(hash, beside);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && hash.equals(claim.root);
}

/** Whether `proof` shows that the older tree is the beginning of the newer (RFC 9162, section 2.1.4.2). */
export function isConsistent(claim: {
  readonly older: number;
  readonly newer: number;
  readonly olderRoot: Hash;
  readonly newerRoot: Hash;
  readonly proof: readonly Hash[];
}): boolean {
  const { older, newer, olderRoot, newerRoot } = claim;
  // The empty tree is the beginning of every tree: to have kept it is to have kept nothing.
  if (!isPlace(older) || !isPlace(newer) || older === 0 || older > newer) return false;
  if (older === newer) return claim.proof.length === 0 && olderRoot.equals(newerRoot);
  if (claim.proof.length === 0) return false;
  let [place, last] = [older - 1, newer - 1];
  while (isOdd(place)) [place, last] = [half(place), half(last)];
  // A full older tree is itself the first hash of the path, and is left out of it.
  const [first, ...rest] = place === 0 ? [olderRoot, ...claim.proof] : claim.proof;
  let [olderHash, newerHash] = [first!, first!];
  for (const beside of rest) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      olderHash = nodeHash(beside, olderHash);
      newerHash = nodeHash(beside, newerHash);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else newerHash = nodeHash(newerHash, beside);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && olderHash.equals(olderRoot) && newerHash.equals(newerRoot);
}

const hashBytes = 32;
const isPlace = (value: number) => Number.isSafeInteger(value) && value >= 0;
const isOdd = (value: number) => value % 2 === 1;
const half = (value: number) => Math.floor(value / 2);
