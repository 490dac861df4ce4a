import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { consistencyProof, includes, inclusionProof, isConsistent } from './merkle-proof.ts';
import { emptyRoot, GrowingTree, type Hash, leafHash, nodeHash, splitOf } from './merkle-tree.ts';

const golden = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../test/golden/merkle', name), 'utf8'));
const published: { leaves_hex: string[]; roots_hex: string[] } = golden('tree.json');
const leaves = published.leaves_hex.map((hex) => leafHash(Buffer.from(hex, 'hex')));

/** Section 2.1 read aloud: the root of a list of leaf hashes, with nothing remembered. */
const rootOf = (hashes: readonly Hash[]): Hash => {
  if (hashes.length === 0) return emptyRoot;
  if (hashes.length === 1) return hashes[0]!;
  const split = splitOf(hashes.length);
  return nodeHash(rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)));
};
const rangeIn = (hashes: readonly Hash[]) => async (start: number, end: number) =>
  rootOf(hashes.slice(start, end));

describe('the tree', () => {
  it('has the published roots for 0 to 8 leaves', () => {
    const tree = new GrowingTree();
    const roots = [tree.root().toString('hex')];
    for (const leaf of leaves) {
      tree.add(leaf);
      roots.push(tree.root().toString('hex'));
    }
    expect(roots).toEqual(published.roots_hex);
  });

  it('gives the root of the definition at every size, however it was resumed', () => {
    const many = Array.from({ length: 70 }, (_, at) => leafHash(`leaf ${at}`));
    const tree = new GrowingTree();
    for (const [at, leaf] of many.entries()) {
      tree.add(leaf);
      expect(tree.root()).toEqual(rootOf(many.slice(0, at + 1)));
    }
  });
});

interface ProofCase {
  case: string;
  root: string;
  leafIdx: number;
  treeSize: number;
  leafHash: string;
  size1: number;
  size2: number;
  root1: string;
  root2: string;
  proof: string[] | null;
  wantErr: boolean;
}
const bytes = (base64: string | null) => Buffer.from(base64 ?? '', 'base64');
const inclusion: ProofCase[] = golden('inclusion.json');
const consistency: ProofCase[] = golden('consistency.json');

describe('published proofs', () => {
  it('are there, good and bad', () => {
    for (const cases of [inclusion, consistency]) {
      expect(cases.filter(({ wantErr }) => wantErr).length).toBeGreaterThan(50);
      expect(cases.filter(({ wantErr }) => !wantErr).length).toBeGreaterThan(4);
    }
  });

  it.each(inclusion.map((one) => [one.case, one] as const))('of inclusion: %s', (_, one) => {
    const good = includes({
      leaf: one.leafIdx,
      size: one.treeSize,
      leafHash: bytes(one.leafHash),
      root: bytes(one.root),
      proof: (one.proof ?? []).map(bytes),
    });
    expect(good).toBe(!one.wantErr);
  });

  it.each(consistency.map((one) => [one.case, one] as const))('of consistency: %s', (_, one) => {
    const good = isConsistent({
      older: one.size1,
      newer: one.size2,
      olderRoot: bytes(one.root1),
      newerRoot: bytes(one.root2),
      proof: (one.proof ?? []).map(bytes),
    });
    expect(good).toBe(!one.wantErr);
  });
});

describe('our own proofs', () => {
  const many = Array.from({ length: 33 }, (_, at) => leafHash(`leaf ${at}`));

  it('show every leaf of every size to be in the tree, and nothing else', async () => {
    for (let size = 1; size <= many.length; size += 1) {
      const root = rootOf(many.slice(0, size));
      for (let leaf = 0; leaf < size; leaf += 1) {
        const proof = await inclusionProof(leaf, size, rangeIn(many));
        const claim = { leaf, size, leafHash: many[leaf]!, root, proof };
        expect(includes(claim)).toBe(true);
        expect(includes({ ...claim, leafHash: leafHash('another') })).toBe(false);
      }
    }
  });

  it('show every earlier tree to be the beginning of every later one', async () => {
    for (let newer = 1; newer <= many.length; newer += 1) {
      for (let older = 1; older <= newer; older += 1) {
        const proof = await consistencyProof(older, newer, rangeIn(many));
        const claim = {
          older,
          newer,
          olderRoot: rootOf(many.slice(0, older)),
          newerRoot: rootOf(many.slice(0, newer)),
          proof,
        };
        expect(isConsistent(claim)).toBe(true);
        const forked = [...many.slice(0, older - 1), leafHash('another')];
        expect(isConsistent({ ...claim, olderRoot: rootOf(forked) })).toBe(false);
      }
    }
  });
});
