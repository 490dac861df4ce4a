import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRowsContext, type RowsContext } from '../../../test/rows-context.ts';
import { sql } from '../../engine/sql.ts';
import { area as catalog } from '../catalog/index.ts';
import { area as portal, sodaRoutes } from './index.ts';

let context: RowsContext;
let quakes: { dataset: string; publicId: string; version: number };
let get: (path: string, headers?: Record<string, string>) => Promise<Response>;

beforeAll(async () => {
  context = await openRowsContext();
  quakes = await context.addVersion({
    title: 'Earthquakes',
    rows: sql`select * from (values
      ('Nevada', 'nn', 2.70::decimal(4,2), 15::bigint, timestamp '2012-09-14 22:38:01', true, '{"type":"Point","coordinates":[-117.6135,41.1085]}', date '2012-09-14'),
      ('Southern California', 'ci', 1.50, 35, timestamp '2012-09-14 22:14:45', false, '{"type":"Point","coordinates":[-118.1527,34.525]}', date '2012-09-14'),
      ('Puerto "Rico", region', 'pr', 4.20, null, null, null, null, null)
    ) t(region, source, magnitude, number_of_stations, occurred_at, reviewed, geolocation, day)`,
    columns: [
      { name: 'region', type: 'text', title: 'Region' },
      { name: 'source', type: 'text', title: 'Source' },
      { name: 'magnitude', type: 'decimal', title: 'Magnitude' },
      { name: 'number_of_stations', type: 'integer', title: 'Number of Stations' },
      { name: 'occurred_at', type: 'timestamp', title: 'Occurred At' },
      { name: 'reviewed', type: 'boolean', title: 'Reviewed' },
      { name: 'geolocation', type: 'geometry', title: 'Geolocation' },
      { name: 'day', type: 'date', title: 'Day' },
    ],
  });
  const handlers = new Map(
    [catalog, portal].flatMap((area) =>
      Object.entries(area.operations).map(
        ([verb, op]) => [op.name, (area.handlers as Record<string, unknown>)[verb]] as const,
      ),
    ),
  );
  const app = sodaRoutes((async (
    op: { name: string; input: { parse(input: unknown): unknown } },
    input: unknown,
  ) =>
    (handlers.get(op.name) as (context: unknown, input: unknown) => Promise<unknown>)(
      context,
      op.input.parse(input),
    )) as never);
  get = async (path, headers = {}) => app.request(`http://portal.test${path}`, { headers });
});
afterAll(() => context.close());

const rows = async (query = '') =>
  (await get(`/resource/${quakes.publicId}.json${query}`)).json() as Promise<Record<string, unknown>[]>;
