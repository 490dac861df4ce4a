import { type Sql, sql } from '../../../../engine/sql.ts';
import { fn, type Parameter, type SoqlFunction } from '../function.ts';

const windowed = (
  name: string,
  takes: readonly Parameter[],
  gives: SoqlFunction['gives'],
  print: (...args: Sql[]) => Sql,
) =>
  fn(name, takes, gives, print, { kind: 'window', ...(gives === 'number' && { storage: 'count' as const }) });

/** Functions that only have a meaning with OVER. Aggregates may take it too. */
export const windowFunctions = [
  windowed('row_number', [], 'number', () => sql`row_number()`),
  windowed('rank', [], 'number', () => sql`rank()`),
  windowed('dense_rank', [], 'number', () => sql`dense_rank()`),
  windowed('ntile', ['number'], 'number', (a) => sql`ntile(cast(${a} as bigint))`),
  windowed('first_value', ['a'], 'a', (a) => sql`first_value(${a})`),
  windowed('last_value', ['a'], 'a', (a) => sql`last_value(${a})`),
  windowed('lead', ['a'], 'a', (a) => sql`lead(${a})`),
  windowed('lead', ['a', 'number'], 'a', (a, n) => sql`lead(${a}, cast(${n} as bigint))`),
  windowed(
    'lead',
    ['a', 'number', 'a'],
    'a',
    (a, n, otherwise) => sql`lead(${a}, cast(${n} as bigint), ${otherwise})`,
  ),
  windowed('lag', ['a'], 'a', (a) => sql`lag(${a})`),
  windowed('lag', ['a', 'number'], 'a', (a, n) => sql`lag(${a}, cast(${n} as bigint))`),
  windowed(
    'lag',
    ['a', 'number', 'a'],
    'a',
    (a, n, otherwise) => sql`lag(${a}, cast(${n} as bigint), ${otherwise})`,
  ),
];
