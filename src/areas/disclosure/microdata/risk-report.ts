import type { Engine } from '../../../engine/engine.ts';
import { ident, join, type Sql, sql } from '../../../engine/sql.ts';
import { tooManyKeys } from '../errors.ts';
import type { RiskReport } from '../model.ts';
import { classRisk, type SizeCount } from './class-risk.ts';
import { columnPower } from './column-power.ts';
import {
  classSizes,
  orderedCloseness,
  recursiveDiversity,
  type SensitiveRow,
  sensitiveMeasures,
  sizeCounts,
  valuesByClass,
} from './equivalence-classes.sql.ts';
import { individualRisk } from './individual-risk.ts';
import { populationUniqueness } from './population-uniques.ts';
import { mostSudaKeys, sudaScores } from './suda.ts';
import { type KeyClass, wildcardClasses } from './wildcard-classes.ts';

export interface RiskQuestion {
  readonly file: string;
  readonly records: Sql;
  readonly quasi: readonly string[];
  readonly sensitive: readonly string[];
  /** Sensitive columns whose values have an order: t by ordered distance too. */
  readonly ordered: readonly string[];
  readonly weight?: string;
  readonly population?: Sql;
  /** The share of the population that the records are, where no file of it is at hand. */
  readonly fraction?: number;
  /** A missing value may be any value. */
  readonly wildcard: boolean;
  readonly suda: boolean;
  readonly l: number;
  /** Own risk above which a record is at risk. */
  readonly threshold: number;
}

/** Measures the re-identification risk of records; no value of a record is in the answer. */
export function riskReport(engine: Engine, question: RiskQuestion): Promise<RiskReport> {
  return engine.session(async (session) => {
    const { quasi, records } = question;
    await session.run(sql`create temp table classes as ${classSizes(records, quasi, question.weight)}`, {
      step: 'class_sizes',
    });
    const classes = sql`classes`;
    const sizes = question.wildcard
      ? await wildcardSizes(session, quasi, question.weight !== undefined)
      : {
          counts: await session.rows<SizeCount>(sizeCounts(classes), { step: 'size_counts' }),
          pairs: undefined,
        };
    const risk = classRisk(sizes.counts, question.threshold);
    return {
      file: question.file,
      quasi: [...quasi],
      missing: question.wildcard ? 'any value' : 'a value',
      threshold: question.threshold,
      ...risk,
      ...columnPower(sizes.counts),
      sizes: groupSizes(sizes.counts),
      columns: await powerOf(session, classes, quasi),
      sensitive: await sensitiveOf(session, question),
      ...(question.weight === undefined
        ? {}
        : { individual: await individualOf(session, classes, sizes.pairs) }),
      ...(question.population === undefined
        ? {}
        : {
            population: await populationOf(session, classes, question.population, quasi, question.threshold),
          }),
      ...(question.fraction === undefined
        ? {}
        : { population_uniqueness: populationUniqueness(sizes.counts, question.fraction) ?? null }),
      ...(question.suda ? { suda: await sudaOf(session, question) } : {}),
    };
  });
}

const bands = [1, 2, 3, 5, 11, 21, 101] as const;

/** Records by the size of their class, for a picture: the bands begin at these sizes. */
function groupSizes(counts: readonly SizeCount[]): RiskReport['sizes'] {
  return bands.map((from, at) => {
    const to = (bands[at + 1] ?? Number.POSITIVE_INFINITY) - 1;
    const own = counts.filter(({ size }) => size >= from && size <= to);
    return {
      from,
      ...(Number.isFinite(to) ? { to } : {}),
      classes: own.reduce((sum, { classes }) => sum + classes, 0),
      records: own.reduce((sum, { size, classes }) => sum + size * classes, 0),
    };
  });
}

/** Distinction and separation of each quasi-identifier alone. */
function powerOf(session: Engine, classes: Sql, quasi: readonly string[]): Promise<RiskReport['columns']> {
  return Promise.all(
    quasi.map(async (name) => {
      const alone = sql`(select ${ident(name)}, sum(size) as size from ${classes} group by 1)`;
      const counts = await session.rows<SizeCount>(sizeCounts(alone), { step: 'column_sizes' });
      return { name, ...columnPower(counts) };
    }),
  );
}

async function sensitiveOf(session: Engine, question: RiskQuestion): Promise<RiskReport['sensitive']> {
  const found: RiskReport['sensitive'][number][] = [];
  for (const [at, name] of question.sensitive.entries()) {
    const counts = ident(`values_${at}`);
    await session.run(
      sql`create temp table ${counts} as ${valuesByClass(question.records, question.quasi, name)}`,
      { step: 'values_by_class' },
    );
    const [measures] = await session.rows<SensitiveRow>(sensitiveMeasures(counts, question.quasi), {
      step: 'sensitive_measures',
    });
    const [recursive] = await session.rows<{ c: number | null; least: number }>(
      recursiveDiversity(counts, question.quasi, question.l),
      { step: 'recursive_diversity' },
    );
    const [ordered] = question.ordered.includes(name)
      ? await session.rows<{ t: number }>(orderedCloseness(counts, question.quasi), { step: 'ordered_t' })
      : [];
    found.push({
      name,
      ...measures!,
      recursive: recursive!.least < question.l ? null : { c: recursive!.c!, l: question.l },
      ...(ordered === undefined ? {} : { ordered_t: ordered.t }),
    });
  }
  return found;
}

