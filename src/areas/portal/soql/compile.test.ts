import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OakError } from '../../../core/error.ts';
import { openDuckdb } from '../../../engine/duckdb/open.ts';
import type { Engine } from '../../../engine/engine.ts';
import { ident, type Sql, sql } from '../../../engine/sql.ts';
import { type PageRow, pageOf, pageStatement, type WireForm } from '../page-statement.sql.ts';
import { compileQuery } from './compile-query.ts';
import { parseQuery } from './parse-query.ts';
import { datasetScope } from './scope.ts';
import { Source } from './source.ts';
import { printStage } from './stage.ts';

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oak-soql-'));
  engine = await openDuckdb({ memoryLimitMb: 200, threads: 2, tempFolder: join(folder, 'spill') });
  await engine.run(sql`create table crashes as select * from (values
    (1, 'Hartford', date '2020-01-15', timestamp '2020-01-15 08:30:00', 2, 1250.50::decimal(18,2), 41.7658::double, -72.6734::double, true, 'Ice on I-84; truck overturned', '{"lanes": [1, 2], "surface": "ice"}'),
    (2, 'hartford', date '2020-01-20', timestamp '2020-01-20 23:59:59.5', 0, null, 41.77, -72.68, false, 'Minor crash', null),
    (3, 'New Haven', date '2020-02-01', timestamp '2020-02-01 00:00:00', 5, 99.99, 41.3083, -72.9279, true, 'Crashed into a café', '{"surface": "dry"}'),
    (4, 'New Haven', date '2021-12-31', null, null, 0.10, null, null, null, null, null),
    (5, null, null, timestamp '2019-06-30 12:00:00', 1, 10000.00, 42.05, -72.5, false, 'Crashes, several', 'not json'),
    (6, 'O''Fallon', date '2020-02-29', timestamp '2020-02-29 12:00:00', 1, 12.00, 41.2, -73.2, true, '100% wet_road', null)
  ) t(_row, town, crash_date, reported_at, injuries, damage, latitude, longitude, night, note, details)`);
  await engine.run(
    sql`alter table crashes add column _updated_at timestamp default timestamp '2026-01-02 03:04:05'`,
  );
  await engine.run(sql`alter table crashes alter column _row type bigint`);
  await engine.run(sql`alter table crashes alter column injuries type bigint`);
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

const scope = datasetScope(
  [
    { name: 'town', type: 'text' },
    { name: 'crash_date', type: 'date' },
    { name: 'reported_at', type: 'timestamp' },
    { name: 'injuries', type: 'integer' },
    { name: 'damage', type: 'decimal' },
    { name: 'latitude', type: 'double' },
    { name: 'longitude', type: 'double' },
    { name: 'night', type: 'boolean' },
    { name: 'note', type: 'text' },
    { name: 'details', type: 'json' },
  ],
  { from: ident('crashes'), comesBy: [] },
  7,
);

async function ask(
  text: string,
  form: WireForm = 'own',
  parameters: [string, string][] = [],
): Promise<Record<string, unknown>[]> {
  const source = new Source();
  const query = parseQuery(text, source);
  const stage = compileQuery(query, scope, {
    source,
    parameters: new Map(parameters),
    now: '2026-11-23T00:00:00.000Z',
  });
  const [row] = await engine.rows<PageRow & object>(pageStatement(stage, form, 1000));
  return JSON.parse(Buffer.from(pageOf(row!, 1000).json).toString());
}
const rowsWhere = async (condition: string) =>
  (await ask(`select :id where ${condition} order by :id`)).map((row) =>
    Number(String(row[':id']).replace('row-', '')),
  );
async function refusal(text: string): Promise<OakError> {
  const error = await ask(text).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof OakError) return error;
  throw error ?? new Error(`was accepted: ${text}`);
}

