import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDuckdb } from '../../../engine/duckdb/open.ts';
import type { Engine } from '../../../engine/engine.ts';
import { ident, sql } from '../../../engine/sql.ts';
import { type PageRow, pageOf, pageStatement } from '../page-statement.sql.ts';
import { compileQuery } from './compile-query.ts';
import { parseParts } from './parse-parameters.ts';
import { datasetScope } from './scope.ts';

/** Rows of three columns that any reader could filter, group and order by hand. */
interface Row {
  town: string | null;
  n: number | null;
  day: string | null;
}
/** One condition in SoQL, and the same in plain JavaScript with SQL's three values: null is unknown. */
interface Condition {
  readonly soql: string;
  readonly holds: (row: Row) => boolean | null;
}

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oak-oracle-'));
  engine = await openDuckdb({ memoryLimitMb: 200, threads: 2, tempFolder: join(folder, 'spill') });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

const towns = ['Avon', 'avon', 'Bethel', "O'Fallon", '', 'Été'];
const days = ['2019-12-31', '2020-01-01', '2020-02-29', '2020-03-01', '2021-01-31'];
const row: fc.Arbitrary<Row> = fc.record({
  town: fc.option(fc.constantFrom(...towns), { nil: null }),
  n: fc.option(fc.integer({ min: -3, max: 3 }), { nil: null }),
  day: fc.option(fc.constantFrom(...days), { nil: null }),
});

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
/** Code point order, which is what comparing UTF-8 bytes gives. */
const compare = (a: string | number, b: string | number): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
};
const known = <T>(value: T | null, then: (value: T) => boolean): boolean | null =>
  value === null ? null : then(value);

const signs: Record<string, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};
const sign = fc.constantFrom(...Object.keys(signs));
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.tuple(sign, fc.constantFrom(...towns)).map(([op, value]) => ({
    soql: `town ${op} ${quote(value)}`,
    holds: ({ town }: Row) => known(town, (mine) => signs[op]!(compare(mine, value))),
  })),
  fc.tuple(sign, fc.integer({ min: -3, max: 3 })).map(([op, value]) => ({
    soql: `n ${op} ${value}`,
    holds: ({ n }: Row) => known(n, (mine) => signs[op]!(mine - value)),
  })),
  fc.tuple(sign, fc.constantFrom(...days)).map(([op, value]) => ({
    soql: `day ${op} '${value}'`,
    holds: ({ day }: Row) => known(day, (mine) => signs[op]!(compare(mine, value))),
  })),
  fc.tuple(fc.constantFrom(...days), fc.constantFrom(...days)).map(([low, high]) => ({
    soql: `day between '${low}' and '${high}T00:00:00.000'`,
    holds: ({ day }: Row) => known(day, (mine) => mine >= low && mine <= high),
  })),
  fc.array(fc.constantFrom(...towns), { minLength: 1, maxLength: 3 }).map((values) => ({
    soql: `town in (${values.map(quote).join(', ')})`,
    holds: ({ town }: Row) => known(town, (mine) => values.includes(mine)),
  })),
  fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 3 }).map((values) => ({
    soql: `n not in (${values.join(', ')})`,
    holds: ({ n }: Row) => known(n, (mine) => !values.includes(mine)),
  })),
  fc.constantFrom('town', 'n', 'day').map((name) => ({
    soql: `${name} is null`,
    holds: (one: Row) => one[name as keyof Row] === null,
  })),
  fc.constantFrom('A', 'a', 'O', '').map((start) => ({
    soql: `starts_with(town, '${start}')`,
    holds: ({ town }: Row) => known(town, (mine) => mine.startsWith(start)),
  })),
);
const condition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    tie('condition').map((inner) => ({
      soql: `not (${inner.soql})`,
      holds: (one: Row) => {
        const value = inner.holds(one);
        return value === null ? null : !value;
      },
    })),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => ({
      soql: `(${a.soql} and ${b.soql})`,
      holds: (one: Row) => {
        const [left, right] = [a.holds(one), b.holds(one)];
        if (left === false || right === false) return false;
        return left === null || right === null ? null : true;
      },
    })),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => ({
      soql: `(${a.soql} or ${b.soql})`,
      holds: (one: Row) => {
        const [left, right] = [a.holds(one), b.holds(one)];
        if (left === true || right === true) return true;
        return left === null || right === null ? null : false;
      },
    })),
  ),
})).condition;

const order = fc.record({
  by: fc.constantFrom<keyof Row>('town', 'n', 'day'),
  descending: fc.boolean(),
  nulls: fc.constantFrom<'first' | 'last' | undefined>('first', 'last', undefined),
});
type Order = typeof order extends fc.Arbitrary<infer T> ? T : never;
const orderText = ({ by, descending, nulls }: Order) =>
  `${by}${descending ? ' desc' : ''}${nulls ? ` nulls ${nulls}` : ''}`;
