import { type Sql, sql } from '../../../../engine/sql.ts';
import { fn, fnOfTerms, type Parameter, type SoqlFunction } from '../function.ts';
import type { Term } from '../term.ts';

const whole = { storage: 'count' } as const;
const floating: readonly Parameter[] = ['floating_timestamp'];

/** The moment in a zone's clock: an instant is stored in UTC. */
const inZone = (instant: Sql, zone: Sql) =>
  sql`timezone(${zone}, timezone('UTC', cast(${instant} as timestamp)))`;

const sameStorage = (args: readonly Term[]) => args[0]!.storage;

/** Starts of years and months of a plain date by arithmetic: nearly twice as fast as date_trunc over a million rows. */
const yearStart = (value: Term): Sql =>
  value.storage === 'date' ? sql`make_date(year(${value.sql}), 1, 1)` : sql`date_trunc('year', ${value.sql})`;
const monthStart = (value: Term): Sql =>
  value.storage === 'date'
    ? sql`(${value.sql} - cast(day(${value.sql}) - 1 as integer))`
    : sql`date_trunc('month', ${value.sql})`;
const dayStart = (value: Term): Sql =>
  value.storage === 'date' ? value.sql : sql`date_trunc('day', ${value.sql})`;

/**
 * Groups by month are held apart by the months since year 0, a small integer: half the time of grouping by moments. What is
 * not finite has no year and keeps its place at either end.
 */
const monthNumbers = ([value]: readonly Term[]): Term['grouping'] => {
  const moment = value!.sql;
  const first = sql`cast(make_date(1, 1, 1) as timestamp)`;
  const end = sql`case when ${moment} is null then null when ${moment} > ${first} then 2147483647 else -2147483648 end`;
  const back = (key: Sql) =>
    sql`case ${key} when 2147483647 then cast('infinity' as timestamp) when -2147483648 then cast('-infinity' as timestamp) else cast(make_date(cast(floor(${key} / 12) as bigint), ((${key} % 12) + 12) % 12 + 1, 1) as timestamp) end`;
  return {
    key: sql`coalesce(year(${moment}) * 12 + month(${moment}) - 1, ${end})`,
    value: (key) => (value!.storage === 'date' ? sql`cast(${back(key)} as date)` : back(key)),
  };
};

function truncations(): SoqlFunction[] {
  const units: [string, string, (value: Term) => Sql, typeof monthNumbers | undefined][] = [
    ['y', 'year', yearStart, undefined],
    ['ym', 'month', monthStart, monthNumbers],
    ['ymd', 'day', dayStart, undefined],
  ];
  return units.flatMap(([short, unit, start, grouping]) => [
    fnOfTerms(`date_trunc_${short}`, floating, 'floating_timestamp', ([value]) => start(value!), {
      storage: sameStorage,
      ...(grouping && { grouping }),
    }),
    fn(`date_trunc_${short}`, ['fixed_timestamp', 'text'], 'floating_timestamp', (value, zone) =>
      truncate(unit, inZone(value!, zone!)),
    ),
    fn(`datez_trunc_${short}`, ['fixed_timestamp'], 'fixed_timestamp', (value) => truncate(unit, value!)),
  ]);
}

function truncate(unit: string, value: Sql): Sql {
  if (unit === 'year') return sql`date_trunc('year', ${value})`;
  return unit === 'month' ? sql`date_trunc('month', ${value})` : sql`date_trunc('day', ${value})`;
}

export const dateFunctions = [
  ...truncations(),
  fn('date_extract_y', floating, 'number', (a) => sql`year(${a})`, whole),
  fn('date_extract_m', floating, 'number', (a) => sql`month(${a})`, whole),
  fn('date_extract_d', floating, 'number', (a) => sql`day(${a})`, whole),
  fn('date_extract_hh', floating, 'number', (a) => sql`hour(cast(${a} as timestamp))`, whole),
  fn('date_extract_mm', floating, 'number', (a) => sql`minute(cast(${a} as timestamp))`, whole),
  fn('date_extract_ss', floating, 'number', (a) => sql`second(cast(${a} as timestamp))`, whole),
  // Sunday is 0.
  fn('date_extract_dow', floating, 'number', (a) => sql`dayofweek(${a})`, whole),
  fn('date_extract_woy', floating, 'number', (a) => sql`week(${a})`, whole),
  fn('date_extract_iso_y', floating, 'number', (a) => sql`isoyear(${a})`, whole),
  fn('date_diff_d', ['floating_timestamp', 'floating_timestamp'], 'number', days, whole),
  fn('date_diff_d', ['fixed_timestamp', 'fixed_timestamp'], 'number', days, whole),
  fn('date_add', ['floating_timestamp', 'interval'], 'floating_timestamp', plus),
  fn('date_add', ['fixed_timestamp', 'interval'], 'fixed_timestamp', plus),
  fn('epoch_seconds', ['fixed_timestamp'], 'number', (a) => sql`epoch(${a})`, { storage: 'double' }),
  fn('to_floating_timestamp', ['fixed_timestamp', 'text'], 'floating_timestamp', (a, zone) =>
    inZone(a!, zone!),
  ),
];

function days(a: Sql, b?: Sql): Sql {
  return sql`cast(trunc((epoch(cast(${a} as timestamp)) - epoch(cast(${b!} as timestamp))) / 86400) as bigint)`;
}

function plus(a: Sql, b?: Sql): Sql {
  return sql`(cast(${a} as timestamp) + ${b!})`;
}