describe('what a condition keeps (counted by hand over the six rows above)', () => {
  test.each([
    ["town = 'Hartford'", [1]],
    ["upper(town) = 'HARTFORD'", [1, 2]],
    ["town <> 'Hartford'", [2, 3, 4, 6]],
    ["town in ('Hartford', 'New Haven')", [1, 3, 4]],
    ["town not in ('Hartford', 'New Haven')", [2, 6]],
    ['town is null', [5]],
    ["town = 'O''Fallon'", [6]],
    ["town like 'H%'", [1]],
    ["note like '100\\% wet\\_road'", [6]],
    ["note like '100_ wet%'", [6]],
    ["starts_with(town, 'New')", [3, 4]],
    ["contains(note, 'rash')", [2, 3, 5]],
    ["caseless_one_of(town, 'HARTFORD', 'x')", [1, 2]],
    ["crash_date between '2020-01-01' and '2020-01-31'", [1, 2]],
    ["crash_date between '2020-01-01T00:00:00.000' and '2020-01-20T00:00:00'", [1, 2]],
    ["crash_date > '2020-01-15T12:00:00'", [2, 3, 4, 6]],
    ["crash_date < '2020-01-15T12:00:00'", [1]],
    ["reported_at >= '2020-01-20T23:59:59.500'", [2, 3, 6]],
    ["date_trunc_ym(crash_date) = '2020-02-01'", [3, 6]],
    ["date_trunc_y(reported_at) = '2020-01-01T00:00:00.000'", [1, 2, 3, 6]],
    ['date_extract_dow(crash_date) = 6', [3, 6]],
    ['date_extract_hh(reported_at) = 12', [5, 6]],
    ['injuries > 1', [1, 3]],
    ["injuries = '5'", [3]],
    ['injuries between 1 and 2', [1, 5, 6]],
    ['not injuries > 1', [2, 5, 6]],
    ['damage = 1250.5', [1]],
    ['damage * 10 = 1', [4]],
    ['injuries / 0 = 1', []],
    ['night', [1, 3, 6]],
    ['night = false', [2, 5]],
    ["night = 'true' and injuries = 1", [6]],
    ['within_circle(make_point(latitude, longitude), 41.7658, -72.6734, 1000)', [1, 2]],
    ['within_box(make_point(latitude, longitude), 41.8, -73, 41.3, -72.6)', [1, 2, 3]],
    [
      "within_polygon(make_point(latitude, longitude), 'MULTIPOLYGON (((-72.7 41.7, -72.6 41.7, -72.6 41.8, -72.7 41.8, -72.7 41.7)))')",
      [1, 2],
    ],
    ["distance_in_meters(make_point(latitude, longitude), 'POINT (-72.9279 41.3083)') < 1", [3]],
    ['details.surface = \'"ice"\'::json', [1]],
    ['coalesce(injuries, 9) = 9', [4]],
    ["case when injuries > 1 then 'many' else 'few' end = 'many'", [1, 3]],
    ["case(injuries > 1, 'many', true, 'few') = 'few'", [2, 4, 5, 6]],
    ["reported_at + 'P1D'::interval = '2020-01-16T08:30:00'", [1]],
    [":updated_at < '2026-01-02T03:04:06Z'", [1, 2, 3, 4, 5, 6]],
    [":id = 'row-3'", [3]],
    ['true', [1, 2, 3, 4, 5, 6]],
  ])('%s', async (condition, expected) => {
    expect(await rowsWhere(condition)).toEqual(expected);
  });
});