/** What a recorded answer of another portal looks like: members, and the kind of value each has. */
const recorded = (name: string) => {
  const text = readFileSync(new URL(`../../../test/golden/soda/http/${name}`, import.meta.url), 'utf8');
  const [head = '', body = ''] = text.replaceAll('\r', '').split(/\n\n([\s\S]*)/);
  const headers = Object.fromEntries(
    head
      .split('\n')
      .slice(1)
      .map((line) => [line.split(':')[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { status: Number(head.split(' ')[1]), headers, body: JSON.parse(body) };
};
const kindOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

describe('rows as SODA 2.1 clients expect them', () => {
  test('the form of each value', async () => {
    expect(await rows()).toEqual([
      {
        region: 'Nevada',
        source: 'nn',
        magnitude: '2.70',
        number_of_stations: '15',
        occurred_at: '2012-09-14T22:38:01.000',
        reviewed: true,
        geolocation: { type: 'Point', coordinates: [-117.6135, 41.1085] },
        day: '2012-09-14T00:00:00.000',
      },
      {
        region: 'Southern California',
        source: 'ci',
        magnitude: '1.50',
        number_of_stations: '35',
        occurred_at: '2012-09-14T22:14:45.000',
        reviewed: false,
        geolocation: { type: 'Point', coordinates: [-118.1527, 34.525] },
        day: '2012-09-14T00:00:00.000',
      },
      { region: 'Puerto "Rico", region', source: 'pr', magnitude: '4.20' },
    ]);
  });

  test('members that a recorded portal gives too have its kinds of value, and its headers are there', async () => {
    const other = recorded('soda-ruby/earthquakes_source_pr_where_gt_4.response');
    const ours = await get(`/resource/${quakes.publicId}.json?source=nn`);
    const [row] = (await ours.json()) as Record<string, unknown>[];
    const shared = Object.keys(other.body[0]).filter((name) => name in row!);
    expect(shared).toEqual([
      'region',
      'geolocation',
      'source',
      'magnitude',
      'number_of_stations',
      'occurred_at',
    ]);
    for (const name of shared)
      expect([name, kindOf(row![name])]).toEqual([name, kindOf(other.body[0][name])]);
    expect(ours.headers.get('content-type')).toBe(other.headers['content-type']);
    for (const name of ['x-soda2-fields', 'x-soda2-types', 'last-modified', 'etag']) {
      expect(other.headers[name], name).toBeDefined();
      expect(ours.headers.get(name), name).toBeTruthy();
    }
    const types = Object.fromEntries(
      JSON.parse(ours.headers.get('x-soda2-fields')!).map((name: string, at: number) => [
        name,
        JSON.parse(ours.headers.get('x-soda2-types')!)[at],
      ]),
    );
    expect(types).toEqual({
      region: 'text',
      source: 'text',
      magnitude: 'number',
      number_of_stations: 'number',
      occurred_at: 'floating_timestamp',
      reviewed: 'checkbox',
      geolocation: 'point',
      day: 'floating_timestamp',
    });
    expect(ours.headers.get('access-control-allow-origin')).toBe('*');
  });

  test.each([
    [
      '?$select=region&$where=magnitude > 2&$order=magnitude DESC',
      [{ region: 'Puerto "Rico", region' }, { region: 'Nevada' }],
    ],
    ["?$where=source = 'pr' and magnitude > 4&$select=source", [{ source: 'pr' }]],
    ['?source=ci&$select=source,magnitude', [{ source: 'ci', magnitude: '1.50' }]],
    ['?$select=count(*)', [{ count: '3' }]],
    [
      '?$select=max(magnitude),count(number_of_stations)',
      [{ max_magnitude: '4.20', count_number_of_stations: '2' }],
    ],
    [
      '?$select=day,count(*) as n&$group=day&$order=day',
      [{ day: '2012-09-14T00:00:00.000', n: '2' }, { n: '1' }],
    ],
    ['?$order=:id&$limit=1&$offset=1&$select=:id,source', [{ ':id': 'row-2', source: 'ci' }]],
    ['?$q=california&$select=source', [{ source: 'ci' }]],
    ['?$query=SELECT source WHERE within_box(geolocation, 42, -118, 41, -117)', [{ source: 'nn' }]],
    ['?$where=within_circle(geolocation, 34.5, -118.1, 10000)&$select=source', [{ source: 'ci' }]],
    ['?$limit=0', []],
    ['?$select=geolocation.latitude as lat&source=nn', [{ lat: '41.1085' }]],
    [
      "?$where=occurred_at between '2012-09-14T22:00:00' and '2012-09-14T22:30:00'&$select=source",
      [{ source: 'ci' }],
    ],
  ])('%s', async (query, expected) => {
    expect(await rows(query.replaceAll(' ', '%20'))).toEqual(expected);
  });

  test('CSV: every value in quotes, points as WKT, nothing for unknown', async () => {
    const answer = await get(
      `/resource/${quakes.publicId}.csv?$select=region,magnitude,reviewed,geolocation,day`,
    );
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(await answer.text()).toBe(
      '"region","magnitude","reviewed","geolocation","day"\n' +
        '"Nevada","2.70","true","POINT (-117.6135 41.1085)","2012-09-14T00:00:00.000"\n' +
        '"Southern California","1.50","false","POINT (-118.1527 34.525)","2012-09-14T00:00:00.000"\n' +
        '"Puerto ""Rico"", region","4.20",,,\n',
    );
  });

  test('GeoJSON is a collection with the point as geometry', async () => {
    const answer = (await (
      await get(`/resource/${quakes.publicId}.geojson?$select=source,geolocation&$limit=2`)
    ).json()) as object;
    expect(answer).toEqual({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          geometry: { type: 'Point', coordinates: [-117.6135, 41.1085] },
          properties: { source: 'nn' },
        },
        {
          type: 'Feature',
          geometry: { type: 'Point', coordinates: [-118.1527, 34.525] },
          properties: { source: 'ci' },
        },
      ],
      crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } },
    });
  });

  test('the form may come by Accept, and an unknown one is refused', async () => {
    expect(
      (await get(`/resource/${quakes.publicId}`, { accept: 'text/csv' })).headers.get('content-type'),
    ).toContain('text/csv');
    expect((await get(`/resource/${quakes.publicId}.rdf`)).status).toBe(400);
  });

  test('an unchanged answer is 304, until the query or the version is another', async () => {
    const first = await get(`/resource/${quakes.publicId}.json?source=nn`);
    const etag = first.headers.get('etag')!;
    expect((await get(`/resource/${quakes.publicId}.json?source=nn`, { 'if-none-match': etag })).status).toBe(
      304,
    );
    expect((await get(`/resource/${quakes.publicId}.json?source=ci`, { 'if-none-match': etag })).status).toBe(
      200,
    );
    const since = { 'if-modified-since': first.headers.get('last-modified')! };
    expect((await get(`/resource/${quakes.publicId}.json`, since)).status).toBe(304);
  });

  test('more rows than fit a page are sent in pieces, whole and once', async () => {
    const many = await context.addVersion({
      rows: sql`select i::bigint as n, 'text, "' || i || '"' as t from range(23456) t(i)`,
      columns: [
        { name: 'n', type: 'integer' },
        { name: 't', type: 'text' },
      ],
    });
    const ask = async (query: string) =>
      (await get(`/resource/${many.publicId}.json?${query}`)).json() as Promise<{ n: string; t: string }[]>;
    const all = await ask('$limit=50000');
    expect(all.map((row) => row.n)).toEqual(Array.from({ length: 23456 }, (_, n) => String(n)));
    expect(all[10_000]!.t).toBe('text, "10000"');
    const ordered = await ask('$limit=20000&$order=n desc&$offset=5');
    expect([ordered.length, ordered[0]!.n, ordered.at(-1)!.n]).toEqual([20000, '23450', '3451']);
    expect(await ask('$limit=9000&$where=n<0')).toEqual([]);
    // As a client pages: 1000 a time by default.
    expect((await ask('')).length).toBe(1000);
  });
});

