import type { ColumnType } from '../core/column-type.ts';
import { ident, integer, join, literal, type Sql, sql } from './sql.ts';

/** Everything that engines write differently, in one place. DuckDB's is the first; Spark's will be the second. */
export interface Dialect {
  readonly name: string;
  /** A relation of Parquet files, by absolute path. */
  files(paths: readonly string[]): Sql;
  /** The engine's word for a column type; decimals carry their digits. */
  type(of: { readonly type: ColumnType; readonly precision?: number; readonly scale?: number }): Sql;
  /** Null where the text does not fit. */
  tryCast(value: Sql, type: Sql): Sql;
  /** A 64-bit hash of the values of a row; null has one of its own. */
  rowHash(columns: readonly Sql[]): Sql;
}

export const duckdbDialect: Dialect = {
  name: 'duckdb',
  files: (paths) => sql`read_parquet([${join(paths.map(literal))}])`,
  type: ({ type, precision, scale }) => {
    switch (type) {
      case 'integer':
        return sql`bigint`;
      case 'decimal':
        return sql`decimal(${integer(precision ?? 38)}, ${integer(scale ?? 0)})`;
      case 'double':
        return sql`double`;
      case 'boolean':
        return sql`boolean`;
      case 'date':
        return sql`date`;
      case 'timestamp':
        return sql`timestamp`;
      case 'time':
        return sql`time`;
      default:
        return sql`varchar`;
    }
  },
  tryCast: (value, type) => sql`try_cast(${value} as ${type})`,
  rowHash: (columns) => (columns.length === 0 ? sql`0::ubigint` : sql`hash(${join(columns)})`),
};

/** Names as quoted identifiers. */
export const idents = (names: readonly string[]): Sql[] => names.map((name) => ident(name));
