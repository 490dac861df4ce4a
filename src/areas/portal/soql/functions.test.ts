import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDuckdb } from '../../../engine/duckdb/open.ts';
import type { Engine } from '../../../engine/engine.ts';
import { sql } from '../../../engine/sql.ts';
import { type PageRow, pageOf, pageStatement } from '../page-statement.sql.ts';
import { compileQuery } from './compile-query.ts';
import { functionTable, unsupportedFunctions } from './function-table.ts';
import { parseQuery } from './parse-query.ts';
import { datasetScope } from './scope.ts';
import { Source } from './source.ts';

interface Signature {
  name: string;
  form: 'function' | 'operator' | 'cast';
  params: string[];
  where?: Record<string, string>;
  kind: string;
}
const golden: { engine: Signature[]; documented: { signature: string; versions: string[] }[] } = JSON.parse(
  readFileSync(new URL('../../../../test/golden/soda/soql-functions.json', import.meta.url), 'utf8'),
);

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oak-functions-'));
  engine = await openDuckdb({ memoryLimitMb: 200, threads: 1, tempFolder: join(folder, 'spill') });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

const scope = datasetScope(
  [
    { name: 'number', type: 'decimal' },
    { name: 'text', type: 'text' },
    { name: 'flag', type: 'boolean' },
    { name: 'moment', type: 'timestamp' },
    { name: 'place', type: 'geometry' },
    { name: 'details', type: 'json' },
  ],
  {
    comesBy: [],
    from: sql`(select 1::bigint as _row, timestamp '2026-01-02 03:04:05' as _updated_at, 12.5::decimal(10,2) as number, 'Ice on road' as text, true as flag, timestamp '2020-03-04 05:06:07' as moment, '{"type":"Point","coordinates":[-72.5,41.5]}' as place, '{"a":[1,2]}' as details) t`,
  },
  1,
);

async function answer(expression: string): Promise<unknown> {
  const source = new Source();
  const stage = compileQuery(parseQuery(`select ${expression} as v`, source), scope, {
    source,
    parameters: new Map(),
    now: '2026-11-23T12:00:00.000Z',
  });
  const [row] = await engine.rows<PageRow & object>(pageStatement(stage, 'own', 1));
  return (JSON.parse(Buffer.from(pageOf(row!, 1).json).toString()) as { v: unknown }[])[0]!.v;
}

