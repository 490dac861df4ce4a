import { ident, join, type Sql, sql } from '../../../engine/sql.ts';

const columns = (names: readonly string[]): Sql => join(names.map((name) => ident(name)));

/** `class_sizes`: how many records share each combination of quasi-identifiers, and the sum of their weights. */
export const classSizes = (records: Sql, quasi: readonly string[], weight: string | undefined): Sql =>
  sql`select ${columns(quasi)}, count(*) as size, ${
    weight === undefined ? sql`null::double` : sql`sum(try_cast(${ident(weight)} as double))`
  } as weight from ${records} group by all`;

/** `sizes`: how many classes there are of each size. What k, uniqueness and every risk by class follow from. */
export const sizeCounts = (classes: Sql): Sql =>
  sql`select size::double as size, count(*)::double as classes from ${classes} group by 1 order by 1`;

/** `values_by_class`: how often each sensitive value stands in each class. A missing value is a value. */
export const valuesByClass = (records: Sql, quasi: readonly string[], sensitive: string): Sql =>
  sql`select ${columns(quasi)}, ${ident(sensitive)} as sensitive_value, count(*) as n from ${records} group by all`;

/** What a class tells of a sensitive column, least safe class first taken over all. */
export interface SensitiveRow {
  readonly distinct_l: number;
  readonly entropy_l: number;
  readonly t: number;
  readonly beta: number;
  readonly enhanced_beta: number;
  readonly delta: number;
  readonly alpha: number;
}

/**
 * `sensitive_measures` over `values_by_class`: distinct and entropy l-diversity, t-closeness by equal distance, β-likeness,
 * δ-disclosure and α, each of the worst class. Values a class lacks count in t by what they are in all records.
 */
export const sensitiveMeasures = (counts: Sql, quasi: readonly string[]): Sql => sql`
  with overall as (
    select sensitive_value, sum(n) / (select sum(n) from ${counts}) as q from ${counts} group by 1
  ), sized as (
    select *, sum(n) over (partition by ${columns(quasi)}) as size from ${counts}
  ), shares as (
    select ${join(quasi.map((name) => sql`sized.${ident(name)}`))}, sized.n / sized.size as p, overall.q
    from sized join overall on sized.sensitive_value is not distinct from overall.sensitive_value
  ), classes as (
    select count(*) as distinct_l, exp(-sum(p * ln(p))) as entropy_l,
      0.5 * (sum(abs(p - q)) + greatest(0, 1 - sum(q))) as t, max(p) as alpha,
      max((p - q) / q) as beta, max(abs(ln(p / q))) as delta
    from shares group by ${columns(quasi)}
  )
  select min(distinct_l)::double as distinct_l, min(entropy_l)::double as entropy_l, max(t)::double as t,
    max(alpha)::double as alpha, max(beta)::double as beta,
    least(max(beta), (select -ln(min(q)) from overall))::double as enhanced_beta, max(delta)::double as delta
  from classes`;

/**
 * `ordered_t` over `values_by_class`: t-closeness by ordered distance, the earth mover's distance between ranks of a numeric
 * column (Li, Li and Venkatasubramanian 2007), of the worst class.
 */
export const orderedCloseness = (counts: Sql, quasi: readonly string[]): Sql => sql`
  with overall as (
    select try_cast(sensitive_value as double) as value, sum(n) as n from ${counts} group by 1
  ), ranked as (
    select value, row_number() over (order by value) as rank,
      sum(n) over (order by value) / sum(n) over () as q, count(*) over () as m
    from overall
  ), classes as (
    select ${columns(quasi)}, row_number() over () as class, sum(n) as size from ${counts} group by ${columns(quasi)}
  ), own as (
    select classes.class, classes.size, try_cast(counts.sensitive_value as double) as value, counts.n
    from ${counts} counts join classes on ${join(
      quasi.map((name) => sql`counts.${ident(name)} is not distinct from classes.${ident(name)}`),
      ' and ',
    )}
  ), filled as (
    select classes.class, ranked.rank, ranked.q, ranked.m,
      sum(coalesce(own.n, 0)) over (partition by classes.class order by ranked.rank) / classes.size as p
    from classes cross join ranked
      left join own on own.class = classes.class and own.value is not distinct from ranked.value
  )
  select max(t)::double as t from (
    select sum(abs(p - q)) / greatest(1, max(m) - 1) as t from filled group by class
  )`;

/** `recursive_c`: the least c for which every class has recursive (c, l)-diversity; null when one has fewer values. */
export const recursiveDiversity = (counts: Sql, quasi: readonly string[], l: number): Sql => sql`
  with classes as (
    select list(n order by n desc) as counts from ${counts} group by ${columns(quasi)}
  )
  select max(case when len(counts) < ${l} then null else counts[1] / list_sum(counts[${l}:]) end)::double as c,
    min(len(counts))::double as least from classes`;
