import type { Store } from '../database.ts';
import { leafText } from './audit-entry.ts';
import { readHead } from './integrate-entries.ts';
import { consistencyProof, inclusionProof } from './merkle-proof.ts';
import { rangeHash } from './tree-reader.ts';

/** Everything an outsider needs to see that an entry stands in the signed tree. Bytes are base64. */
export interface InclusionProof {
  readonly leaf: number;
  /** The leaf's bytes, as text. */
  readonly text: string;
  /** Hashes beside the way from the leaf to the root, nearest the leaf first. */
  readonly path: readonly string[];
  /** The signed checkpoint whose root it leads to. */
  readonly checkpoint: string;
}

/** Proof that an entry is in the tree as it stands; nothing when no entry has that place. */
export async function proveEntry(store: Store, leaf: number): Promise<InclusionProof | undefined> {
  // One moment for the head and the path to it: a reading transaction sees no later leaf.
  return store.read.transaction().execute(async (reader) => {
    const head = await readHead(reader);
    const row = await reader
      .selectFrom('audit_entry')
      .select(['at', 'outcome', 'operation', 'dataset', 'count', 'commitment'])
      .where('leaf', '=', leaf)
      .executeTakeFirst();
    if (head === undefined || row === undefined) return undefined;
    const range = (start: number, end: number) => rangeHash(reader, start, end);
    const path = await inclusionProof(leaf, head.size, range);
    return {
      leaf,
      text: leafText(row),
      path: path.map((hash) => hash.toString('base64')),
      checkpoint: head.note,
    };
  });
}

/** Proof that the tree of `older` leaves is the beginning of the newest, with the newest checkpoint. */
export async function proveGrowth(
  store: Store,
  older: number,
): Promise<
  { readonly older: number; readonly path: readonly string[]; readonly checkpoint: string } | undefined
> {
  return store.read.transaction().execute(async (reader) => {
    const head = await readHead(reader);
    if (head === undefined || older > head.size) return undefined;
    const range = (start: number, end: number) => rangeHash(reader, start, end);
    const path = await consistencyProof(older, head.size, range);
    return { older, path: path.map((hash) => hash.toString('base64')), checkpoint: head.note };
  });
}
