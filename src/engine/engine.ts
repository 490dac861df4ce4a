import type { Sql } from './sql.ts';

/**
 * What any SQL engine of the data plane must do. DuckDB does it on one machine; nothing does it on Spark yet. Tests compare
 * what SoQL compiles to with a naive oracle in memory. Relations are Parquet files in the lake, named by absolute path.
 */
export interface Engine {
  /** Rows of a small answer: 64-bit integers and decimals come as strings, dates and timestamps as ISO text, blobs as bytes. */
  rows<Row extends object = Record<string, unknown>>(
    statement: Sql,
    options?: StatementOptions,
  ): Promise<Row[]>;
  /** The same answer as one JSON array text, made inside the engine: no object is built in JavaScript. */
  json(statement: Sql, options?: StatementOptions): Promise<string>;
  /** A large answer as whole columns of text, each different value once: what work over all rows in memory needs. */
  columns(statement: Sql, options?: StatementOptions): Promise<CodedColumn[]>;
  /** Runs a statement for its effect (COPY, CREATE TABLE). */
  run(statement: Sql, options?: StatementOptions): Promise<void>;
  /** A connection of its own for several statements that share temporary tables. */
  session<T>(work: (session: Engine) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A column whose rows carry numbers of values: `values[codes[row]]`. Number 0 is null. */
export interface CodedColumn {
  readonly name: string;
  readonly codes: Int32Array;
  readonly values: readonly string[];
}

export interface StatementOptions {
  /** Named in an error in place of the SQL, which may hold values: `column_fit`, `rows_page`. */
  readonly step?: string;
  readonly timeoutMs?: number;
  /**
   * Runs on one thread of an instance beside this one, which sees the same files but no table, and only what was attached
   * with this option. Small work costs up to half the processor time so (a piece of a file, a page of one value's rows):
   * threads that share it mostly wait for each other.
   */
  readonly oneThread?: boolean;
  /**
   * The same text comes again with other values: keep it prepared. Only for what sorts and groups little: a statement holds on
   * to what its last run sorted and grouped.
   */
  readonly repeated?: boolean;
  readonly signal?: AbortSignal;
  /** Told now and then how much of the statement is done, from 0 to 1, when the engine knows. */
  readonly onProgress?: (share: number) => void;
}
