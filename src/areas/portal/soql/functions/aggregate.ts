import { type Sql, sql } from '../../../../engine/sql.ts';
import { fn, type Parameter, type SoqlFunction } from '../function.ts';
import type { Storage } from '../soql-type.ts';

const aggregate = (
  name: string,
  takes: readonly Parameter[],
  gives: SoqlFunction['gives'],
  print: (...args: Sql[]) => Sql,
  storage?: SoqlFunction['storage'],
) => fn(name, takes, gives, print, { kind: 'aggregate', ...(storage !== undefined && { storage }) });

/** A sum of whole numbers is whole but may outgrow 64 bits: the engine widens it to 128. */
const summed = (args: readonly { storage: Storage }[]): Storage =>
  args[0]!.storage === 'count' ? 'integer' : args[0]!.storage;

export const aggregateFunctions = [
  aggregate('count', ['any'], 'number', (a) => sql`count(${a})`, 'count'),
  aggregate('count_distinct', ['any'], 'number', (a) => sql`count(distinct ${a})`, 'count'),
  aggregate('sum', ['number'], 'number', (a) => sql`sum(${a})`, summed),
  aggregate('avg', ['number'], 'number', (a) => sql`avg(${a})`, 'double'),
  aggregate('min', ['a'], 'a', (a) => sql`min(${a})`),
  aggregate('max', ['a'], 'a', (a) => sql`max(${a})`),
  aggregate('median', ['number'], 'number', (a) => sql`median(cast(${a} as double))`, 'double'),
  aggregate('median', ['a'], 'a', (a) => sql`quantile_disc(${a}, 0.5)`),
  aggregate('stddev_pop', ['number'], 'number', (a) => sql`stddev_pop(${a})`, 'double'),
  aggregate('stddev_samp', ['number'], 'number', (a) => sql`stddev_samp(${a})`, 'double'),
  aggregate('bool_and', ['boolean'], 'boolean', (a) => sql`bool_and(${a})`),
  aggregate('bool_or', ['boolean'], 'boolean', (a) => sql`bool_or(${a})`),
  aggregate('regr_slope', ['number', 'number'], 'number', (y, x) => sql`regr_slope(${y}, ${x})`, 'double'),
  aggregate(
    'regr_intercept',
    ['number', 'number'],
    'number',
    (y, x) => sql`regr_intercept(${y}, ${x})`,
    'double',
  ),
  aggregate('regr_r2', ['number', 'number'], 'number', (y, x) => sql`regr_r2(${y}, ${x})`, 'double'),
];
