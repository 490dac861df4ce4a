import { openCheckpoint } from './checkpoint.ts';
import { includes, isConsistent } from './merkle-proof.ts';
import { leafHash } from './merkle-tree.ts';
import type { InclusionProof } from './prove-entry.ts';
import type { NoteVerifier } from './signed-note.ts';

const hashes = (path: readonly string[]) => path.map((hash) => Buffer.from(hash, 'base64'));

/** Whether the proof shows its entry in a tree that the log's key has signed, and if not, what fails. */
export function checkInclusion(
  proof: InclusionProof,
  verifier: NoteVerifier,
): 'shown' | 'signature' | 'path' {
  const signed = openCheckpoint(proof.checkpoint, verifier);
  if (signed === undefined) return 'signature';
  const { leaf, text, path } = proof;
  const { size, root } = signed;
  return includes({ leaf, size, leafHash: leafHash(text), root, proof: hashes(path) }) ? 'shown' : 'path';
}

/** Whether the newer of two signed checkpoints continues the older, and if not, what fails. */
export function checkGrowth(
  notes: { readonly older: string; readonly newer: string },
  path: readonly string[],
  verifier: NoteVerifier,
): 'shown' | 'signature' | 'path' {
  const [older, newer] = [openCheckpoint(notes.older, verifier), openCheckpoint(notes.newer, verifier)];
  if (older === undefined || newer === undefined) return 'signature';
  const claim = {
    older: older.size,
    newer: newer.size,
    olderRoot: older.root,
    newerRoot: newer.root,
    proof: hashes(path),
  };
  return isConsistent(claim) ? 'shown' : 'path';
}