describe('the functions of the language', () => {
  const names = new Set(
    golden.engine.filter((one) => one.form === 'function' && one.name !== 'count(*)').map((one) => one.name),
  );
  test('each is here or refused by name, and none is both', () => {
    const missing = [...names].filter(
      (name) => name !== 'get_utc_date' && !functionTable.has(name) && !unsupportedFunctions.has(name),
    );
    expect(missing).toEqual([]);
    expect([...unsupportedFunctions].filter((name) => functionTable.has(name))).toEqual([]);
  });

  const documented = golden.documented.filter((one) => one.versions.includes('2.1'));
  const named = documented.flatMap((one) => /^(\w+)\(/.exec(one.signature)?.[1] ?? []);
  test('of the 46 documented, those not answered are these', () => {
    expect(golden.documented).toHaveLength(46);
    expect(named.filter((name) => !functionTable.has(name)).sort()).toEqual([
      'convex_hull',
      'extent',
      'simplify',
      'simplify_preserve_topology',
    ]);
  });

  /** An argument for each type; a signature whose arguments we do not have is one we do not claim. */
  const sample: Record<string, string | undefined> = {
    number: 'number',
    double: 'number',
    text: 'text',
    boolean: 'flag',
    floating_timestamp: 'moment',
    fixed_timestamp: ':updated_at',
    point: 'place',
    json: 'details',
    interval: "'P1D'::interval",
  };
  const ofClass: Record<string, string> = {
    NumLike: 'number',
    Ordered: 'text',
    TimestampLike: 'moment',
    GeospatialLike: 'place',
  };
  const claimed = golden.engine.flatMap((one) => {
    if (one.form !== 'function' || !functionTable.has(one.name)) return [];
    const args = one.params.map((type) => {
      const found = sample[type];
      if (found !== undefined)
        return one.name.includes('_timestamp') || one.name.startsWith('date_')
          ? zoneOr(one, type, found)
          : found;
      // A type we do not hold (datestamp, location, polygon …); a and b are variables.
      if (type.length > 1) return undefined;
      const group = one.where?.[type] ?? '';
      if (/Interval/.test(group)) return sample['interval'];
      return (
        Object.entries(ofClass).find(([name]) => group.startsWith(name))?.[1] ??
        (group === '' || /Equat|AllTypes/.test(group) ? 'text' : 'number')
      );
    });
    return args.includes(undefined) ? [] : [[`${one.name}(${args.join(', ')})`, one.kind] as const];
  });
  function zoneOr(one: Signature, type: string, found: string): string {
    return type === 'text' && one.params[0] === 'fixed_timestamp' ? "'America/New_York'" : found;
  }
  const special: Record<string, string> = {
    within_polygon: "within_polygon(place, 'POLYGON ((-73 41, -72 41, -72 42, -73 42, -73 41))')",
    count: 'count(text)',
  };

  test('there are many', () => expect(claimed.length).toBeGreaterThan(90));
  test.each(claimed)('%s runs', async (call, kind) => {
    const name = call.slice(0, call.indexOf('('));
    const text = special[name] ?? call;
    await expect(answer(kind === 'window' ? `${text} over (order by number)` : text)).resolves.not.toThrow();
  });
});

describe('what they give (worked out by hand)', () => {
  test.each<[string, unknown]>([
    ["upper(text) || '!'", 'ICE ON ROAD!'],
    ['substring(text, 5)', 'on road'],
    ['substring(text, 1, 3)', 'Ice'],
    ["split_part(text, ' ', 3)", 'road'],
    ["left_pad('6002', 5, '0')", '06002'],
    ["unaccent('Café')", 'Cafe'],
    ['length(text)', 11],
    ["replace(text, 'Ice', 'Snow')", 'Snow on road'],
    ['number / 2', 6.25],
    ['number + 1', 13.5],
    ['-number', -12.5],
    ['10 % 4', 2],
    ['2 ^ 10', 1024],
    ['2 ^ 3 ^ 2', 512],
    ['round(12.345, 1)', 12.3],
    ['width_bucket(number, 0, 100, 10)', 2],
    ['signed_magnitude_10(1250)', 4],
    ['signed_magnitude_10(-7)', -1],
    ['signed_magnitude_linear(25, 10)', 3],
    ['date_trunc_y(moment)', '2020-01-01T00:00:00'],
    ['date_trunc_ym(moment)', '2020-03-01T00:00:00'],
    ['date_trunc_ymd(moment)', '2020-03-04T00:00:00'],
    ['date_extract_dow(moment)', 3],
    ['date_extract_woy(moment)', 10],
    ['date_extract_mm(moment)', 6],
    ["date_diff_d(moment, '2020-03-01T00:00:00')", 3],
    ["date_add(moment, 'P1M'::interval)", '2020-04-04T05:06:07'],
    ["moment - 'PT1H'::interval", '2020-03-04T04:06:07'],
    ["to_floating_timestamp(:updated_at, 'America/New_York')", '2026-01-01T22:04:05'],
    ['get_utc_date()', '2026-11-23T12:00:00Z'],
    ['least(3, 1, 2)', 1],
    ["greatest('a', 'b')", 'b'],
    ['iif(flag, 1, 2)', 1],
    ["nullif(text, 'Ice on road')", null],
    ['details.a', [1, 2]],
    ['details.a[1]', 2],
    ['place.longitude', -72.5],
    ["intersects(place, 'POLYGON ((-73 41, -72 41, -72 42, -73 42, -73 41))')", true],
    // A hole of the polygon round the point.
    [
      "within_polygon(place, 'POLYGON ((-73 41, -72 41, -72 42, -73 42, -73 41), (-72.6 41.4, -72.4 41.4, -72.4 41.6, -72.6 41.6, -72.6 41.4))')",
      false,
    ],
    ["'2.50'::number", 2.5],
    ["'x'::number", null],
    ['number::text', '12.50'],
    ['flag::text', 'true'],
    ['moment::text', '2020-03-04T05:06:07.000'],
  ])('%s', async (expression, expected) => {
    expect(await answer(expression)).toEqual(expected);
  });

  test('a degree of latitude is 111.2 km (π/180 of 6,371.0088 km)', async () => {
    const metres = (await answer(
      "distance_in_meters('POINT (-72 41)'::point, 'POINT (-72 42)'::point)",
    )) as number;
    expect(metres).toBeCloseTo((Math.PI / 180) * 6_371_008.8, 3);
  });

  test('padding cannot be made to fill the memory', async () => {
    expect(await answer("length(left_pad('', 2000000000, 'x'))")).toBe(10_000);
  });
});

test('replacements inside replacements end in nothing, not in memory', async () => {
  const times = (levels: number) =>
    Array.from({ length: levels }).reduce<string>(
      (inner) => `replace(${inner}, 'a', 'aaaaaaaaaa')`,
      "replace(text, 'Ice on road', 'a')",
    );
  expect(await answer(`length(${times(4)})`)).toBe(10_000);
  expect(await answer(times(5))).toBeNull();
  const before = process.memoryUsage.rss();
  expect(await answer(times(12))).toBeNull();
  expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 2 ** 20);
});
