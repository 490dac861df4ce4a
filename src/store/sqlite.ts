import { open } from 'node:fs/promises';
import { Kysely } from 'kysely';
import type { Database, Store } from './database.ts';
import { storeUnavailable } from './errors.ts';
import { oneTransaction } from './one-transaction.ts';
import { openConnection, type SqliteConnection } from './sqlite-connection.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { startWriter } from './sqlite-writer.ts';
import { type StatementSession, statementDriver } from './statement-driver.ts';
import { type DriverError, sqliteError } from './statement-error.ts';

/**
 * Opens the embedded store, making the file if there is none. Reads run at once on this thread; writes run one
 * transaction at a time in a thread of their own, and are on the disk when `write` resolves. The caller owns the file
 * alone (see `claimHome`).
 */
export async function openSqliteStore(options: { readonly file: string }): Promise<Store> {
  await closeToOthers(options.file);
  const writer = startWriter(options.file);
  // The writer makes the file and its journal before a reader can look.
  await writer.session.run('select 1', []);
  const reader = openConnection(options.file, 'read');
  let closed = false;

  const read = new Kysely<Database>({
    dialect: sqliteDialect(
      () =>
        statementDriver(() => {
          if (closed) throw storeUnavailable.with({ why: 'it has been closed' });
          return readSession(options.file, reader);
        }),
      'many',
    ),
  });
  const write = new Kysely<Database>({
    dialect: sqliteDialect(() => statementDriver(() => writer.session), 'one'),
  });

  return {
    kind: 'sqlite',
    read,
    write: (work) => oneTransaction(() => write.transaction().execute(work)),
    async close() {
      if (closed) return;
      closed = true;
      reader.close();
      await writer.close();
    },
  };
}

/** SQLite gives its journal the file's mode; an empty file is a store without tables. */
async function closeToOthers(file: string): Promise<void> {
  try {
    await (await open(file, 'a', 0o600)).close();
  } catch (error) {
    const { code = 'no reason given' } = error as NodeJS.ErrnoException;
    throw storeUnavailable.with({ why: `its file cannot be opened (${code})` }, error);
  }
}

/** Single reads share one connection; a reading transaction has its own, so that it alone sees an older moment. */
function readSession(file: string, shared: SqliteConnection): StatementSession {
  let own: SqliteConnection | undefined;
  const end = async (how: string) => {
    try {
      own?.run(how, []);
    } finally {
      own?.close();
      own = undefined;
    }
  };
  return {
    async run(sql, parameters) {
      try {
        return (own ?? shared).run(sql, parameters);
      } catch (error) {
        throw sqliteError(error as DriverError);
      }
    },
    async begin() {
      own = openConnection(file, 'read');
      own.run('begin', []);
    },
    commit: () => end('commit'),
    rollback: () => end('rollback'),
  };
}
