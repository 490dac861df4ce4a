import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRowsContext, type RowsContext } from '../../../test/rows-context.ts';
import { jsonTextOf } from '../../core/json-text.ts';
import type { CallOf } from '../../core/operation.ts';
import { type Sql, sql } from '../../engine/sql.ts';
import { queryRows as operation } from './contract.ts';
import { rowsPage } from './model.ts';
import { projectVersion } from './project-version.ts';
import { queryRows } from './query-rows.ts';
import { writeUse } from './usage.ts';

let context: RowsContext;
let crashes: { dataset: string; publicId: string; version: number };
beforeAll(async () => {
  context = await openRowsContext();
  crashes = await context.addVersion({
    rows: sql`select 'Town ' || (i * 7919 % 13) as town, date '2020-01-01' + (i * 31 % 1000)::int as crash_date, (i * 17 % 5)::bigint as injuries, case when i % 10 = 0 then null else (i % 97)::double / 4 end as damage from range(25000) t(i)`,
    columns: [
      { name: 'town', type: 'text' },
      { name: 'crash_date', type: 'date' },
      { name: 'injuries', type: 'integer' },
      { name: 'damage', type: 'double' },
    ],
    mainFilter: 'town',
    dateField: 'crash_date',
  });
});
afterAll(() => context.close());

const ask = (input: Partial<CallOf<typeof operation>> & Record<string, unknown> = {}, world = context) =>
  queryRows(world, operation.input.parse({ dataset: crashes.publicId, ...input }) as never);

/** All pages of a query, by its cursors. */
async function walk(input: Record<string, unknown>): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  let cursor: string | null = null;
  do {
    const page = await ask({ ...input, ...(cursor !== null && { cursor }) });
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return rows;
}

describe('rows of a dataset', () => {
  test('a page has its dataset, version, fields, rows and the way on', async () => {
    const page = await ask({ limit: 2, count: true });
    expect(rowsPage.parse(page)).toEqual({
      dataset: crashes.publicId,
      version: 1,
      fields: [
        { name: 'town', title: 'town', type: 'text' },
        { name: 'crash_date', title: 'crash_date', type: 'date' },
        { name: 'injuries', title: 'injuries', type: 'integer' },
        { name: 'damage', title: 'damage', type: 'double' },
      ],
      total: 25000,
      next: expect.any(String),
      rows: [
        { town: 'Town 0', crash_date: '2020-01-01', injuries: 0, damage: null },
        // 7919 mod 13 is 2, and 31 days after New Year is 1 February.
        { town: 'Town 2', crash_date: '2020-02-01', injuries: 2, damage: 0.25 },
      ],
    });
  });

  test('sent as text it says the same', async () => {
    const page = await ask({ where: "town = 'Town 3'", limit: 5 });
    expect(JSON.parse(jsonTextOf(page)!)).toEqual({ ...page });
  });

  test('any other parameter is a filter on that column', async () => {
    const page = await ask({ town: 'Town 4', injuries: '3', limit: 50_000 });
    expect(page.rows.length).toBeGreaterThan(100);
    expect(new Set(page.rows.map((row) => `${row['town']}/${row['injuries']}`))).toEqual(
      new Set(['Town 4/3']),
    );
    await expect(ask({ twon: 'x' })).rejects.toMatchObject({
      code: 'query.soql.no-such-column',
      details: { part: 'twon', nearest: 'town' },
    });
  });

  test('an error says in which part of the address it is', async () => {
    await expect(ask({ where: "town = 'a' and" })).rejects.toMatchObject({
      details: { part: 'where', line: 1, column: 15 },
    });
    await expect(ask({ group: 'town', select: 'town, injuries' })).rejects.toMatchObject({
      code: 'query.soql.column-not-in-group-bys',
      details: { part: 'select', column: 7 },
    });
  });
});

