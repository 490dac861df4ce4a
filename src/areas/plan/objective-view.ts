import { sql } from 'kysely';
import { addDays } from '../../core/calendar-date.ts';
import type { Context } from '../handler.ts';
import type { MeasuresRegistry } from './measures-registry.ts';
import type { Figure, Objective } from './model.ts';
import { type ObjectiveRow, readObjectives } from './objective-row.ts';
import { isReportedMeasure } from './reported-measure.ts';
import { standingOf } from './standing-of.ts';

/** How far back values are shown; older ones stay stored. Beyond the newest days one a month tells the same story. */
const shownYears = 2;
const everyDayFor = 45;

/** The objectives with their stored values and how each stands today. `only` reads one. */
export async function viewObjectives(
  context: Pick<Context, 'store' | 'clock'>,
  registry: MeasuresRegistry,
  only?: string,
): Promise<Objective[]> {
  const read = context.store.read;
  const today = context.clock.today();
  const rows = await readObjectives(read);
  const since = `${Number(today.slice(0, 4)) - shownYears}${today.slice(4)}`;
  const recent = addDays(today, -everyDayFor);
  // Which days are shown is settled by the store, so that years of daily values are not read to draw a line.
  const chosen = read
    .selectFrom('plan_value')
    .select(({ fn }) => ['objective', fn.max('measured_on').as('day')])
    .where('measured_on', '>=', since)
    .$if(only !== undefined, (query) => query.where('objective', '=', only!))
    .groupBy([
      'objective',
      sql`case when measured_on >= ${recent} then measured_on else substr(measured_on, 1, 7) end`,
    ])
    .as('chosen');
  const query = read
    .selectFrom('plan_value')
    .innerJoin(chosen, (join) =>
      join
        .onRef('chosen.objective', '=', 'plan_value.objective')
        .onRef('chosen.day', '=', 'plan_value.measured_on'),
    )
    .selectAll('plan_value')
    .orderBy('plan_value.measured_on')
    .orderBy('plan_value.known_at');
  const valuesOf = Map.groupBy(await query.execute(), (row) => row.objective);
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
