import { duckdbDialect } from '../../../engine/dialect.ts';
import type { ColumnType } from '../../../engine/engine.ts';
import { ident, join, type Sql, sql } from '../../../engine/sql.ts';

interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly precision?: number;
  readonly scale?: number;
}

/**
 * Hashes that are equal exactly when two rows of two versions say the same, column by column: a column that one
 * version lacks counts as empty there, and one read as another type is compared as text. Answers the hash over the
 * columns of `mine`.
 */
export function rowHash(mine: readonly Column[], other: readonly Column[] = mine): Sql {
  const names = [...new Set([...mine, ...other].map((one) => one.name))].sort();
  return duckdbDialect.rowHash(
    names.map((name) => {
      const here = mine.find((one) => one.name === name);
      const there = other.find((one) => one.name === name);
      if (here === undefined) return sql`null::${duckdbDialect.type(there!)}`;
      if (there === undefined || sameType(here, there)) return ident(name);
      return sql`${ident(name)}::varchar`;
    }),
  );
}

const sameType = (a: Column, b: Column) => a.type === b.type && (a.scale ?? 0) === (b.scale ?? 0);

/** The key of a row as one JSON text; null parts stay apart from empty ones. */
export const keyText = (key: readonly string[]): Sql =>
  sql`to_json([${join(key.map((name) => sql`${ident(name)}::varchar`))}])::varchar`;
