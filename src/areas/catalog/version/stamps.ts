import type { Engine } from '../../../engine/engine.ts';
import { materialise } from '../../../engine/pipeline.ts';
import { join, literal, type Sql, sql } from '../../../engine/sql.ts';
import { type HashedColumn, identified, rowHash } from './row-identity.sql.ts';
import type { Side } from './side.ts';

/**
 * `_updated_at` moves only when a row really changed: a row that stood in the version before, saying the same, keeps
 * the stamp it had there.
 */
export interface Stamping {
  /** When this version is loaded, as SQL. */
  readonly now: Sql;
  /** The stamp of a typed row, while it is written. */
  readonly stamp: Sql;
  /** There were too many different stamps to be told while writing: {@link restamp} must follow. */
  readonly unfinished: boolean;
}

/** Each different stamp costs a look-up for every row. Semi-joins keep the order of rows; a join would not. */
const mostStamps = 4;

export const firstStamp = (loadedAt: string): Stamping => {
  const now = sql`${literal(loadedAt.replace('T', ' ').replace('Z', ''))}::timestamp`;
  return { now, stamp: now, unfinished: false };
};

/** Makes the temporary table `rows_before` and says how rows to be written get their stamps from it. */
export async function keepStamps(
  session: Engine,
  loadedAt: string,
  before: Side,
  after: { readonly columns: readonly HashedColumn[] },
  key: readonly string[],
): Promise<Stamping> {
  const { now } = firstStamp(loadedAt);
  const rowsBefore = identified('rows_before', before, after as Side, key);
  await materialise(session, [rowsBefore], 'rows_before');
  const stamps = await session.rows<{ stamp: string }>(
    sql`select distinct stamp::varchar as stamp from rows_before order by stamp desc limit ${mostStamps + 1}`,
    { step: 'stamps_before' },
  );
  if (stamps.length > mostStamps) return { now, stamp: now, unfinished: true };
  const hash = rowHash(after.columns, before.columns);
  const cases = stamps.map(({ stamp }) => {
    const at = sql`${literal(stamp)}::timestamp`;
    const only = stamps.length === 1 ? sql`` : sql` where stamp = ${at}`;
    return sql`when ${hash} in (select h from rows_before${only}) then ${at}`;
  });
  return { now, stamp: sql`case ${join(cases, ' ')} else ${now} end`, unfinished: false };
}

/** Whether a row that was added carries an older stamp: one more copy of a row that stood there before. */
export async function hasWrongStamps(session: Engine, now: Sql): Promise<boolean> {
  const [found] = await session.rows<{ n: string }>(
    sql`select count(*) as n from row_pairs join rows_after on _row = row_after where not same and stamp <> ${now}`,
    { step: 'wrong_stamps' },
  );
  return Number(found!.n) > 0;
}

/** Writes the rows once more with the stamps that the pairs of the session give, in the same order. */
export async function restamp(
  session: Engine,
  rows: Sql,
  now: Sql,
  file: string,
  groupRows: Sql,
): Promise<void> {
  await session.run(
    sql`copy (
      select r.* exclude (_updated_at), s.stamp as _updated_at from ${rows} r positional join (
        select coalesce(b.stamp, ${now}) as stamp from rows_after a
        left join row_pairs p on p.row_after = a._row and p.same
        left join rows_before b on b._row = p.row_before
        order by a._row
      ) s
    ) to ${literal(file)} (format parquet, compression zstd, row_group_size ${groupRows})`,
    { step: 'restamped_rows' },
  );
}
