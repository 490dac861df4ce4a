import type { ColumnType } from '../../../core/column-type.ts';
import { duckdbDialect } from '../../../engine/dialect.ts';
import { relation, type Step, step } from '../../../engine/pipeline.ts';
import { ident, join, type Sql, sql } from '../../../engine/sql.ts';
import type { Side } from './side.ts';

/** What a hash must know of a column. */
export interface HashedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly precision?: number;
  readonly scale?: number;
}

/**
 * A 64-bit hash that is equal when two rows of two versions say the same, column by column: a column that one version
 * lacks counts as empty there, and one read as another type is compared as text. Two unlike rows of a million agree by
 * chance once in 37 million comparisons (n² / 2⁶⁵).
 */
export function rowHash(mine: readonly HashedColumn[], other: readonly HashedColumn[]): Sql {
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

const sameType = (a: HashedColumn, b: HashedColumn) => a.type === b.type && (a.scale ?? 0) === (b.scale ?? 0);

/** The key of a row as one JSON text; an empty part stays apart from an empty text. */
const keyText = (key: readonly string[]): Sql =>
  sql`to_json([${join(key.map((name) => sql`${ident(name)}::varchar`))}])::varchar`;

/** Rows of one side: number, hash, what tells them apart, and when they last changed. */
export const identified = (name: string, side: Side, other: Side, key: readonly string[]): Step => {
  const hash = rowHash(side.columns, other.columns);
  return step(
    name,
    sql`select _row, ${hash} as h, ${key.length > 0 ? keyText(key) : hash} as k, _updated_at as stamp from ${side.relation}`,
  );
};

/**
 * Which row is which. A `k` that stands once on a side names its row; one that repeats names none, so of those a row is
 * matched with a row that says the same, the n-th copy with the n-th. Copies are numbered only where there are any,
 * because numbering all rows would sort them.
 */
export function pairSteps(before: Step, after: Step): Step[] {
  const repeated = step(
    'repeated',
    sql`select k from ${relation(before)} group by k having count(*) > 1
      union select k from ${relation(after)} group by k having count(*) > 1`,
    true,
  );
  const named = (of: Step) => sql`
    select _row, h, k, 0::ubigint as same_as, 1 as copy from ${relation(of)} where k not in (select k from repeated)
    union all
    select _row, h, k, h as same_as, row_number() over (partition by k, h order by _row) as copy
    from ${relation(of)} where k in (select k from repeated)`;
  const pairs = step(
    'row_pairs',
    sql`select b._row as row_before, a._row as row_after, coalesce(a.k, b.k) as k,
        coalesce(b.h = a.h, false) as same
      from (${named(before)}) b full join (${named(after)}) a using (k, same_as, copy)`,
  );
  return [repeated, pairs];
}