function inOrder(rows: readonly Row[], orders: readonly Order[]): Row[] {
  // Array.sort keeps what ties in its place: the order of the source.
  return rows.toSorted((a, b) => {
    for (const { by, descending, nulls = descending ? 'first' : 'last' } of orders) {
      const [mine, other] = [a[by], b[by]];
      if (mine === null && other === null) continue;
      if (mine === null || other === null) return (mine === null) === (nulls === 'first') ? -1 : 1;
      const step = compare(mine, other);
      if (step !== 0) return descending ? -step : step;
    }
    return 0;
  });
}

async function ask(
  rows: readonly Row[],
  parts: Parameters<typeof parseParts>[0],
  limit = 1000,
): Promise<unknown[]> {
  await engine.run(
    sql`create or replace table oracle_rows as select (row_number() over ())::bigint as _row, timestamp '2026-01-01' as _updated_at, town, n, day from (select unnest(from_json(${JSON.stringify(rows)}::json, '[{"town":"VARCHAR","n":"BIGINT","day":"DATE"}]'), recursive := true))`,
  );
  const scope = datasetScope(
    [
      { name: 'town', type: 'text' },
      { name: 'n', type: 'integer' },
      { name: 'day', type: 'date' },
    ],
    { from: ident('oracle_rows'), comesBy: [] },
    1,
  );
  const { query, source } = parseParts(parts);
  const stage = compileQuery(query, scope, { source, parameters: new Map(), now: '' });
  const [answer] = await engine.rows<PageRow & object>(pageStatement(stage, 'own', limit));
  return JSON.parse(Buffer.from(pageOf(answer!, limit).json).toString()) as unknown[];
}

const runs = { numRuns: 120 };

describe('property: DuckDB gives what reading the rows one by one gives', () => {
  test('filter and order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 30 }),
        condition,
        fc.array(order, { maxLength: 3 }),
        fc.nat(40),
        async (rows, where, orders, limit) => {
          const expected = inOrder(
            rows.filter((one) => where.holds(one) === true),
            orders,
          ).slice(0, limit + 1);
          const answer = await ask(
            rows,
            { where: where.soql, order: orders.map(orderText).join(', ') },
            limit + 1,
          );
          expect(answer).toEqual(expected);
        },
      ),
      runs,
    );
  });

  test('group, aggregate and having', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        condition,
        fc.subarray<keyof Row>(['town', 'day'], { minLength: 1 }),
        fc.integer({ min: 0, max: 3 }),
        async (rows, where, by, least) => {
          const groups = Map.groupBy(
            rows.filter((one) => where.holds(one) === true),
            (one) => JSON.stringify(by.map((name) => one[name])),
          );
          const expected = [...groups.values()]
            .map((of) => {
              const numbers = of.flatMap(({ n }) => (n === null ? [] : [n]));
              return {
                ...Object.fromEntries(by.map((name) => [name, of[0]![name]])),
                rows: of.length,
                known: numbers.length,
                total: numbers.length === 0 ? null : numbers.reduce((a, b) => a + b, 0),
                most: numbers.length === 0 ? null : Math.max(...numbers),
                towns: new Set(of.flatMap(({ town }) => (town === null ? [] : [town]))).size,
                early: of.filter(({ day }) => day !== null && day < '2020-02-01').length,
              };
            })
            .filter((one) => one.rows > least);
          const answer = await ask(rows, {
            select: `${by.join(', ')}, count(*) as rows, count(n) as known, sum(n) as total, max(n) as most, count(distinct town) as towns, count(*) filter (where day < '2020-02-01') as early`,
            where: where.soql,
            group: by.join(', '),
            having: `count(*) > ${least}`,
            order: by.join(', '),
          });
          const sorted = inOrder(
            expected as unknown as Row[],
            by.map((name) => ({ by: name, descending: false, nulls: undefined })),
          );
          expect(answer).toEqual(sorted);
        },
      ),
      runs,
    );
  });

  test('distinct rows, and pages that join to the whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), order, async (rows, by) => {
        const unique = [
          ...new Map(rows.map(({ town, n }) => [JSON.stringify([town, n]), { town, n, day: null }])).values(),
        ];
        const chosen = by.by === 'day' ? { ...by, by: 'n' as const } : by;
        const rest: Order[] = (['town', 'n'] as const).map((name) => ({
          by: name,
          descending: false,
          nulls: undefined,
        }));
        const expected = inOrder(unique, [chosen, ...rest]).map(({ town, n }) => ({ town, n }));
        expect(await ask(rows, { select: 'distinct town, n', order: orderText(chosen) })).toEqual(expected);
      }),
      runs,
    );
  });
});
