import { ident, join, type Sql, sql } from '../../../engine/sql.ts';
import { blankValue } from './coarsening.ts';

/** A field as a table counts it: its text, or of a date its year; rows without a value as one more. */
export interface CountedField {
  readonly name: string;
  readonly isDate: boolean;
}

const word = ({ name, isDate }: CountedField): Sql =>
  isDate
    ? sql`coalesce(year(${ident(name)})::varchar, ${blankValue})`
    : sql`coalesce(nullif(trim(${ident(name)}::varchar), ''), ${blankValue})`;

export interface CountAsked {
  readonly rows: CountedField;
  readonly columns: CountedField | undefined;
  /** Rows that have one of these values in each of these fields. */
  readonly where: readonly { readonly field: CountedField; readonly values: readonly string[] }[];
  /** What makes record keys; without it cells have none. */
  readonly keys?: { readonly secret: string; readonly of: readonly string[] };
}

/** Whole numbers of a record key: 2 to this power of them. */
export const keyBits = 32;

/**
 * `table_counts`: people in each combination of the two fields, in each of either, and in all, with their record keys added
 * up. Totals have null. Values that no row asked for has stand with 0, so that every table of a field has the same. A record key is drawn from a secret and what the record is, so that a record keeps its own.
 */
export function tableCounts(records: Sql, { rows, columns, where, keys }: CountAsked): Sql {
  const key =
    keys === undefined
      ? sql`0`
      : sql`('0x' || left(sha256(concat_ws('|', ${keys.secret}, ${join(keys.of.map((name) => sql`coalesce(${ident(name)}::varchar, '')`))})), 8))::bigint`;
  const among =
    where.length === 0
      ? sql`true`
      : join(
          where.map(
            ({ field, values }) => sql`${word(field)} in (${join(values.map((value) => sql`${value}`))})`,
          ),
          ' and ',
        );
  const inner = sql`select ${word(rows)} as r, ${columns === undefined ? sql`null::varchar` : word(columns)} as c, ${key} as k, ${among} as asked
    from ${records}`;
  const sets = columns === undefined ? sql`((r), ())` : sql`((r, c), (r), (c), ())`;
  return sql`select r, ${columns === undefined ? sql`null::varchar as c` : sql`c`}, (count(*) filter (where asked))::double as n,
    (coalesce(sum(k) filter (where asked), 0) % ${2 ** keyBits})::double as k from (${inner}) group by grouping sets ${sets}`;
}
