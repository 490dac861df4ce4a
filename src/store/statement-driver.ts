import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';

/** What a statement answered, in a form that can cross a thread or a process. */
export interface StatementAnswer {
  readonly rows: unknown[];
  /** Rows inserted, updated or deleted; absent for a statement that only asks. */
  readonly affected?: number;
}

/** One connection, wherever it is. It throws only errors that may be shown. */
export interface StatementSession {
  run(sql: string, parameters: readonly unknown[]): Promise<StatementAnswer>;
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  release?(): void;
}

/** Kysely's driver over sessions: the one place where a transaction means the same on every store. */
export function statementDriver(open: () => StatementSession | Promise<StatementSession>): Driver {
  return {
    init: async () => {},
    acquireConnection: async () => new Connection(await open()),
    beginTransaction: (connection) => (connection as Connection).begin(),
    commitTransaction: (connection) => (connection as Connection).commit(),
    rollbackTransaction: (connection) => (connection as Connection).rollback(),
    releaseConnection: async (connection) => (connection as Connection).session.release?.(),
    destroy: async () => {},
  };
}

class Connection implements DatabaseConnection {
  readonly session: StatementSession;
  #state: 'single' | 'open' | 'ended' = 'single';
  #failed: unknown;

  constructor(session: StatementSession) {
    this.session = session;
  }

  async begin() {
    await this.session.begin();
    this.#state = 'open';
  }

  /** A transaction with a failed statement cannot commit, as in PostgreSQL: whoever caught the error still hears of it. */
  async commit() {
    if (this.#failed !== undefined) throw this.#failed;
    this.#state = 'ended';
    await this.session.commit();
  }

  async rollback() {
    this.#state = 'ended';
    await this.session.rollback();
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    // A query that nobody awaited would otherwise run after the commit, outside any transaction.
    if (this.#state === 'ended') throw new Error('this transaction has ended: await every query inside it');
    if (this.#failed !== undefined) throw this.#failed;
    try {
      const { rows, affected } = await this.session.run(query.sql, query.parameters);
      return affected === undefined
        ? { rows: rows as Row[] }
        : { rows: rows as Row[], numAffectedRows: BigInt(affected) };
    } catch (error) {
      if (this.#state === 'open') this.#failed = error;
      throw error;
    }
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }
}