/** Classes under wildcard counting, with the weights behind them. */
async function wildcardSizes(session: Engine, quasi: readonly string[], weighted: boolean) {
  const columns = await session.columns(
    sql`select ${join(quasi.map((name) => sql`nullif(${ident(name)}::varchar, '')`))}, size, coalesce(weight, 0) as weight from classes`,
    { step: 'wildcard_classes' },
  );
  const number = (at: number, row: number) => Number(columns[at]!.values[columns[at]!.codes[row]!]);
  const rows = columns[0]!.codes.length;
  const classes = Array.from(
    { length: rows },
    (_, row): KeyClass => ({
      key: quasi.map((_, at) => columns[at]!.codes[row]!),
      records: number(quasi.length, row),
      weight: number(quasi.length + 1, row),
    }),
  );
  const found = wildcardClasses(classes);
  const bySize = new Map<number, number>();
  classes.forEach(({ records }, at) => {
    const { f } = found[at]!;
    bySize.set(f, (bySize.get(f) ?? 0) + records);
  });
  // A class here is a share: f records see f records alike.
  const counts = [...bySize]
    .map(([size, records]) => ({ size, classes: records / size }))
    .sort((a, b) => a.size - b.size);
  const pairs = weighted
    ? classes.map(({ records }, at) => ({ f: found[at]!.f, population: found[at]!.F, records }))
    : undefined;
  return { counts, pairs };
}

/** Risk by Benedetti and Franconi, over the file. */
async function individualOf(
  session: Engine,
  classes: Sql,
  known?: readonly { readonly f: number; readonly population: number; readonly records: number }[],
): Promise<NonNullable<RiskReport['individual']>> {
  const pairs =
    known ??
    (await session.rows<{ f: number; population: number; records: number }>(
      sql`select size::double as f, weight::double as population, (size * count(*))::double as records from ${classes} group by size, weight`,
      { step: 'weights_by_size' },
    ));
  let [expected, highest, all] = [0, 0, 0];
  for (const { f, population, records } of pairs) {
    const risk = individualRisk(f, population);
    expected += risk * records;
    all += records;
    highest = Math.max(highest, risk);
  }
  return { expected_reidentifications: expected, mean: expected / all, highest };
}

/** Risk against a population: journalist risk by population classes, and δ-presence. */
async function populationOf(
  session: Engine,
  classes: Sql,
  population: Sql,
  quasi: readonly string[],
  threshold: number,
): Promise<NonNullable<RiskReport['population']>> {
  await session.run(sql`create temp table in_population as ${classSizes(population, quasi, undefined)}`, {
    step: 'population_classes',
  });
  const same = join(
    quasi.map((name) => sql`sample.${ident(name)} is not distinct from everyone.${ident(name)}`),
    ' and ',
  );
  const [row] = await session.rows<{
    highest: number;
    mean: number;
    at_risk: number;
    least_delta: number;
    most_delta: number;
    missing: number;
    uniques: number;
  }>(
    sql`with matched as (
      select everyone.size as people, coalesce(sample.size, 0) as f
      from in_population everyone left join ${classes} sample on ${same}
    ), lost as (
      select coalesce(sum(sample.size), 0) as n from ${classes} sample anti join in_population everyone on ${same}
    )
    select coalesce(1 / min(people) filter (where f > 0), 1)::double as highest,
      (coalesce(sum(f / people), 0) / greatest(1, sum(f)))::double as mean,
      (coalesce(sum(f) filter (where 1 / people > ${threshold}), 0))::double as at_risk,
      min(f / people)::double as least_delta, max(f / people)::double as most_delta,
      (select n from lost)::double as missing,
      (coalesce(sum(f) filter (where people = 1), 0))::double as uniques
    from matched`,
    { step: 'journalist_risk' },
  );
  const { highest, mean, at_risk, least_delta, most_delta, missing, uniques } = row!;
  return {
    journalist_highest: highest,
    journalist_mean: mean,
    at_risk,
    delta_presence: [least_delta, most_delta],
    population_uniques: uniques,
    not_in_population: missing,
  };
}

async function sudaOf(session: Engine, question: RiskQuestion): Promise<NonNullable<RiskReport['suda']>> {
  if (question.quasi.length > mostSudaKeys)
    throw tooManyKeys.with({ keys: question.quasi.length, limit: mostSudaKeys });
  const columns = await session.columns(
    sql`select ${join(question.quasi.map((name) => ident(name)))} from ${question.records}`,
    { step: 'suda_keys' },
  );
  const { suda, disSuda, uniquesBySize } = sudaScores(columns.map(({ codes }) => codes));
  const special = suda.reduce((count, score) => (score > 0 ? count + 1 : count), 0);
  return {
    special_uniques: special,
    uniques_by_size: [...uniquesBySize],
    highest_score: suda.reduce((most, score) => Math.max(most, score), 0),
    highest_dis: disSuda.reduce((most, score) => Math.max(most, score), 0),
    mean_dis: disSuda.reduce((sum, score) => sum + score, 0) / Math.max(1, disSuda.length),
  };
}