describe('what a SELECT answers', () => {
  test('values in the platform’s own form', async () => {
    expect(await ask("select * where :id = 'row-1'")).toEqual([
      {
        town: 'Hartford',
        crash_date: '2020-01-15',
        reported_at: '2020-01-15T08:30:00',
        injuries: 2,
        damage: 1250.5,
        latitude: 41.7658,
        longitude: -72.6734,
        night: true,
        note: 'Ice on I-84; truck overturned',
        details: { lanes: [1, 2], surface: 'ice' },
      },
    ]);
  });

  test('values as SODA 2.1 has them: numbers as text, unknown left out', async () => {
    expect(
      await ask(
        "select :*, * (except note, details, latitude, longitude) where :id in ('row-1', 'row-4')",
        'soda',
      ),
    ).toEqual([
      {
        ':id': 'row-1',
        ':updated_at': '2026-01-02T03:04:05.000Z',
        ':version': '7',
        town: 'Hartford',
        crash_date: '2020-01-15T00:00:00.000',
        reported_at: '2020-01-15T08:30:00.000',
        injuries: '2',
        damage: '1250.50',
        night: true,
      },
      {
        ':id': 'row-4',
        ':updated_at': '2026-01-02T03:04:05.000Z',
        ':version': '7',
        town: 'New Haven',
        crash_date: '2021-12-31T00:00:00.000',
        damage: '0.10',
      },
    ]);
  });

  test('groups, with names as SODA gives them', async () => {
    expect(
      await ask(
        'select upper(town) as place, count(*), sum(injuries), max(crash_date) group by place having count(*) > 0 order by count desc, place',
      ),
    ).toEqual([
      { place: 'HARTFORD', count: 2, sum_injuries: 2, max_crash_date: '2020-01-20' },
      { place: 'NEW HAVEN', count: 2, sum_injuries: 5, max_crash_date: '2021-12-31' },
      { place: "O'FALLON", count: 1, sum_injuries: 1, max_crash_date: '2020-02-29' },
      { place: null, count: 1, sum_injuries: 1, max_crash_date: null },
    ]);
  });

  test.each(['timestamp', 'date'] as const)(
    'a %s grouped by month is the month of each row',
    async (type) => {
      const moments = sql`values ('-infinity'), ('0044-03-15 (BC)'), ('1969-12-31'), ('1970-01-01'), ('1970-01-31'), ('2024-02-29'), ('infinity'), (null)`;
      await engine.run(
        sql`create or replace table moments as select cast(text as timestamp) as moment, 1 as _row from (${moments}) t(text)`,
      );
      if (type === 'date') await engine.run(sql`alter table moments alter column moment type date`);
      const months = datasetScope([{ name: 'moment', type }], { from: ident('moments'), comesBy: [] }, 1);
      const source = new Source();
      const query = parseQuery('select date_trunc_ym(moment) as month, count(*) as n group by month', source);
      const now = '2026-11-23T00:00:00.000Z';
      const stage = compileQuery(query, months, { source, parameters: new Map(), now });
      const plain = sql`select date_trunc('month', moment) as month, count(*) as n from moments group by month order by month nulls last`;
      const read = (rows: Sql) =>
        engine.rows(sql`select cast(cast(month as timestamp) as varchar) as month, n from (${rows}) t`);
      expect(await read(printStage(stage))).toEqual(await read(plain));
      expect(await read(plain)).toHaveLength(7);
    },
  );

  test('one row of totals without groups, filtered and distinct', async () => {
    expect(
      await ask(
        'select count(*) as n, count(distinct town) as towns, count(*) filter (where night) as dark, avg(injuries) as mean, sum(damage) as cost',
      ),
    ).toEqual([{ n: 6, towns: 4, dark: 3, mean: 1.8, cost: 11362.59 }]);
  });

  test('nulls come last going up and first going down, unless told otherwise', async () => {
    const order = async (by: string) =>
      (await ask(`select injuries order by ${by}`)).map((row) => row['injuries']);
    expect(await order('injuries')).toEqual([0, 1, 1, 2, 5, null]);
    expect(await order('injuries desc')).toEqual([null, 5, 2, 1, 1, 0]);
    expect(await order('injuries desc nulls last')).toEqual([5, 2, 1, 1, 0, null]);
  });

  test('capitals come before small letters, as bytes do', async () => {
    expect((await ask('select distinct town order by town')).map((row) => row['town'])).toEqual([
      'Hartford',
      'New Haven',
      "O'Fallon",
      'hartford',
      null,
    ]);
  });

  test('windows and chains', async () => {
    expect(
      await ask(
        'select town, injuries, row_number() over (partition by upper(town) order by injuries desc nulls last) as place where town is not null |> select town, injuries where place = 1 order by town',
      ),
    ).toEqual([
      { town: 'Hartford', injuries: 2 },
      { town: 'New Haven', injuries: 5 },
      { town: "O'Fallon", injuries: 1 },
    ]);
    expect(await ask('select town, count(*) as n group by town |> select max(n) as most')).toEqual([
      { most: 2 },
    ]);
    expect(
      await ask('select injuries order by injuries desc nulls last limit 2 |> select sum(injuries) as top'),
    ).toEqual([{ top: 7 }]);
  });

  test('full text search finds every form of a word in any text column', async () => {
    const found = async (words: string) =>
      (await ask(`select :id search '${words}' order by :id`)).map((row) => row[':id']);
    expect(await found('crash')).toEqual(['row-2', 'row-3', 'row-5']);
    expect(await found('Crashing haven')).toEqual(['row-3']);
    expect(await found('cafe')).toEqual(['row-3']);
    expect(await found('rash')).toEqual([]);
  });

  test('parameters are values, whatever they hold', async () => {
    expect(await ask('select :id where town = ?t', 'own', [['t', "O'Fallon"]])).toEqual([{ ':id': 'row-6' }]);
    expect(await ask('select :id where town = param("t")', 'own', [['t', "x' or 1=1 --"]])).toEqual([]);
  });

  test('numbers that a double cannot hold come as text', async () => {
    expect(
      await ask(
        'select 9007199254740993 as big, 9007199254740991 as safe, 12345678901234.5678 as fine limit 1',
      ),
    ).toEqual([{ big: '9007199254740993', safe: 9007199254740991, fine: '12345678901234.5678' }]);
  });
});

