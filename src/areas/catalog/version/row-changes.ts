import { duckdbDialect } from '../../../engine/dialect.ts';
import type { Engine } from '../../../engine/engine.ts';
import { materialise, pipeline, relation, type Step, step } from '../../../engine/pipeline.ts';
import { ident, join, literal, type Sql, sql } from '../../../engine/sql.ts';
import type { RowChanges } from '../model.ts';
import { identified, pairSteps } from './row-identity.sql.ts';
import type { Side } from './side.ts';

export interface Comparison {
  readonly before: Side;
  readonly after: Side;
  /** Fields that tell rows apart in both versions; without any, whole rows are compared. */
  readonly key: readonly string[];
}

export interface ComparedRows {
  readonly counts: Omit<RowChanges, 'from'>;
  /** Changed cells by field, most changed first. */
  readonly cells: readonly { readonly column: string; readonly changed: number }[];
}

/**
 * Compares the rows of two versions and writes what changed to `file`. By a key, matched rows are compared cell by cell;
 * without one a change shows as one row removed and one added. Leaves the temporary tables `rows_before`, `rows_after`
 * and `row_pairs` in the session; `rows_before` may be there already.
 */
export async function writeRowChanges(
  session: Engine,
  comparison: Comparison,
  file: string,
  given: { readonly rowsBefore?: boolean } = {},
): Promise<ComparedRows> {
  const { before, after, key } = comparison;
  const rowsBefore = identified('rows_before', before, after, key);
  const rowsAfter = identified('rows_after', after, before, key);
  if (!given.rowsBefore) await materialise(session, [rowsBefore], 'rows_before');
  await materialise(session, [rowsAfter], 'rows_after');
  const [repeated, pairs] = pairSteps(rowsBefore, rowsAfter);
  await materialise(session, [repeated!, pairs!], 'row_pairs');
  await session.run(
    sql`copy (${pipeline(changeSteps(comparison, pairs!))}) to ${literal(file)} (format parquet, compression zstd)`,
    { step: 'row_changes' },
  );
  const [total] = await session.rows<{ n: string }>(sql`select count(*) as n from rows_after`, {
    step: 'rows_after',
  });
  return countChanges(session, duckdbDialect.files([file]), key, Number(total!.n));
}

/** The counts of what {@link writeRowChanges} wrote; `rowsAfter` rows stand in the newer version. */
export async function countChanges(
  engine: Engine,
  changes: Sql,
  key: readonly string[],
  rowsAfter: number,
): Promise<ComparedRows> {
  const [counted] = await engine.rows<Record<'added' | 'removed' | 'changed' | 'cells', string>>(
    sql`select count(*) filter (change = 'added') as added, count(*) filter (change = 'removed') as removed,
      count(distinct row_after) filter (change = 'changed') as changed,
      count(*) filter (change = 'changed') as cells from ${changes}`,
    { step: 'change_counts' },
  );
  const cells =
    key.length === 0
      ? []
      : await engine.rows<{ column: string; changed: string }>(
          sql`select "column", count(*) as changed from ${changes} where change = 'changed'
            group by all order by changed desc, "column"`,
          { step: 'changed_cells' },
        );
  const added = Number(counted!.added);
  const changed = Number(counted!.changed);
  return {
    counts: {
      by: key.length > 0 ? 'key' : 'whole-row',
      key: [...key],
      added,
      removed: Number(counted!.removed),
      changed,
      changedCells: Number(counted!.cells),
      unchanged: rowsAfter - added - changed,
    },
    cells: cells.map((one) => ({ column: one.column, changed: Number(one.changed) })),
  };
}

/** Rows on one side only, then, where a key matched rows, their cells that differ. */
function changeSteps({ before, after, key }: Comparison, pairs: Step): Step[] {
  const oneSided = sql`select case when row_before is null then 'added' else 'removed' end as change, row_before, row_after,
      ${key.length > 0 ? sql`k` : sql`null::varchar`} as key,
      null::varchar as "column", null::varchar as before, null::varchar as after
    from ${relation(pairs)} where row_before is null or row_after is null`;
  const order = sql`order by coalesce(row_after, row_before), change, "column"`;
  if (key.length === 0) return [step('row_changes', sql`${oneSided} ${order}`)];
  const names = [...new Set([...before.columns, ...after.columns].map((one) => one.name))];
  const cell = (side: Side, alias: Sql, name: string) =>
    side.columns.some((one) => one.name === name)
      ? sql`${alias}.${ident(name)}::varchar`
      : sql`null::varchar`;
  const both = names.map(
    (name) =>
      sql`{'column': ${literal(name)}, 'before': ${cell(before, sql`b`, name)}, 'after': ${cell(after, sql`a`, name)}}`,
  );
  const cells = step(
    'matched_cells',
    sql`select p.row_before, p.row_after, p.k, unnest([${join(both)}]) as c
      from ${relation(pairs)} p join ${before.relation} b on b._row = p.row_before join ${after.relation} a on a._row = p.row_after
      where not p.same`,
  );
  const changes = step(
    'row_changes',
    // A set operation can be ordered by its columns alone, not by an expression of them.
    sql`select * from (${oneSided} union all
      select 'changed', row_before, row_after, k, c.column, c.before, c.after from ${relation(cells)}
      where c.before is distinct from c.after) ${order}`,
  );
  return [cells, changes];
}
