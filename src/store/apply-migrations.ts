import { type Kysely, sql } from 'kysely';
import type { Store } from './database.ts';
import { ruleBroken, storeNewer } from './errors.ts';

/** A change to the shape of the store. */
export interface Migration {
  /** The file's name, for ever: a store remembers what it has by this. */
  readonly name: string;
  readonly up: (db: Kysely<never>) => Promise<void>;
}

interface Migrated {
  migration: { name: string };
}

/**
 * Brings a store to this release's shape and answers the names of the migrations it ran. Safe to call at every start and
 * from several servers at once. Throws `store.newer-than-program` for a store that knows a migration this program does
 * not.
 */
export async function applyMigrations(store: Store, migrations: readonly Migration[]): Promise<string[]> {
  const has = async () => {
    try {
      const rows = await (store.read as unknown as Kysely<Migrated>)
        .selectFrom('migration')
        .select('name')
        .execute();
      return new Set(rows.map((row) => row.name));
    } catch {
      await makeMigrationTable(store);
      return new Set<string>();
    }
  };

  const before = await has();
  const known = new Set(migrations.map((migration) => migration.name));
  for (const name of before) if (!known.has(name)) throw storeNewer.with({ migration: name });

  const ran: string[] = [];
  for (const migration of migrations) {
    if (before.has(migration.name)) continue;
    const didRun = await store.write(async (transaction) => {
      const tx = transaction as unknown as Kysely<Migrated>;
      // The first statement of its transaction, so that what another server has just committed is seen after the wait.
      if (store.kind === 'postgres') await sql`lock table migration in exclusive mode`.execute(tx);
      const done = await tx
        .selectFrom('migration')
        .select('name')
        .where('name', '=', migration.name)
        .executeTakeFirst();
      if (done) return false;
      await migration.up(tx as unknown as Kysely<never>);
      await tx.insertInto('migration').values({ name: migration.name }).execute();
      return true;
    });
    if (didRun) ran.push(migration.name);
  }
  return ran;
}

async function makeMigrationTable(store: Store): Promise<void> {
  const make = () =>
    store.write((tx) =>
      tx.schema
        .createTable('migration')
        .ifNotExists()
        .addColumn('name', 'text', (column) => column.primaryKey().notNull())
        .execute(),
    );
  try {
    await make();
  } catch (error) {
    // PostgreSQL: two servers making the same table at the same moment, the second of which finds it made.
    if (!(error instanceof Error && 'code' in error && error.code === ruleBroken.code)) throw error;
    await make();
  }
}
