import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../database.ts';
import { foldFull, type Hash, rootOver, type Subtree, splitOf, subtreesOf } from './merkle-tree.ts';

type Reader = Kysely<Database> | Transaction<Database>;

/** Levels that are kept as rows: every hash between is folded from at most 256 of the level below. */
export const levelStep = 8;

/** The hash of a full subtree, from at most 256 rows. */
export async function subtreeHash(reader: Reader, { level, position }: Subtree): Promise<Hash> {
  const kept = level - (level % levelStep);
  const width = 2 ** (level - kept);
  const from = position * width;
  const rows =
    kept === 0
      ? await reader
          .selectFrom('audit_entry')
          .select('hash')
          .where('leaf', '>=', from)
          .where('leaf', '<', from + width)
          .orderBy('leaf')
          .execute()
      : await reader
          .selectFrom('audit_node')
          .select('hash')
          .where('level', '=', kept)
          .where('position', '>=', from)
          .where('position', '<', from + width)
          .orderBy('position')
          .execute();
  if (rows.length !== width) throw new Error(`the tree lacks hashes of level ${kept} from ${from}`);
  return foldFull(rows.map(({ hash }) => Buffer.from(hash ?? '', 'base64')));
}

/** One after another: a transaction has one connection. */
export async function subtreeHashes(reader: Reader, subtrees: readonly Subtree[]): Promise<Hash[]> {
  const hashes: Hash[] = [];
  for (const subtree of subtrees) hashes.push(await subtreeHash(reader, subtree));
  return hashes;
}

/** The hash over leaves `start` up to, not including, `end`. */
export async function rangeHash(reader: Reader, start: number, end: number): Promise<Hash> {
  const width = end - start;
  if (start === 0)
    return rootOver(await Promise.all(subtreesOf(width).map((one) => subtreeHash(reader, one))));
  const level = Math.log2(width);
  if (Number.isInteger(level) && start % width === 0)
    return subtreeHash(reader, { level, position: start / width });
  const middle = start + splitOf(width);
  // The left half is full; the right half is what remains of the tree's edge.
  return rootOver([await rangeHash(reader, start, middle), await rangeHash(reader, middle, end)]);
}
