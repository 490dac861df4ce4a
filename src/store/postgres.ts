import { setTimeout as wait } from 'node:timers/promises';
import { Kysely } from 'kysely';
import pg from 'pg';
import type { Database, Store } from './database.ts';
import { statementFailed, storeBusy, storeUnavailable } from './errors.ts';
import { oneTransaction } from './one-transaction.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { type StatementSession, statementDriver } from './statement-driver.ts';
import { type DriverError, isConflict, postgresError } from './statement-error.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. The database must be UTF-8; its collation does not matter. */
  readonly url: string;
  /** Connections for reading, and as many again for writing. 8 unless told. */
  readonly connections?: number;
}

/** A transaction that met another is run this often in all before `store.busy`. */
const maxRuns = 12;

/**
 * Opens the store of a deployment with several servers. Writers are serializable: each sees what it would see alone, and
 * one that met another is run again. Reads and writes have connections of their own, so that a write which reads beside
 * its transaction cannot wait for itself. Throws `store.unavailable`.
 */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  const pool = (settings: string) => {
    const made = new pg.Pool({
      connectionString: options.url,
      max: options.connections ?? 8,
      connectionTimeoutMillis: 10_000,
      options: `-c timezone=UTC ${settings}`,
      types: { getTypeParser },
    });
    // A server that restarts closes idle connections; the next query opens another.
    made.on('error', () => {});
    return made;
  };
  const readers = pool('-c default_transaction_read_only=on');
  const writers = pool('-c synchronous_commit=on -c idle_in_transaction_session_timeout=60s');
  const read = new Kysely<Database>({
    dialect: postgresDialect(() =>
      statementDriver(() => session(readers, 'isolation level repeatable read')),
    ),
  });
  const write = new Kysely<Database>({
    dialect: postgresDialect(() => statementDriver(() => session(writers, 'isolation level serializable'))),
  });
  const inTurn = turns();
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await Promise.all([read.destroy(), write.destroy(), readers.end(), writers.end()]);
  };

  try {
    const { rows } = await readers.query<{ server_encoding: string }>('show server_encoding');
    if (rows[0]?.server_encoding !== 'UTF8')
      throw storeUnavailable.with({ why: 'its encoding is not UTF-8' });
  } catch (error) {
    await close();
    throw postgresError(error as DriverError);
  }

  return {
    kind: 'postgres',
    read,
    write: (work) =>
      oneTransaction(async () => {
        const once = () => write.transaction().execute(work);
        for (let run = 1; ; run += 1) {
          try {
            // Those who met run again one after another, so that no more of them meet than there are servers.
            return await (run === 1 ? once() : inTurn(once));
          } catch (error) {
            if (!isConflict(error)) throw error;
            if (run === maxRuns) throw storeBusy.with({ attempts: run });
            await wait(Math.random() * Math.min(2 ** run, 200));
          }
        }
      }),
    close,
  };
}

/** Runs what it is handed one after another. */
function turns() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine.catch(() => {});
    return mine;
  };
}

async function session(pool: pg.Pool, isolation: string): Promise<StatementSession> {
  const shown = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw postgresError(error as DriverError);
    }
  };
  const client = await shown(pool.connect());
  let broken = false;
  // The pool listens only to connections at rest; one cut off between two statements would end the process.
  const onError = () => {
    broken = true;
  };
  client.on('error', onError);
  const step = async (sql: string) => {
    try {
      await shown(client.query(sql));
    } catch (error) {
      broken = true;
      throw error;
    }
  };
  return {
    async run(sql, parameters) {
      const { rows, command, rowCount } = await shown(client.query(sql, [...parameters]));
      return changes.has(command) ? { rows, affected: rowCount ?? 0 } : { rows };
    },
    begin: () => step(`begin ${isolation}`),
    commit: () => step('commit'),
    rollback: () => step('rollback'),
    // A connection whose transaction ended in doubt is closed, not used again.
    release: () => {
      client.off('error', onError);
      client.release(broken);
    },
  };
}

const changes = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** Numbers as SQLite gives them: whole ones exactly or not at all, truth as 1 and 0. */
const getTypeParser = ((id: number, format?: 'text' | 'binary') => {
  if (format !== 'binary') {
    if (id === pg.types.builtins.INT8) return wholeNumber;
    if (id === pg.types.builtins.NUMERIC) return Number;
    if (id === pg.types.builtins.BOOL) return (value: string) => (value === 't' ? 1 : 0);
  }
  return pg.types.getTypeParser(id, format as 'text');
}) as pg.CustomTypesConfig['getTypeParser'];

function wholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw statementFailed.with({ cause: 'a number is too large' });
  return number;
}
