import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';

/** What a statement answered, in a form that can cross a thread or a process. */
export interface StatementAnswer {
  readonly rows: unknown[];
  /** Rows inserted, updated or deleted; absent for a statement that answers rows. */
  readonly affected?: number;
}

/** One connection, wherever it is. */
export interface StatementSession {
  run(sql: string, parameters: readonly unknown[]): Promise<StatementAnswer>;
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** Kysely's driver over sessions. A session is opened each time one is asked for and holds nothing until it begins. */
export function statementDriver(open: () => StatementSession): Driver {
  return {
    init: async () => {},
    acquireConnection: async () => new Connection(open()),
    beginTransaction: (connection) => sessionOf(connection).begin(),
    commitTransaction: async (connection) => {
      await sessionOf(connection).commit();
      (connection as Connection).ended = true;
    },
    rollbackTransaction: async (connection) => {
      (connection as Connection).ended = true;
      await sessionOf(connection).rollback();
    },
    releaseConnection: async () => {},
    destroy: async () => {},
  };
}

const sessionOf = (connection: DatabaseConnection) => (connection as Connection).session;

class Connection implements DatabaseConnection {
  readonly session: StatementSession;
  ended = false;

  constructor(session: StatementSession) {
    this.session = session;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    // A query that nobody awaited would otherwise run after the commit, outside any transaction.
    if (this.ended) throw new Error('this transaction has ended: await every query inside it');
    const { rows, affected } = await this.session.run(query.sql, query.parameters);
    return affected === undefined
      ? { rows: rows as Row[] }
      : { rows: rows as Row[], numAffectedRows: BigInt(affected) };
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }
}
