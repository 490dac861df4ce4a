import type { Generated, Kysely, ColumnType as KyselyColumn, Transaction } from 'kysely';

/**
 * The control plane: small, transactional, never lost. Areas add their tables to {@link Database} by declaration
 * merging in their `tables.ts`; SQLite and PostgreSQL answer alike.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging, one area at a time
export interface Database {}

export interface Store {
  readonly kind: 'sqlite' | 'postgres';
  /** Reads what has been committed. Never blocks a writer. */
  readonly read: Kysely<Database>;
  /**
   * Runs `work` alone among writers, commits durably, then resolves. `work` may be run again after a conflict, so it
   * touches nothing outside the transaction. Whatever it throws rolls back.
   */
  write<T>(work: (transaction: Transaction<Database>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A table described once: gives the row's type, and what a migrated store must look like. */
export interface Table<Columns extends Record<string, Column> = Record<string, Column>> {
  readonly name: string;
  readonly columns: Columns;
  readonly primaryKey: readonly string[];
}

export interface Column<T = unknown> {
  readonly storage: 'text' | 'integer' | 'real';
  readonly nullable: boolean;
  /** Given by the database, rising: left out of an insert. */
  readonly generated?: true;
  /** Never set: carries the TypeScript type. */
  readonly type?: T;
}

/** ISO instants and dates, ids, enumerations and JSON are all text; booleans are 0 and 1; both databases agree. */
export const text = <T extends string = string>(): Column<T> => ({ storage: 'text', nullable: false });
export const integer = (): Column<number> => ({ storage: 'integer', nullable: false });
export const real = (): Column<number> => ({ storage: 'real', nullable: false });
/** A number the database gives out, rising with each row; the primary key of a table kept in order of arrival. */
export const sequence = () => ({ storage: 'integer', nullable: false, generated: true }) as const;
export const optional = <T>(column: Column<T>): Column<T | null> =>
  ({ ...column, nullable: true }) as Column<T | null>;

export function table<const Columns extends Record<string, Column>>(
  name: string,
  columns: Columns,
  primaryKey: readonly (keyof Columns & string)[],
): Table<Columns> {
  return Object.freeze({ name, columns, primaryKey });
}

export type RowOf<T extends Table> = {
  [Name in keyof T['columns']]: T['columns'][Name] extends { generated: true }
    ? Generated<number>
    : T['columns'][Name] extends Column<infer V>
      ? null extends V
        ? KyselyColumn<V, V | undefined, V>
        : V
      : never;
};
