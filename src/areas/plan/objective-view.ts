import { type Selectable, sql } from 'kysely';
import { addDays } from '../../core/calendar-date.ts';
import type { Database } from '../../store/database.ts';
import type { Context, Reader } from '../handler.ts';
import type { MeasuresRegistry } from './measures-registry.ts';
import type { Figure, Objective } from './model.ts';
import { type ObjectiveRow, readObjectives } from './objective-row.ts';
import { isReportedMeasure } from './reported-measure.ts';
import { standingOf } from './standing-of.ts';

/** How far back values are shown; older ones stay stored. Beyond the newest days one a month tells the same story. */
const shownYears = 2;
const everyDayFor = 45;

/** Which objectives, and as of when: on a day, by the values known at an instant. Today and all that is known when left out. */
export interface ObjectivesAsked {
  readonly only?: string;
  readonly on?: string;
  readonly knownAt?: string;
}

/** The objectives of the plan in force with their stored values and how each stands, or stood, on a day. */
export async function viewObjectives(
  context: Pick<Context, 'store' | 'clock'>,
  registry: MeasuresRegistry,
  { only, on, knownAt }: ObjectivesAsked = {},
): Promise<Objective[]> {
  const read = context.store.read;
  const today = on ?? context.clock.today();
  const rows = await readObjectives(read);
  const valuesOf = Map.groupBy(
    await shownValues(
      read,
      today,
      rows.map(({ objective }) => objective).filter((id) => only === undefined || id === only),
      knownAt,
    ),
    (row) => row.objective,
  );
  const goals = new Map(
    (
      await read
        .selectFrom('plan_item')
        .select(['item', 'number'])
        .where('kind', '=', 'goal')
        .where('superseded_at', 'is', null)
        .execute()
    ).map((row) => [row.item, row.number]),
  );
  return rows.flatMap((row) => {
    if (only !== undefined && row.objective !== only) return [];
    const place = rows.filter((other) => other.goal === row.goal && other.position <= row.position).length;
    const number = `${goals.get(row.goal) ?? ''}.${place}`;
    return [viewOf(row, number, lastOfEachDay(valuesOf.get(row.objective) ?? []), registry, today)];
  });
}

/**
 * The values that are shown: every day of the newest, and of each month before that the last day that has one. The store is
 * asked month by month, so that years of daily values are not read to draw a line.
 */
async function shownValues(
  reader: Reader,
  today: string,
  objectives: readonly string[],
  knownAt: string | undefined,
) {
  if (objectives.length === 0) return [];
  const recent = addDays(today, -everyDayFor);
  const months = Array.from({ length: 12 * shownYears }, (_, back) => {
    const month = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 - back;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
  const known = knownAt === undefined ? sql`` : sql` and known_at <= ${knownAt}`;
  const wanted = sql<{
    objective: string;
  }>`(select distinct objective from plan_objective where objective in (${sql.join(objectives)}))`;
  const monthly = sql`select wanted.objective, (
      select max(one.measured_on) from plan_value as one
      where one.objective = wanted.objective and one.measured_on >= months.month
        and one.measured_on < months.month || '-99' and one.measured_on < ${recent}${known}
    ) as day from ${wanted} as wanted cross join (${sql.join(
      months.map((month) => sql`select cast(${month} as text) as month`),
      sql` union all `,
    )}) as months`;
  const { rows } = await sql<Selectable<Database['plan_value']>>`
    with chosen as materialized (${monthly})
    select plan_value.* from chosen cross join plan_value
      where plan_value.objective = chosen.objective and plan_value.measured_on = chosen.day${known}
    union all
    select * from plan_value where objective in (${sql.join(objectives)}) and measured_on >= ${recent}
      and measured_on <= ${today}${known}
    order by measured_on, known_at`.execute(reader);
  return rows;
}

type ValueRow = {
  measured_on: string;
  known_at: string;
  value: number | null;
  numerator: number | null;
  denominator: number | null;
  reason: string | null;
};

/** Of several values of one day the one known last. */
const lastOfEachDay = (rows: readonly ValueRow[]): Figure[] => [
  ...new Map(
    rows.map((row) => [
      row.measured_on,
      {
        on: row.measured_on,
        knownAt: row.known_at,
        value: row.value,
        numerator: row.numerator,
        denominator: row.denominator,
        reason: row.reason,
      },
    ]),
  ).values(),
];

function viewOf(
  row: ObjectiveRow,
  number: string,
  figures: readonly Figure[],
  registry: MeasuresRegistry,
  today: string,
): Objective {
  const measure = registry.get(row.measure);
  const reported = isReportedMeasure(row.measure);
  const scale = measure
    ? { kind: measure.kind, unit: measure.unit, record: measure.record }
    : reported
      ? { kind: 'count' as const, unit: row.target.unit, record: { one: 'report', many: 'reports' } }
      : null;
  const series = figures.flatMap(({ on, value }) => (value === null ? [] : [{ on, value }]));
  const first = series[0];
  const now = figures.at(-1) ?? null;
  return {
    objective: row.objective,
    goal: row.goal,
    number,
    title: row.title,
    measure: row.measure,
    covered: row.scope.covered === true,
    agencies: [...(row.scope.agencies ?? [])],
    datasets: [...(row.scope.datasets ?? [])],
    method:
      measure?.method ?? (reported ? 'Reported by agencies: nothing in the platform can count it.' : null),
    scale,
    principles: [...row.principles],
    horizon: row.horizon,
    nextCheck: row.next_check,
    owner: row.owner,
    example: row.example === 1,
    baseline:
      row.baseline ??
      (first ? { value: first.value, on: first.on, source: null, first: true, example: false } : null),
    now,
    target: row.target,
    stand: scale
      ? standingOf(now, series, row.target, today, scale)
      : { status: 'unknown', reason: 'nothing here measures it yet', forecast: null },
    series,
  };
}