describe('cursors', () => {
  test.each([
    ['in the rows’ own order', { limit: 999 }],
    ['with a filter', { limit: 300, where: 'injuries = 2' }],
    [
      'ordered by a column full of ties',
      { limit: 700, order: 'injuries desc', where: "town in ('Town 1', 'Town 2')" },
    ],
    ['ordered by nulls and numbers', { limit: 5000, order: 'damage' }],
    [
      'in groups',
      { limit: 3000, select: 'town, crash_date, count(*) as n', group: 'town, crash_date', order: 'n' },
    ],
    ['of distinct values', { limit: 7, select: 'distinct town, injuries' }],
  ])('%s, walking every page gives every row once', async (_, input) => {
    const whole = await ask({ ...input, limit: 50_000 });
    expect(whole.next).toBeNull();
    expect(await walk(input)).toEqual(whole.rows);
  });

  test('a cursor keeps to its version when a newer one is loaded', async () => {
    const first = await context.addVersion({
      rows: sql`select i as n from range(10) t(i)`,
      columns: [{ name: 'n', type: 'integer' }],
    });
    const page = await ask({ dataset: first.publicId, limit: 6 });
    await context.addVersion({
      of: first,
      rows: sql`select 100 + i as n from range(10) t(i)`,
      columns: [{ name: 'n', type: 'integer' }],
    });
    const rest = await ask({ dataset: first.publicId, limit: 6, cursor: page.next! });
    expect([rest.version, rest.rows]).toEqual([1, [{ n: 6 }, { n: 7 }, { n: 8 }, { n: 9 }]]);
    expect((await ask({ dataset: first.publicId })).rows[0]).toEqual({ n: 100 });
    expect((await ask({ dataset: first.publicId, version: 1 })).rows[0]).toEqual({ n: 0 });
  });

  test('a cursor of another query, a changed one and a made-up one are refused', async () => {
    const { next } = await ask({ limit: 5, where: 'injuries = 1' });
    for (const wrong of [
      { limit: 5, where: 'injuries = 2', cursor: next! },
      { limit: 5, where: 'injuries = 1', cursor: `${next}0` },
      { limit: 5, cursor: "1' or 1=1" },
    ])
      await expect(ask(wrong)).rejects.toMatchObject({ code: 'portal.bad-cursor' });
  });

  test('a cursor holds no value of a row', async () => {
    const { next } = await ask({ limit: 5, order: 'town desc' });
    expect(next).toMatch(/^[0-9a-z]+\.[rs][0-9a-z]+\.[0-9a-f]{12}$/);
  });
});