describe('errors as SODA clients read them', () => {
  test('a dataset that is not there, member by member as recorded', async () => {
    const other = recorded('soda-ruby/404.response');
    const ours = await get('/resource/zzzz-zzzz.json');
    const body = (await ours.json()) as Record<string, unknown>;
    expect(ours.status).toBe(other.status);
    expect(Object.keys(body).sort()).toEqual(Object.keys(other.body).sort());
    expect([body['code'], body['error'], kindOf(body['data'])]).toEqual([
      other.body.code,
      other.body.error,
      kindOf(other.body.data),
    ]);
  });

  const known = new Set(
    Object.values(
      JSON.parse(
        readFileSync(new URL('../../../test/golden/soda/error-codes.json', import.meta.url), 'utf8'),
      ),
    ).flat(),
  );
  test.each([
    ['$where=magnitude >', 'query.soql.bad-parse'],
    ['$where=magnitud > 1', 'query.soql.no-such-column'],
    ['magnitud=1', 'query.soql.no-such-column'],
    ['$select=nofunction(magnitude)', 'query.soql.no-such-function'],
    ['$where=magnitude=source', 'query.soql.type-mismatch'],
    ['$where=count(*)>1', 'query.soql.aggregate-in-ungrouped-context'],
    ['$select=source,count(*)', 'query.soql.column-not-in-group-bys'],
    ['$select=source as a,region as a', 'query.soql.duplicate-alias'],
    ['$limit=many', 'req.bad-parameter'],
    ['$frobnicate=1', 'req.bad-parameter'],
  ])('%s is %s', async (query, code) => {
    const answer = await get(`/resource/${quakes.publicId}.json?${query.replaceAll(' ', '%20')}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code,
      error: true,
      message: expect.any(String),
      data: expect.any(Object),
    });
    expect(known.has(code), 'a code that clients know').toBe(true);
  });
});

describe('metadata', () => {
  test('a view has what clients of a recorded one read', async () => {
    const other = JSON.parse(
      readFileSync(
        new URL('../../../test/golden/soda/http/sodapy/create_foobar.json', import.meta.url),
        'utf8',
      ),
    );
    const view = (await (await get(`/api/views/${quakes.publicId}.json`)).json()) as Record<string, never>;
    for (const name of [
      'id',
      'name',
      'createdAt',
      'newBackend',
      'publicationStage',
      'rowsUpdatedAt',
      'viewLastModified',
      'viewType',
      'columns',
      'metadata',
    ])
      expect([name, kindOf(view[name])]).toEqual([name, kindOf(other[name])]);
    const [column] = view['columns'] as unknown as Record<string, unknown>[];
    for (const name of ['name', 'dataTypeName', 'fieldName', 'position', 'renderTypeName'])
      expect([name, kindOf(column![name])]).toEqual([name, kindOf(other.columns[0][name])]);
    expect(column).toMatchObject({ name: 'Region', fieldName: 'region', dataTypeName: 'text' });
  });

  test('rows.csv has titles and dates as people read them', async () => {
    const text = await (await get(`/api/views/${quakes.publicId}/rows.csv?accessType=DOWNLOAD`)).text();
    expect(text.split('\n').slice(0, 2)).toEqual([
      'Region,Source,Magnitude,Number of Stations,Occurred At,Reviewed,Geolocation,Day',
      'Nevada,nn,2.70,15,09/14/2012 10:38:01 PM,true,POINT (-117.6135 41.1085),09/14/2012',
    ]);
  });

  test('the catalogue pages until all results are there', async () => {
    const other = JSON.parse(
      readFileSync(
        new URL('../../../test/golden/soda/http/sodapy/get_datasets.json', import.meta.url),
        'utf8',
      ),
    );
    const all = (await (await get('/api/catalog/v1')).json()) as {
      results: Record<string, Record<string, unknown>>[];
      resultSetSize: number;
    };
    expect(all.results.length).toBe(all.resultSetSize);
    for (const part of ['resource', 'classification', 'metadata', 'permalink', 'link'])
      expect(other.results[0][part], part).toBeDefined();
    const one = all.results.find((entry) => entry['resource']!['id'] === quakes.publicId)!;
    for (const name of [
      'name',
      'id',
      'description',
      'type',
      'updatedAt',
      'createdAt',
      'columns_name',
      'columns_field_name',
    ])
      expect([name, kindOf(one['resource']![name])]).toEqual([name, kindOf(other.results[0].resource[name])]);
    const page = (await (await get('/api/catalog/v1?limit=1&offset=1')).json()) as typeof all;
    expect([page.results.length, page.resultSetSize]).toEqual([1, all.resultSetSize]);
    const chosen = (await (await get(`/api/catalog/v1?ids=${quakes.publicId}`)).json()) as typeof all;
    expect(chosen.results.map((entry) => entry['resource']!['id'])).toEqual([quakes.publicId]);
  });
});

test('columns that are owed until a day stand in the view and in the dictionary, and no longer', async () => {
  const { columns: before } = (await (await get(`/api/views/${quakes.publicId}.json`)).json()) as {
    columns: { fieldName: string }[];
  };
  await context.store.write((tx) =>
    tx
      .insertInto('schema_change')
      .values({
        id: 'change-1',
        dataset: quakes.dataset,
        kind: 'rename',
        field: 'network',
        becomes: 'source',
        reason: 'As the agency calls it now.',
        effective_on: '2027-01-01',
        announced_at: '2026-11-20T12:00:00.000Z',
        announced_by: 'test',
        state: 'announced',
      })
      .execute(),
  );
  const view = (await (await get(`/api/views/${quakes.publicId}.json`)).json()) as {
    columns: { fieldName: string; id: number; description?: string }[];
  };
  expect(view.columns.slice(0, -1).map(({ fieldName }) => fieldName)).toEqual(
    before.map(({ fieldName }) => fieldName),
  );
  expect(view.columns.at(-1)).toMatchObject({
    fieldName: 'network',
    description: 'The old name of source, answered until 2027-01-01. Use source in its place.',
  });
  expect(new Set(view.columns.map(({ id }) => id)).size).toBe(view.columns.length);
  expect(await rows('?$select=network&$where=region=%27Nevada%27')).toEqual([{ network: 'nn' }]);
  const csv = async () =>
    String((await portal.handlers['download-dictionary'](context, { dataset: quakes.publicId })).body);
  expect(await csv()).toContain('\nnetwork,network,"The old name of source, answered until 2027-01-01.');
  context.clock.moveTo('2027-01-02T12:00:00.000Z');
  expect(await csv()).not.toContain('network');
});
