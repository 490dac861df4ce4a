import { ident, type Sql, sql } from '../../../engine/sql.ts';

/** `column_facts`: how many filled values of a column have the form of each identifier. Counts alone leave the engine. */
export const columnFacts = (records: Sql, column: string, smallAreas: readonly string[]): Sql => {
  const value = sql`nullif(trim(${ident(column)}::varchar), '')`;
  const share = (test: Sql) => sql`coalesce(avg(case when ${test} then 1.0 else 0.0 end), 0)::double`;
  return sql`select count(value)::double as filled, count(distinct value)::double as distinct,
    ${share(sql`regexp_full_match(value, '[^@\\s]+@[^@\\s]+\\.[A-Za-z]{2,}')`)} as email,
    ${share(sql`regexp_full_match(value, '(\\+?1[ .-]?)?\\(?[2-9]\\d{2}\\)?[ .-]\\d{3}[ .-]\\d{4}')`)} as phone,
    ${share(sql`regexp_full_match(value, '\\d{3}-\\d{2}-\\d{4}')`)} as ssn,
    ${share(sql`regexp_full_match(value, '(\\d{1,3}\\.){3}\\d{1,3}')`)} as ip,
    ${share(sql`regexp_full_match(value, 'https?://.+')`)} as url,
    ${share(sql`regexp_full_match(value, '\\d{5}-\\d{4}')`)} as zip9,
    ${share(sql`regexp_full_match(value, '\\d{5}(-\\d{4})?')`)} as zip5,
    ${share(sql`regexp_full_match(value, '\\d{3}')`)} as zip3,
    count(*) filter (where value in (select unnest(${smallAreas}::varchar[])))::double as small_zip3,
    ${share(sql`try_cast(value as date) is not null and length(value) >= 8
      or regexp_full_match(value, '\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{2,4}.*')`)} as full_date,
    count(*) filter (where try_cast(value as double) > 89)::double as number_over_89
    from (select ${value} as value from ${records}) where value is not null`;
};
