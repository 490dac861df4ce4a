import { AsyncResource } from 'node:async_hooks';
import type { Transaction } from 'kysely';
import type { Clock } from '../../core/clock.ts';
import type { Database, Store } from '../database.ts';
import { appendEntries } from './append-entries.ts';
import type { AuditEntry } from './audit-entry.ts';
import { type Head, integrateEntries, readHead } from './integrate-entries.ts';
import { type RefusedEntry, refusalCounter } from './refusals.ts';
import { formatVerifier, type NoteKey, verifierOf } from './signed-note.ts';

/** The log of one deployment, as a process holds it. */
export interface AuditLog {
  /** Its name, and who signs its checkpoints: `name+keyid+key`. */
  readonly verifier: string;
  /** In the transaction that made it true. */
  append(tx: Transaction<Database>, entry: Omit<AuditEntry, 'at'>): Promise<void>;
  /** On the disk when it resolves; those who come while others are being written are written together. */
  appendNow(entry: Omit<AuditEntry, 'at'>): Promise<void>;
  /** Counts a refusal; answers how many this client has had within the minute. On the disk when it resolves. */
  refuse(entry: RefusedEntry): Promise<number>;
  /** Everything committed before is in the tree when it resolves. Answers the signed head. */
  settle(): Promise<Head | undefined>;
  close(): Promise<void>;
}

const integrateEveryMs = 500;

/**
 * Opens the log on a store. With `sequence` this process gives entries their places, twice a second; every server of a
 * deployment may, and one at a time does.
 */
export function openAuditLog(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly key: NoteKey;
  readonly sequence?: boolean;
  readonly onError?: (error: unknown) => void;
}): AuditLog {
  const { store, clock, key, onError = () => {} } = options;
  const stamped = (entry: Omit<AuditEntry, 'at'>): AuditEntry => ({ ...entry, at: clock.now() });
  const grouped = groupCommit(store);
  const refusals = refusalCounter(store, clock);

  let turn: Promise<unknown> = Promise.resolve();
  const integrate = () => {
    const mine = turn.then(() => integrateEntries(store, clock, key));
    turn = mine.catch(() => {});
    return mine;
  };
  const timer = options.sequence
    ? setInterval(() => void integrate().catch(onError), integrateEveryMs).unref()
    : undefined;

  return {
    verifier: formatVerifier(verifierOf(key)),
    append: async (tx, entry) => void (await appendEntries(tx, [stamped(entry)])),
    appendNow: (entry) => grouped(stamped(entry)),
    refuse: (entry) => refusals.add(entry),
    async settle() {
      await integrate();
      return readHead(store.read);
    },
    async close() {
      clearInterval(timer);
      await turn;
      if (options.sequence) await integrate().catch(onError);
    },
  };
}

/** One commit for all who wait: the first is written at once, and whoever comes meanwhile goes with the next. */
function groupCommit(store: Store): (entry: AuditEntry) => Promise<void> {
  let waiting: { readonly entry: AuditEntry; readonly written: PromiseWithResolvers<void> }[] = [];
  let writing = false;
  // What the first asker is in the middle of is not what the group is in the middle of.
  const write = AsyncResource.bind(async () => {
    writing = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      const entries = group.map(({ entry }) => entry);
      try {
        await store.write((tx) => appendEntries(tx, entries));
        for (const { written } of group) written.resolve();
      } catch (error) {
        for (const { written } of group) written.reject(error);
      }
    }
    writing = false;
  });
  return (entry) => {
    const written = Promise.withResolvers<void>();
    waiting.push({ entry, written });
    if (!writing) void write();
    return written.promise;
  };
}