describe('a sorted copy', () => {
  const queries = [
    { where: "town = 'Town 5'", order: 'crash_date desc', limit: 100 },
    { where: "town = 'Town 5' and injuries > 2", limit: 5000 },
    { where: "town in ('Town 1', 'Town 9')", order: 'damage desc, crash_date', limit: 3000 },
    { select: 'town, date_trunc_ym(crash_date) as month, count(*) as n', group: 'town, month', limit: 5000 },
  ];
  test('is made once, used when it helps, and changes no answer', async () => {
    const before = await Promise.all(queries.map((query) => ask(query)));
    const other = await context.addVersion({
      of: crashes,
      rows: sql`select * exclude (_row, _updated_at) from read_parquet(${`${context.lake.folder(crashes.dataset, 1)}/part-1.parquet`})`,
      columns: [
        { name: 'town', type: 'text' },
        { name: 'crash_date', type: 'date' },
        { name: 'injuries', type: 'integer' },
        { name: 'damage', type: 'double' },
      ],
    });
    const run = () => projectVersion(context, { dataset: other.dataset, version: 2 } as never);
    expect(await run()).toMatchObject({ fields: ['town'], made: ['town'] });
    expect(await run()).toMatchObject({ fields: ['town'], made: [] });
    const asked: string[] = [];
    const watched = {
      ...context,
      engine: {
        ...context.engine,
        rows: (statement: Sql, options: object) => {
          if (statement.text.includes('page_json')) asked.push(statement.text);
          return context.engine.rows(statement, options);
        },
      },
    } as RowsContext;
    // One after another, so that `asked` is in the order of the queries.
    const after = [];
    for (const query of queries) after.push((await ask({ ...query, version: 2 }, watched)).rows);
    expect(after).toEqual(before.map((page) => page.rows));
    expect(asked.length).toBe(queries.length);
    expect(asked.slice(0, 3).every((text) => text.includes('"sorted_rows"'))).toBe(true);
    expect(asked[3]).toContain('"month_totals"');
    // Newest first within one value is how the copy lies: there is nothing to sort.
    expect(asked.filter((text) => /order by/.test(text)).length).toBe(queries.length - 1);
  });

  describe('its totals by month', () => {
    const held = [
      { select: 'town, date_trunc_ym(at) as month, count(*) as n', group: 'town, month' },
      { select: 'town, date_trunc_y(at) as year, sum(hurt) as h, sum(cost) as c', group: 'town, year' },
      { select: 'date_extract_m(at) as m, count(*) as n', group: 'm', order: 'n desc', having: 'n > 3' },
      { select: 'upper(town) as t, sum(cost) / count(*) as mean', group: 't' },
      { select: 'count(*) as n, sum(hurt) as h', where: 'town is null or date_extract_y(at) = 2021' },
      { select: 'count(*) as n, sum(cost) as c', where: "town = 'nowhere'" },
    ];
    const notHeld = [
      { select: 'town, date_trunc_ymd(at) as day, count(*) as n', group: 'town, day' },
      { select: 'town, count(hurt) as n', group: 'town' },
      { select: 'town, count(*) as n', group: 'town', where: "at < '2020-06-15'" },
      { select: 'town, max(at) as last', group: 'town' },
      { select: 'town, count(*) filter (where hurt > 1) as n', group: 'town' },
      { select: 'hurt, count(*) as n', group: 'hurt', where: "town = 'B'" },
      { select: 'town, avg(cost) as c', group: 'town' },
      { select: 'town, sum(weight) as w', group: 'town' },
      { select: 'date_trunc_ym(at) as hurt, count(*) as n', group: 'hurt' },
    ];
    test('answer what counts and sums alone can, as the rows do', async () => {
      const version = {
        rows: sql`select nullif(chr((65 + i * 7 % 5)::int), 'C') as town, case when i % 11 = 0 then null when i = 1 then timestamp 'infinity' else timestamp '2019-11-30 23:59:59.5' + to_hours((i * 13 % 15000)::int) end as at, case when i % 6 = 0 then null else (i * 17 % 5)::bigint end as hurt, ((i % 700) / 8)::decimal(12, 3) as cost, (i % 9)::double / 2 as weight from range(20000) t(i)`,
        columns: [
          { name: 'town', type: 'text' as const },
          { name: 'at', type: 'timestamp' as const },
          { name: 'hurt', type: 'integer' as const },
          { name: 'cost', type: 'decimal' as const },
          { name: 'weight', type: 'double' as const },
        ],
        mainFilter: 'town',
        dateField: 'at',
      };
      const made = await context.addVersion(version);
      const asked: string[] = [];
      const engine = {
        ...context.engine,
        rows: (statement: Sql, options: object) => {
          if (statement.text.includes('page_json')) asked.push(statement.text);
          return context.engine.rows(statement, options);
        },
      };
      const answers = (world: RowsContext) =>
        Promise.all(
          [...held, ...notHeld].map((query) =>
            ask({ dataset: made.publicId, limit: 5000, ...query }, world).then((page) => page.rows),
          ),
        );
      const fromRows = await answers(context);
      await projectVersion(context, { dataset: made.dataset, version: 1 } as never);
      expect(await answers({ ...context, engine } as RowsContext)).toEqual(fromRows);
      expect(asked.length).toBe(held.length + notHeld.length);
      expect(asked.filter((text) => text.includes('"month_totals"')).length).toBe(held.length);
    });
  });

  test('lost or damaged, it is done without', async () => {
    const { file } = await context.store.read
      .selectFrom('portal_projection')
      .select('file')
      .where('dataset', '=', crashes.dataset)
      .executeTakeFirstOrThrow();
    await writeFile(join(context.lake.root, file), 'not a database');
    const fresh = { ...context, engine: { ...context.engine } } as RowsContext;
    const page = await ask({ ...queries[0], version: 2, limit: 77 }, fresh);
    expect(page.rows).toEqual((await ask({ ...queries[0], version: 1, limit: 77 })).rows);
  });

  test('use decides on a second one', async () => {
    for (let at = 0; at < 60; at += 1) await ask({ where: `injuries = ${at % 5}`, limit: 1 });
    await writeUse(context.store);
    expect(await projectVersion(context, { dataset: crashes.dataset, version: 2 } as never)).toMatchObject({
      fields: ['town', 'injuries'],
      made: ['injuries'],
    });
  });
});

