import type { Hash } from './merkle-tree.ts';
import { type NoteKey, type NoteVerifier, openNote, signNote } from './signed-note.ts';

/** What the tree was at one moment: whoever keeps this can later demand that the log still begins so. */
export interface Checkpoint {
  /** The name of the log, and of its key. */
  readonly origin: string;
  /** Leaves. */
  readonly size: number;
  readonly root: Hash;
}

/** A signed checkpoint in the form of https://c2sp.org/tlog-checkpoint. */
export const signCheckpoint = (checkpoint: Omit<Checkpoint, 'origin'>, key: NoteKey): string =>
  signNote(`${key.name}\n${checkpoint.size}\n${checkpoint.root.toString('base64')}\n`, key);

/** The checkpoint that the verifier's key has signed; nothing when the note is another's, altered, or no checkpoint. */
export function openCheckpoint(note: string, verifier: NoteVerifier): Checkpoint | undefined {
  const [origin, size, root, end] = openNote(note, verifier)?.split('\n') ?? [];
  if (origin !== verifier.name || !/^(0|[1-9]\d{0,15})$/.test(size ?? '') || end === undefined)
    return undefined;
  const bytes = Buffer.from(root ?? '', 'base64');
  return bytes.length === 32 ? { origin, size: Number(size), root: bytes } : undefined;
}
