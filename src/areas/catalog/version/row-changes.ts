import { duckdbDialect } from '../../../engine/dialect.ts';
import type { Engine } from '../../../engine/engine.ts';
import { materialise, pipeline, relation, type Step, step } from '../../../engine/pipeline.ts';
import { ident, join, literal, type Sql, sql } from '../../../engine/sql.ts';
import type { RowChanges, VersionColumn } from '../model.ts';
import { keyText, rowHash } from './row-identity.sql.ts';

export interface Side {
  readonly files: readonly string[];
  readonly columns: readonly VersionColumn[];
}

export interface Comparison {
  readonly before: Side;
  readonly after: Side;
  /** Fields that tell rows apart in both versions; without any, whole rows are compared. */
  readonly key: readonly string[];
}

export interface ComparedRows {
  readonly counts: Omit<RowChanges, 'from'>;
  readonly cells: readonly { readonly column: string; readonly changed: number }[];
}

/**
 * Compares the rows of two versions and writes what changed to `file`. By a key: rows whose key stands on one side
 * only, or more than once, were added or removed; the others are matched and their cells compared. Without a key: a
 * row is the same when all its cells are, the n-th copy of a row is matched with the n-th, and a change shows as one
 * row removed and one added.
 */
export async function writeRowChanges(
  engine: Engine,
  comparison: Comparison,
  file: string,
  signal?: AbortSignal,
): Promise<ComparedRows> {
  return engine.session(async (session) => {
    const options = { signal };
    const steps = comparison.key.length > 0 ? byKey(comparison) : byWholeRow(comparison);
    for (const name of ['rows_before', 'rows_after', 'row_pairs']) {
      await materialise(session, steps.upTo(name), name);
      steps.done(name);
    }
    await session.run(
      sql`copy (${pipeline(steps.rest())}) to ${literal(file)} (format parquet, compression zstd)`,
      { ...options, step: 'row_changes' },
    );
    const [counted] = await session.rows<Record<string, string>>(
      sql`select count(*) filter (change = 'added') as added, count(*) filter (change = 'removed') as removed,
        count(distinct row_after) filter (change = 'changed') as changed, count(*) filter (change = 'changed') as cells,
        (select count(*) from rows_after) as after
        from ${duckdbDialect.files([file])}`,
      { ...options, step: 'change_counts' },
    );
    const cells =
      comparison.key.length === 0
        ? []
        : await session.rows<{ column: string; changed: string }>(
            sql`select "column", count(*) as changed from ${duckdbDialect.files([file])}
              where change = 'changed' group by all order by changed desc, "column"`,
            { ...options, step: 'changed_cells' },
          );
    const [added, removed, changed] = [counted!['added'], counted!['removed'], counted!['changed']].map(
      Number,
    );
    return {
      counts: {
        by: comparison.key.length > 0 ? 'key' : 'whole-row',
        key: [...comparison.key],
        added: added!,
        removed: removed!,
        changed: changed!,
        changedCells: Number(counted!['cells']),
        unchanged: Number(counted!['after']) - added! - changed!,
      },
      cells: cells.map((one) => ({ column: one.column, changed: Number(one.changed) })),
    };
  });
}

/** Steps of which some have been made tables: those drop out of the queries that follow. */
class Steps {
  private steps: readonly Step[];

  constructor(steps: readonly Step[]) {
    this.steps = steps;
  }

  upTo(name: string): readonly Step[] {
    return this.steps.slice(0, this.steps.findIndex((one) => one.name === name) + 1);
  }

  done(name: string): void {
    this.steps = this.steps.filter((one) => one.name !== name);
  }

  rest(): readonly Step[] {
    return this.steps;
  }
}

function byWholeRow({ before, after }: Comparison): Steps {
  const rows = (side: Side, other: Side) =>
    sql`select _row, ${rowHash(side.columns, other.columns)} as h from ${duckdbDialect.files(side.files)}`;
  const rowsBefore = step('rows_before', rows(before, after));
  const rowsAfter = step('rows_after', rows(after, before));
  // Copies are numbered only where there are any: numbering all rows would sort them.
  const numbered = (of: Step) => sql`
    select _row, h, 1 as copy from ${relation(of)} where h not in (select h from repeated)
    union all
    select _row, h, row_number() over (partition by h order by _row) as copy from ${relation(of)} where h in (select h from repeated)`;
  const repeated = step(
    'repeated',
    sql`select h from ${relation(rowsBefore)} group by h having count(*) > 1
      union select h from ${relation(rowsAfter)} group by h having count(*) > 1`,
    true,
  );
  const pairs = step(
    'row_pairs',
    sql`select b._row as row_before, a._row as row_after
      from (${numbered(rowsBefore)}) b full join (${numbered(rowsAfter)}) a using (h, copy)
      where b._row is null or a._row is null`,
  );
  const changes = step(
    'row_changes',
    sql`select case when row_before is null then 'added' else 'removed' end as change, row_before, row_after,
      null::varchar as key, null::varchar as "column", null::varchar as before, null::varchar as after
      from ${relation(pairs)} order by coalesce(row_after, row_before), change`,
  );
  return new Steps([rowsBefore, rowsAfter, repeated, pairs, changes]);
}

function byKey({ before, after, key }: Comparison): Steps {
  const rows = (side: Side, other: Side) =>
    sql`select _row, ${keyText(key)} as k, ${rowHash(side.columns, other.columns)} as h, count(*) over (partition by ${keyText(key)}) as copies
      from ${duckdbDialect.files(side.files)}`;
  const rowsBefore = step('rows_before', rows(before, after));
  const rowsAfter = step('rows_after', rows(after, before));
  // A key that repeats, or is empty, says nothing about which row is which.
  const pairs = step(
    'row_pairs',
    sql`select b._row as row_before, a._row as row_after, coalesce(a.k, b.k) as k
      from ${relation(rowsBefore)} b full join ${relation(rowsAfter)} a on b.k = a.k and b.copies = 1 and a.copies = 1
      where b.h is distinct from a.h`,
  );
  const shared = [...new Set([...before.columns, ...after.columns].map((one) => one.name))].filter(
    (name) => !key.includes(name),
  );
  const cell = (side: Side, alias: Sql, name: string) =>
    side.columns.some((one) => one.name === name)
      ? sql`${alias}.${ident(name)}::varchar`
      : sql`null::varchar`;
  const cells = step(
    'changed_cells',
    sql`select p.row_before, p.row_after, p.k, unnest([${join(
      shared.map(
        (name) =>
          sql`{'column': ${literal(name)}, 'before': ${cell(before, sql`b`, name)}, 'after': ${cell(after, sql`a`, name)}}`,
      ),
    )}]) as c
      from ${relation(pairs)} p
      join ${duckdbDialect.files(before.files)} b on b._row = p.row_before
      join ${duckdbDialect.files(after.files)} a on a._row = p.row_after`,
  );
  const changes = step(
    'row_changes',
    sql`select case when row_before is null then 'added' else 'removed' end as change, row_before, row_after,
        k as key, null::varchar as "column", null::varchar as before, null::varchar as after
      from ${relation(pairs)} where row_before is null or row_after is null
      union all
      select 'changed', row_before, row_after, k, c.column, c.before, c.after from ${relation(cells)}
      where c.before is distinct from c.after
      order by coalesce(row_after, row_before), change, "column"`,
  );
  return new Steps([rowsBefore, rowsAfter, pairs, cells, changes]);
}