describe('what is refused, and how it is said', () => {
  test.each([
    ['select twon', 'query.soql.no-such-column', 'Did you mean “town”?'],
    ['select frobnicate(town)', 'query.soql.no-such-function', 'frobnicate'],
    ['select convex_hull(town)', 'query.soql.unsupported', 'convex_hull'],
    ['select * where town = 5', 'query.soql.type-mismatch', 'Expected text'],
    ["select * where injuries = 'many'", 'query.soql.type-mismatch', 'does not read as number'],
    ["select * where crash_date = '2020-02-30'", 'query.soql.type-mismatch', 'does not read as date'],
    ['select * where town', 'query.soql.type-mismatch', 'true/false'],
    ['select * where count(*) > 1', 'query.soql.aggregate-in-ungrouped-context', 'having'],
    ['select town, count(*)', 'query.soql.column-not-in-group-bys', 'town'],
    ['select * group by town', 'query.soql.column-not-in-group-bys', 'crash_date'],
    ['select town as a, note as a', 'query.soql.duplicate-alias', 'a'],
    ['select b + 1 as a, a + 1 as b', 'query.soql.circular-alias-definition', 'itself'],
    ['select * (except town, town)', 'query.soql.repeated-exception', 'town'],
    ['select @b.town join @aaaa-bbbb as b on true', 'query.soql.unsupported', 'join'],
    ['select town from @aaaa-bbbb', 'query.soql.unsupported', 'another dataset'],
    ['select town union select town from @aaaa-bbbb', 'query.soql.unsupported', 'UNION'],
    ['select distinct on (town) town', 'query.soql.unsupported', 'DISTINCT ON'],
    ['select row_number()', 'query.soql.type-mismatch', 'OVER'],
    ['select town where rank() over (order by town) = 1', 'query.soql.unsupported', 'window'],
    ['select ?missing', 'query.soql.unsupported', 'missing'],
    ['select town order by 1', 'query.soql.type-mismatch', 'fixed value'],
  ])('%s', async (text, code, words) => {
    const error = await refusal(text);
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.remedy}`).toContain(words);
  });
});

describe('attack: SQL in every place a query has', () => {
  const evil = `x') union select 'a'; drop table crashes; --`;
  test('a value is only ever a value', async () => {
    expect(await ask(`select :id where town = '${evil.replaceAll("'", "''")}'`)).toEqual([]);
    expect(await ask(`select '${evil.replaceAll("'", "''")}' as v limit 1`)).toEqual([{ v: evil }]);
    expect(await ask(`select details['${evil.replaceAll("'", "''")}'] as v where :id = 'row-1'`)).toEqual([
      { v: null },
    ]);
    expect(await ask(`select :id search '${evil.replaceAll("'", "''")}'`)).toEqual([]);
  });
  test.each([
    "select read_text('/etc/passwd')",
    "select getenv('HOME')",
    'select count(*) from @x) --',
    'select "town"; drop table crashes',
    "select query('select 1')",
    'select pragma_database_list()',
    "select * where town = 'a' or (select 1) = 1",
    'select `town"; drop table crashes; --`',
    "select '5'::varchar",
    'select town::integer',
  ])('%s', async (text) => {
    expect((await refusal(text)).code).toMatch(/^query\.soql\./);
  });
  test('the table is still there', async () => expect(await ask('select count(*)')).toEqual([{ count: 6 }]));

  test('a name taken from data is quoted', async () => {
    await engine.run(
      sql`create table odd as select 1::bigint as _row, now()::timestamp as _updated_at, 'v' as ${ident('a"b')}`,
    );
    const source = new Source();
    const odd = datasetScope([{ name: 'a"b', type: 'text' }], { from: ident('odd'), comesBy: [] }, 1);
    const stage = compileQuery(parseQuery('select *', source), odd, {
      source,
      parameters: new Map(),
      now: '',
    });
    const [row] = await engine.rows<PageRow & object>(pageStatement(stage, 'own', 10));
    expect(JSON.parse(Buffer.from(pageOf(row!, 10).json).toString())).toEqual([{ 'a"b': 'v' }]);
  });
});
