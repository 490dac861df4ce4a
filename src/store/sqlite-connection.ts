import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { StatementAnswer } from './statement-driver.ts';

// This file also runs inside the writer's thread: it imports nothing but Node and types.

/** Prepared statements kept per connection. The product has some hundreds of distinct ones. */
const keptStatements = 500;

export interface SqliteConnection {
  run(sql: string, parameters: readonly unknown[]): StatementAnswer;
  readonly inTransaction: boolean;
  close(): void;
}

/** Opens one connection with the store's settings; every statement runs at once, on this thread. */
export function openConnection(file: string, mode: 'read' | 'write'): SqliteConnection {
  const db = new DatabaseSync(file, {
    readOnly: mode === 'read',
    enableForeignKeyConstraints: true,
    enableDoubleQuotedStringLiterals: false,
    timeout: 5000,
  });
  if (mode === 'write') db.exec('pragma journal_mode = wal; pragma synchronous = full;');
  // PostgreSQL's LIKE tells letters apart by case.
  db.exec('pragma case_sensitive_like = on; pragma cache_size = -4096; pragma temp_store = memory;');

  const kept = new Map<string, Prepared>();
  const prepare = (sql: string): Prepared => {
    const known = kept.get(sql);
    if (known) {
      // Last used goes to the end; the first is the one to drop.
      kept.delete(sql);
      kept.set(sql, known);
      return known;
    }
    const statement = db.prepare(sql);
    const prepared = { statement, answersRows: statement.columns().length > 0 };
    kept.set(sql, prepared);
    if (kept.size > keptStatements) kept.delete(kept.keys().next().value!);
    return prepared;
  };

  return {
    run(sql, parameters) {
      const { statement, answersRows } = prepare(sql);
      const bound = parameters.map(bindable);
      if (answersRows) return { rows: statement.all(...bound) };
      return { rows: [], affected: Number(statement.run(...bound).changes) };
    },
    get inTransaction() {
      return db.isTransaction;
    },
    close() {
      kept.clear();
      db.close();
    },
  };
}

interface Prepared {
  readonly statement: StatementSync;
  readonly answersRows: boolean;
}

/** node:sqlite binds every number as a real, so that 7 / 2 would be 3.5; a bigint is bound as an integer. */
const bindable = (value: unknown): SQLInputValue =>
  typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : (value as SQLInputValue);
