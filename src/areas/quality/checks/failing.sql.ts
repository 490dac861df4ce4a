import { ident, integer, join, literal, type Sql, sql } from '../../../engine/sql.ts';
import type { RowTest } from '../rules/rule-kind.ts';

/** Rules that share one whole number of flags; one bit stays free for the sign. */
const flagsInOne = 62;

/** `fails` where the rule looks; a test that cannot say (null) counts as failing. */
const failing = ({ looksAt, fails }: RowTest): Sql => sql`(${looksAt} AND coalesce(${fails}, true))`;

const group = (at: number): Sql => ident(`flags_${Math.floor(at / flagsInOne)}`);
const flag = (at: number): Sql => integer(1n << BigInt(at % flagsInOne));

/**
 * `failing(_row, flags_0 …)`: the rows that fail anything, with one flag a rule: all row rules in one scan, however many
 * there are.
 */
export function findFailing(rows: Sql, tests: readonly RowTest[]): Sql {
  const groups: Sql[] = [];
  for (let from = 0; from < tests.length; from += flagsInOne) {
    const flags = tests
      .slice(from, from + flagsInOne)
      .map((one, at) => sql`CASE WHEN ${failing(one)} THEN ${flag(from + at)}::BIGINT ELSE 0 END`);
    groups.push(sql`${join(flags, ' | ')} AS ${group(from)}`);
  }
  const any = join(
    groups.map((_, at) => sql`${ident(`flags_${at}`)} <> 0`),
    ' OR ',
  );
  return sql`CREATE OR REPLACE TEMP TABLE failing AS SELECT * FROM (SELECT _row, ${join(groups)} FROM ${rows}) WHERE ${any}`;
}

/** One row: how many rows each test looked at (`looked_0` …), what each version rule measured (`measured_0` …). */
export function countLooked(rows: Sql, tests: readonly RowTest[], measures: readonly Sql[]): Sql {
  return sql`SELECT ${join([
    sql`count(*)::BIGINT AS all_rows`,
    ...tests.map((one, at) => sql`count(*) FILTER (${one.looksAt})::BIGINT AS ${ident(`looked_${at}`)}`),
    ...measures.map((measure, at) => sql`(${measure})::VARCHAR AS ${ident(`measured_${at}`)}`),
  ])} FROM ${rows}`;
}

/** One row: how many rows failed each test (`failing_0` …). */
export const countFailing = (tests: number): Sql =>
  sql`SELECT ${join(
    Array.from(
      { length: tests },
      (_, at) =>
        sql`count(*) FILTER ((${group(at)} & ${flag(at)}) <> 0)::BIGINT AS ${ident(`failing_${at}`)}`,
    ),
  )} FROM failing`;

/** Writes `(rule, _row)`, one line for each failure, by rule and row. */
export function keepFailing(
  rules: readonly { readonly id: string; readonly at: number }[],
  file: string,
): Sql {
  if (rules.length === 0) {
    return sql`COPY (SELECT ''::VARCHAR AS rule, 0::BIGINT AS _row WHERE false) TO ${literal(file)} (FORMAT PARQUET)`;
  }
  const lines = rules.map(
    ({ id, at }) =>
      sql`SELECT ${literal(id)} AS rule, _row FROM failing WHERE (${group(at)} & ${flag(at)}) <> 0`,
  );
  return sql`COPY (SELECT * FROM (${join(lines, ' UNION ALL ')}) ORDER BY rule, _row) TO ${literal(file)} (FORMAT PARQUET, COMPRESSION ZSTD)`;
}
