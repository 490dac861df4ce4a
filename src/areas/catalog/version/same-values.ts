import type { Engine } from '../../../engine/engine.ts';
import { ident, integer, sql } from '../../../engine/sql.ts';
import type { VersionColumn } from '../model.ts';
import { type Likeness, lettersOf, unmatchedColumns } from './schema-notice.ts';
import type { Side } from './side.ts';

/** Distinct values are compared by the smallest of their hashes: the same ones in both columns, whatever their number. */
const sketchSize = 512;
/** A column of two or three values is like too many others. */
const fewestValues = 5;
const neededShare = 0.8;
/** With more candidates than this the file was made anew, and guessing names helps nobody. */
const mostCandidates = 60;

/**
 * Columns that were renamed, told by their values: of the column that is gone, most values stand in the new one.
 * (Broder 1997, bottom-k sketches, read as containment, because a newer file mostly grows.)
 */
export async function likenesses(engine: Engine, before: Side, after: Side): Promise<Likeness[]> {
  const { gone, fresh } = unmatchedColumns(before.columns, after.columns);
  const told = new Set(fresh.map(lettersOf));
  const known = new Set(gone.map(lettersOf));
  const from = gone.filter((one) => !told.has(lettersOf(one)));
  const to = fresh.filter((one) => !known.has(lettersOf(one)));
  if (from.length === 0 || to.length === 0 || from.length + to.length > mostCandidates) return [];
  const sketches = new Map<VersionColumn, bigint[]>();
  for (const [side, columns] of [
    [before, from],
    [after, to],
  ] as const) {
    for (const column of columns) sketches.set(column, await sketch(engine, side, column));
  }
  const found: (Likeness & { share: number })[] = [];
  for (const one of from) {
    for (const other of to) {
      const share = containment(sketches.get(one)!, sketches.get(other)!);
      if (share < neededShare) continue;
      const percent = Math.floor(share * 100);
      found.push({
        from: one.name,
        to: other.name,
        share,
        because: `${percent}% of its values stand in the new one.`,
      });
    }
  }
  found.sort((a, b) => b.share - a.share);
  const taken = new Set<string>();
  return found.filter(({ from: a, to: b }) => {
    if (taken.has(`<${a}`) || taken.has(`>${b}`)) return false;
    taken.add(`<${a}`).add(`>${b}`);
    return true;
  });
}

async function sketch(engine: Engine, side: Side, column: VersionColumn): Promise<bigint[]> {
  const rows = await engine.rows<{ h: string }>(
    sql`select distinct hash(lower(trim(${ident(column.name)}::varchar))) as h from ${side.relation}
      where ${ident(column.name)} is not null order by h limit ${integer(sketchSize)}`,
    { step: 'value_sketch' },
  );
  return rows.map((row) => BigInt(row.h));
}

/** The share of the values of `small` that stand in `large`, judged below the limit of both sketches. */
function containment(small: readonly bigint[], large: readonly bigint[]): number {
  if (small.length < fewestValues || large.length < fewestValues) return 0;
  const full = (sketch: readonly bigint[]) => sketch.length === sketchSize;
  const limits = [small, large].filter(full).map((sketch) => sketch.at(-1)!);
  const judged = small.filter((one) => limits.every((limit) => one <= limit));
  if (judged.length < fewestValues) return 0;
  const there = new Set(large);
  return judged.filter((one) => there.has(one)).length / judged.length;
}
