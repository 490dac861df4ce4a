import type { ColumnType } from '../../core/column-type.ts';
import { ident, join, type Sql, sql } from '../../engine/sql.ts';

/**
 * Beside a sorted copy stand its totals: for each value of the column it is sorted by, and each month of its date, how many
 * rows there are and the sums of their exact numbers. A question of counts and sums by place and month then reads some
 * thousands of rows, not all. A column keeps its name: the date stands for its month, a number for its sum.
 */
export const totalsTable = 'month_totals';
const rowsName = '_rows';
const rowsIn = ident(rowsName);
/** A version of thousands of columns has the sums of its first. */
const mostSums = 64;

type Columns = readonly { readonly name: string; readonly type: ColumnType }[];

/** Whose sums are held: whole numbers and decimals give the same in whatever order they are added. */
export const summedColumns = (columns: Columns): string[] =>
  columns
    .filter((one) => one.type === 'integer' || one.type === 'decimal')
    .map((one) => one.name)
    .slice(0, mostSums);

export const canBeTotalled = (columns: Columns): boolean =>
  !columns.some((one) => one.name.toLowerCase() === rowsName);

export interface TotalsWanted {
  /** The column sorted by, and its code. */
  readonly by: Sql;
  readonly code: Sql;
  readonly date: { readonly column: Sql; readonly type: Sql };
  readonly sums: readonly Sql[];
}

/** The totals of the rows of a sorted copy. */
export function monthTotals(rows: Sql, { by, code, date, sums }: TotalsWanted): Sql {
  const month = sql`cast(date_trunc('month', ${date.column}) as ${date.type})`;
  const summed = sums.map((column) => sql`, sum(${column}) as ${column}`);
  return sql`select ${code}, cast(${code} as varchar) as ${by}, ${month} as ${date.column}, count(*) as ${rowsIn}${join(summed, '')} from ${rows} group by ${code}, ${month} order by ${code}, ${month}`;
}

/** How many rows of the version a group of totals stands for. */
export const countedRows = sql`cast(coalesce(sum(${rowsIn}), 0) as bigint)`;
