import { PostgresAdapter, sql, type Transaction } from 'kysely';
import type { Clock } from '../../core/clock.ts';
import type { Database, Store } from '../database.ts';
import { ruleBroken } from '../errors.ts';
import { appendEntries } from './append-entries.ts';
import { type AuditEntry, leafText } from './audit-entry.ts';
import { signCheckpoint } from './checkpoint.ts';
import { GrowingTree, type Hash, leafHash, subtreesOf } from './merkle-tree.ts';
import { runRows } from './run-rows.ts';
import type { NoteKey } from './signed-note.ts';
import { levelStep, subtreeHashes } from './tree-reader.ts';

/** Any number no other part takes: the lock of the one sequencer. */
const sequencerLock = 4_014_008;
const mostAtOnce = 16_000;
/** Servers' clocks differ a little; a clock that went back further is noted in the log. */
const clockSlackMs = 5_000;

/** The signed head of the tree after integrating. */
export interface Head {
  readonly size: number;
  /** Base64. */
  readonly root: string;
  readonly note: string;
  readonly at: string;
}

export const readHead = (reader: Pick<Store['read'], 'selectFrom'>): Promise<Head | undefined> =>
  reader
    .selectFrom('audit_checkpoint')
    .select(['size', 'root', 'note', 'at'])
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();

/**
 * Gives every committed entry that has none its place in the tree, and signs the new head. One does it at a time over all
 * servers; the others leave it to that one. Safe to call at any moment and after any crash: places, nodes and head are
 * written in one transaction.
 */
export async function integrateEntries(store: Store, clock: Clock, key: NoteKey): Promise<void> {
  for (;;) {
    const waiting = await waitingEntries(store, clock.now());
    if (waiting.length === 0) return;
    const came = await store
      .write((tx) => integrate(tx, clock, key, waiting))
      .catch((error) => {
        // Another server was quicker: it placed some of these, or took their places.
        if (error instanceof PlacedByAnother || (error as { code?: string }).code === ruleBroken.code)
          return 'again';
        throw error;
      });
    if (came === 'not mine') return;
    // What arrives meanwhile waits for the next time: while entries keep coming there is always another.
    if (came === 'done' && waiting.length < mostAtOnce) return;
  }
}

/** Read beside the transaction, so that PostgreSQL sees no quarrel with those who are adding to them. */
const waitingEntries = (store: Store, now: string) =>
  store.read
    .selectFrom('audit_entry')
    .select(['sequence', 'at', 'outcome', 'hash'])
    .where('leaf', 'is', null)
    .where((entry) => entry.or([entry('closes_at', 'is', null), entry('closes_at', '<=', now)]))
    .orderBy('sequence')
    .limit(mostAtOnce)
    .execute();

async function integrate(
  tx: Transaction<Database>,
  clock: Clock,
  key: NoteKey,
  waiting: Awaited<ReturnType<typeof waitingEntries>>,
): Promise<'done' | 'not mine'> {
  if (tx.getExecutor().adapter instanceof PostgresAdapter) {
    const { rows } = await sql<{
      got: number;
    }>`select pg_try_advisory_xact_lock(${sequencerLock}) as got`.execute(tx);
    if (rows[0]?.got !== 1) return 'not mine';
  }
  const head = await readHead(tx);
  const size = head?.size ?? 0;
  const edge = await subtreeHashes(tx, subtreesOf(size));
  const tree = new GrowingTree(size, edge);
  const nodes: (string | number)[][] = [];
  const add = (hash: Hash) => {
    for (const { level, position, hash: made } of tree.add(hash))
      if (level % levelStep === 0) nodes.push([level, position, made.toString('base64')]);
  };
  const counted = await hashCounted(tx, waiting);
  for (const { sequence, hash } of waiting) add(Buffer.from(hash ?? counted.get(sequence)!, 'base64'));
  const placed = await placeRuns(
    tx,
    waiting.map(({ sequence }) => sequence),
    size,
  );
  // Another server placed some of them between the reading and the lock: it has the turn.
  if (placed !== waiting.length) throw new PlacedByAnother();
  await runRows(tx, (values) => `insert into audit_node (level, position, hash) values ${values}`, nodes);
  await tx.deleteFrom('audit_checkpoint').where('size', '=', size).where('kept', '=', 0).execute();
  const root = tree.root();
  await tx
    .insertInto('audit_checkpoint')
    .values({
      size: tree.size,
      root: root.toString('base64'),
      note: signCheckpoint({ size: tree.size, root }, key),
      at: clock.now(),
      kept: 0,
    })
    .execute();
  await noteClock(tx, size, waiting);
  return 'done';
}

class PlacedByAnother extends Error {}

/** Entries that were counted up until now are hashed only here; so are those of a release that hashed all of them here. */
async function hashCounted(
  tx: Transaction<Database>,
  waiting: Awaited<ReturnType<typeof waitingEntries>>,
): Promise<Map<number, string>> {
  const made = new Map<number, string>();
  for (const { sequence, hash } of waiting) {
    if (hash !== null) continue;
    const entry = await tx
      .selectFrom('audit_entry')
      .select(['at', 'outcome', 'operation', 'dataset', 'count', 'commitment'])
      .where('sequence', '=', sequence)
      .executeTakeFirstOrThrow();
    made.set(sequence, leafHash(leafText(entry)).toString('base64'));
  }
  await runRows(
    tx,
    (values) =>
      `update audit_entry set hash = made.column2 from (values ${values}) as made
       where sequence = made.column1 and leaf is null`,
    [...made],
    ['bigint', 'text'],
  );
  return made;
}

/** Entries that follow one another get places that do: one statement for each run of them, however long. */
async function placeRuns(
  tx: Transaction<Database>,
  sequences: readonly number[],
  size: number,
): Promise<number> {
  let placed = 0;
  for (let from = 0, to = 0; from < sequences.length; from = to) {
    const first = sequences[from]!;
    while (to < sequences.length && sequences[to] === first + (to - from)) to += 1;
    const { numUpdatedRows } = await tx
      .updateTable('audit_entry')
      .set({ leaf: sql<number>`sequence + ${size + from - first}` })
      .where('sequence', '>=', first)
      .where('sequence', '<', first + (to - from))
      .where('leaf', 'is', null)
      .executeTakeFirst();
    placed += Number(numUpdatedRows);
  }
  return placed;
}

/** A clock that was moved back shows in the log itself: where, and by how much. */
async function noteClock(
  tx: Transaction<Database>,
  size: number,
  added: readonly Pick<AuditEntry, 'at' | 'outcome'>[],
): Promise<void> {
  const before =
    size === 0
      ? undefined
      : await tx
          .selectFrom('audit_entry')
          .select('at')
          .where('leaf', '<', size)
          .where('outcome', '!=', 'refused')
          .orderBy('leaf', 'desc')
          .limit(1)
          .executeTakeFirst();
  let last = before?.at;
  const jumps: AuditEntry[] = [];
  added.forEach(({ at, outcome }, offset) => {
    // Refusals that are counted for a minute stand behind what happened within it.
    if (outcome === 'refused') return;
    const backMs = last === undefined ? 0 : Date.parse(last) - Date.parse(at);
    if (backMs > clockSlackMs)
      jumps.push({
        at,
        outcome: 'noted',
        operation: 'audit.clock-moved-back',
        actor: 'system',
        kind: 'system',
        detail: { leaf: size + offset, seconds: Math.round(backMs / 1000) },
      });
    last = at;
  });
  await appendEntries(tx, jumps);
}
