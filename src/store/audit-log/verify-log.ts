import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../database.ts';
import { commitmentOf, type KeptContent, leafText } from './audit-entry.ts';
import { openCheckpoint } from './checkpoint.ts';
import { eraseOperation } from './erase-content.ts';
import { GrowingTree, leafHash } from './merkle-tree.ts';
import type { NoteVerifier } from './signed-note.ts';
import { levelStep } from './tree-reader.ts';

/** What is wrong with the log, and where. */
export interface LogFault {
  readonly kind: /** The entry's public part is not what entered the tree. */
    | 'altered'
    /** No entry has this place. */
    | 'missing'
    /** Who, why or about whom is not what was committed to. */
    | 'content altered'
    /** It is gone, and no entry says that it was erased. */
    | 'content missing'
    /** A kept hash of the tree is not what the entries give. */
    | 'hash altered'
    /** A checkpoint has another root than its entries give. */
    | 'checkpoint differs'
    /** A checkpoint is not signed by the log's key, or says something other than its row. */
    | 'checkpoint not ours';
  /** The place in the tree, or the size of a checkpoint. */
  readonly leaf: number;
}

export interface LogReport {
  /** Entries read. */
  readonly entries: number;
  readonly erased: number;
  readonly checkpoints: number;
  /** Base64. */
  readonly root: string;
  readonly faults: readonly LogFault[];
}

const pageSize = 2_000;
/** More would say nothing new. */
const mostFaults = 1_000;

/**
 * Reads the whole log and works out every hash anew: entries, their committed content, kept nodes, every checkpoint and
 * its signature, and any checkpoint kept outside that is handed in. `progress` is told after each page.
 */
export async function verifyLog(
  read: Kysely<Database>,
  verifier: NoteVerifier,
  options: {
    readonly outside?: readonly string[];
    readonly progress?: (done: number, total: number) => void;
    readonly signal?: AbortSignal;
  } = {},
): Promise<LogReport> {
  return read.transaction().execute(async (reader) => {
    const faults: LogFault[] = [];
    const fault = (kind: LogFault['kind'], leaf: number) => {
      if (faults.length < mostFaults) faults.push({ kind, leaf });
    };
    const checkpoints = await reader.selectFrom('audit_checkpoint').selectAll().orderBy('size').execute();
    const wanted = new Map<number, string[]>();
    const expect = (size: number, root: string) => wanted.set(size, [...(wanted.get(size) ?? []), root]);
    for (const { size, root, note } of checkpoints) {
      const signed = openCheckpoint(note, verifier);
      if (signed?.size !== size || signed.root.toString('base64') !== root)
        fault('checkpoint not ours', size);
      else expect(size, root);
    }
    for (const note of options.outside ?? []) {
      const signed = openCheckpoint(note, verifier);
      if (signed === undefined) fault('checkpoint not ours', 0);
      else expect(signed.size, signed.root.toString('base64'));
    }
    const total = Math.max(checkpoints.at(-1)?.size ?? 0, ...wanted.keys());
    const erasures = await erasedPlaces(reader);

    const tree = new GrowingTree();
    let [entries, erased, nodes] = [0, 0, 0];
    let from = -1;
    for (;;) {
      options.signal?.throwIfAborted();
      const page = await reader
        .selectFrom('audit_entry')
        .selectAll()
        .where('leaf', '>', from)
        .orderBy('leaf')
        .limit(pageSize)
        .execute();
      const kept: { level: number; position: number; hash: string }[] = [];
      for (const row of page) {
        const place = row.leaf!;
        // Whatever stands here was not the next: what should have is gone, and every later root differs too.
        for (let at = from + 1; at < place && at < from + 1 + mostFaults; at += 1) fault('missing', at);
        from = place;
        entries += 1;
        const hash = leafHash(leafText(row));
        if (hash.toString('base64') !== row.hash) fault('altered', place);
        if (row.salt === null) {
          erased += 1;
          if (!erasures.has(place)) fault('content missing', place);
        } else if (commitmentOf(row.salt, row as KeptContent & typeof row) !== row.commitment)
          fault('content altered', place);
        for (const { level, position, hash: made } of tree.add(hash))
          if (level % levelStep === 0) kept.push({ level, position, hash: made.toString('base64') });
        for (const root of wanted.get(tree.size) ?? [])
          if (tree.root().toString('base64') !== root) fault('checkpoint differs', tree.size);
        wanted.delete(tree.size);
      }
      nodes += kept.length;
      for (const node of kept) if (!(await hasNode(reader, node))) fault('hash altered', node.position);
      options.progress?.(entries, total);
      if (page.length < pageSize) break;
    }
    for (let at = from + 1; at < total && at < from + 1 + mostFaults; at += 1) fault('missing', at);
    for (const size of wanted.keys()) if (size > 0) fault('checkpoint differs', size);
    if (total < entries) fault('checkpoint differs', entries);
    const { kept } = await reader
      .selectFrom('audit_node')
      .select(({ fn }) => fn.countAll<number>().as('kept'))
      .executeTakeFirstOrThrow();
    if (kept !== nodes && faults.length === 0) fault('hash altered', entries);
    return {
      entries,
      erased,
      checkpoints: checkpoints.length,
      root: tree.root().toString('base64'),
      faults,
    };
  });
}

const hasNode = async (
  reader: Pick<Kysely<Database>, 'selectFrom'>,
  node: { level: number; position: number; hash: string },
): Promise<boolean> => {
  const row = await reader
    .selectFrom('audit_node')
    .select('hash')
    .where('level', '=', node.level)
    .where('position', '=', node.position)
    .executeTakeFirst();
  return row?.hash === node.hash;
};

/** Places whose content the log itself says was erased, by entries whose own content is what was committed to. */
async function erasedPlaces(reader: Pick<Kysely<Database>, 'selectFrom'>): Promise<Set<number>> {
  const rows = await reader
    .selectFrom('audit_entry')
    .selectAll()
    .where('operation', '=', eraseOperation)
    .where('outcome', '=', 'changed')
    .execute();
  return new Set(rows.flatMap((row) => placesErasedBy(row)));
}

function placesErasedBy(row: Selectable<Database['audit_entry']>): number[] {
  if (row.salt === null || commitmentOf(row.salt, row as KeptContent & typeof row) !== row.commitment)
    return [];
  const { leaf } = JSON.parse(row.detail ?? '{}') as { leaf?: number };
  return leaf === undefined ? [] : [leaf];
}
