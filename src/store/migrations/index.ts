import type { Kysely } from 'kysely';
import * as jobsAndOutbox from './0001-jobs-and-outbox.ts';

/**
 * Every change to the shape of the store, in order. To add one: write `NNNN-what-it-does.ts` here, exporting
 * `up(db: Kysely<never>)`, and put one line at the end of this list. A migration is never edited once released, never
 * imports live code, and only adds. Each runs once, in a transaction of its own, on both databases.
 *
 * Column types are the three of `tables.ts` and nothing else: `'text'`, `'integer'` (64 bits), `'real'` (double);
 * `addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())` matches `sequence()`.
 * Write `.notNull()` on every column that is not `optional`, and name every constraint and index after its table.
 */
export const migrations: readonly Migration[] = [{ name: '0001-jobs-and-outbox', up: jobsAndOutbox.up }];

export interface Migration {
  /** The file's name, for ever: a store remembers what it has by this. */
  readonly name: string;
  readonly up: (db: Kysely<never>) => Promise<void>;
}