describe('what may be expensive', () => {
  test('windows and chains are answered by the process that can be killed, all else here', async () => {
    const apart: string[] = [];
    const world = {
      ...context,
      engineApart: {
        ...context.engineApart,
        rows: (statement: Sql, options: object) => {
          apart.push(statement.text);
          return context.engineApart.rows(statement, options);
        },
      },
    } as RowsContext;
    const page = await ask(
      {
        select: 'town, injuries, row_number() over (partition by town order by crash_date, :id) as n',
        where: "town = 'Town 6'",
        limit: 3,
      },
      world,
    );
    expect(page.rows.map((row) => row['n'])).toEqual([1, 2, 3]);
    expect(apart.length).toBe(1);
    await ask({ where: "town = 'Town 6'", limit: 3 }, world);
    expect(apart.length).toBe(1);
  });

  test('a number that outgrows its type is the question’s fault', async () => {
    await expect(
      ask({ select: 'injuries * 900000000000000000 * 900000000000000000 as n' }),
    ).rejects.toMatchObject({
      code: 'portal.query-failed',
      status: 400,
    });
  });

  test('whole numbers are text only in columns where one needs it', async () => {
    const odd = await context.addVersion({
      rows: sql`select * from (values (1::bigint, 9007199254740992::bigint, null::bigint), (2, 1, null)) t(small, big, none)`,
      columns: ['small', 'big', 'none'].map((name) => ({ name, type: 'integer' as const })),
    });
    expect((await ask({ dataset: odd.publicId })).rows).toEqual([
      { small: 1, big: '9007199254740992', none: null },
      { small: 2, big: 1, none: null },
    ]);
  });
});

describe('under load', () => {
  test('the same question asked at once is answered by one reading', async () => {
    const pages = await Promise.all(
      Array.from({ length: 20 }, () =>
        ask({ select: 'injuries, count(*) as n', group: 'injuries', order: 'injuries' }),
      ),
    );
    expect(pages[0]!.rows).toEqual([0, 1, 2, 3, 4].map((injuries) => ({ injuries, n: 5000 })));
    expect(new Set(pages.map((page) => jsonTextOf(page))).size).toBe(1);
  });

  test('past the queue, the next is told to come back', async () => {
    const asked = Array.from({ length: 200 }, (_, at) =>
      ask({ where: `damage > ${at}.125`, order: 'damage', limit: 10 }),
    );
    const settled = await Promise.allSettled(asked);
    const refused = settled.filter((one) => one.status === 'rejected');
    expect(refused.length).toBe(200 - 4 - 128);
    for (const one of refused)
      expect((one as PromiseRejectedResult).reason).toMatchObject({ code: 'portal.too-busy', status: 503 });
  });
});
