import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext, uploadOf } from '../../../test/context.ts';
import { literal, sql } from '../../engine/sql.ts';
import type { IngestResult } from './contract.ts';
import { area, openContent, versionAt } from './index.ts';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());

async function load(
  content: string | Uint8Array,
  filename: string,
  input: object = {},
): Promise<IngestResult> {
  const { job } = await area.handlers.ingest(
    context.asked({ upload: uploadOf(content, filename) }),
    input as never,
  );
  return (await context.run(job, area.jobs as never)) as IngestResult;
}

/** Rows of the current version, without the two columns that every version has. */
async function stored(result: IngestResult): Promise<Record<string, unknown>[]> {
  const version = await versionAt(context.store.read, result.dataset);
  const content = await openContent(context, version, 'read-rows');
  return context.engine.rows(
    sql`select * exclude (_row, _updated_at) from ${await content.rows()} order by _row`,
  );
}

const typesOf = (result: IngestResult) =>
  Object.fromEntries(result.columns.map((one) => [one.name, one.type]));
const lines = (...rows: string[]) => `${rows.join('\n')}\n`;
const repeat = (row: string, times: number) => Array.from({ length: times }, () => row);

describe('the type of a column, from all of its cells', () => {
  it.each([
    ['whole numbers', ['1', '-2', '30'], 'integer', ['1', '-2', '30']],
    ['digits that no 64 bits hold', ['1', '12345678901234567890'], 'decimal', ['1', '12345678901234567890']],
    ['decimals, exactly', ['1', '2.50', '0.125'], 'decimal', ['1.000', '2.500', '0.125']],
    ['numbers with an exponent', ['1.5e-3', '2'], 'double', [0.0015, 2]],
    ['exponents without a sign', ['1e5', '-2E3', '7'], 'integer', ['100000', '-2000', '7']],
    ['exponents and a fraction', ['1e2', '0.5'], 'decimal', ['100.0', '0.5']],
    ['exponents past any whole number', ['1e300', '12'], 'double', [1e300, 12]],
    [
      'an exponent beside twenty digits',
      ['12345678901234567890', '3e17'],
      'decimal',
      ['12345678901234567890', '300000000000000000'],
    ],
    [
      'an exponent no exact type holds',
      ['12345678901234567890', '1e300'],
      'text',
      ['12345678901234567890', '1e300'],
    ],
    ['plant codes', ['1E5', '2A7', '300'], 'text', ['1E5', '2A7', '300']],
    ['codes of one length', ['121', '1E3', '123'], 'text', ['121', '1E3', '123']],
    ['thousands separators', ['1,234', '12', '1,234,567'], 'integer', ['1234', '12', '1234567']],
    ['money', ['$1,234.50', '$2'], 'decimal', ['1234.50', '2.00']],
    ['a leading zero anywhere', ['12', '06002'], 'text', ['12', '06002']],
    [
      'telephone numbers with a plus',
      ['+18605551234', '+18605551235'],
      'text',
      ['+18605551234', '+18605551235'],
    ],
    ['truth', ['true', 'FALSE'], 'boolean', [true, false]],
    [
      'ISO dates',
      ['2020-02-29', '0001-01-01', '9999-12-31'],
      'date',
      ['2020-02-29', '0001-01-01', '9999-12-31'],
    ],
    ['dates, month first as here', ['01/02/2024', '3/4/2024'], 'date', ['2024-01-02', '2024-03-04']],
    ['dates that can only be day first', ['01/02/2024', '13/02/2024'], 'date', ['2024-02-01', '2024-02-13']],
    [
      'midnight in every row',
      ['01/02/2024 12:00:00 AM', '01/03/2024 12:00:00 AM'],
      'date',
      ['2024-01-02', '2024-01-03'],
    ],
    [
      'times after noon',
      ['01/02/2024 12:00:00 AM', '01/03/2024 01:05:09 PM'],
      'timestamp',
      ['2024-01-02T00:00:00', '2024-01-03T13:05:09'],
    ],
    ['named months', ['20-Nov-08', '1-MAY-1999'], 'date', ['2008-11-20', '1999-05-01']],
    ['long months', ['November 20, 2008', 'May 1 1999'], 'date', ['2008-11-20', '1999-05-01']],
    ['two-digit years about the pivot 29', ['1/1/29', '1/1/30'], 'date', ['2029-01-01', '1930-01-01']],
    [
      'a zone',
      ['2020-01-01T00:30:00+01:00', '2020-06-01T00:00:00Z'],
      'timestamp',
      ['2019-12-31T23:30:00', '2020-06-01T00:00:00'],
    ],
    ['times of day', ['8:15', '23:59:59'], 'time', ['08:15:00', '23:59:59']],
    ['times of day by halves', ['8:15 AM', '12:00 PM'], 'time', ['08:15:00', '12:00:00']],
    ['marks of nothing among numbers', ['1', '-', 'NA', '', '2'], 'integer', ['1', null, null, null, '2']],
    ['marks of nothing alone', ['-', '-'], 'text', ['-', '-']],
    ['ranges among codes', ['31-33', '42', '44-45'], 'text', ['31-33', '42', '44-45']],
    ['spaces about numbers', [' 1', '2 '], 'integer', ['1', '2']],
    ['spaces about words', [' a', 'b '], 'text', [' a', 'b ']],
    ['numbers that are not', ['inf', 'NaN', '1'], 'text', ['inf', 'NaN', '1']],
    ['formulas', ['=1+1', '+2'], 'text', ['=1+1', '+2']],
  ])('%s', async (_, cells, type, values) => {
    const result = await load(lines('k,v', ...cells.map((cell) => `x,"${cell}"`)), 'types.csv');
    expect(typesOf(result)).toEqual({ k: 'text', v: type });
    expect((await stored(result)).map((row) => row['v'])).toEqual(values);
    expect(result.cells_rejected).toBe(0);
  });

  it('a leading zero in row 30,000 is enough', async () => {
    const rows = Array.from({ length: 30_000 }, (_, at) => `${10_000 + at},${at}`);
    rows[29_999] = '06002,1';
    const result = await load(lines('zip,n', ...rows), 'late-zero.csv');
    expect(typesOf(result)).toEqual({ zip: 'text', n: 'integer' });
    expect((await stored(result)).at(-1)).toEqual({ zip: '06002', n: '1' });
  });

  it('99 of 100 fit: the column is typed and the misfit kept beside; 98: it is text', async () => {
    const result = await load(lines('v,w', ...repeat('1,2', 98), '1,oops', 'oops,oops'), 'fit.csv');
    expect(typesOf(result)).toEqual({ v: 'integer', w: 'text' });
    expect(result.cells_rejected).toBe(1);
    const [v] = result.columns;
    expect([v!.filled, v!.rejected, v!.fit]).toEqual([99, 1, 0.99]);
    const answer = await area.handlers['list-rejected-cells'](context, {
      dataset: result.dataset,
      limit: 10,
    } as never);
    expect(answer.cells).toEqual([{ row: 100, column: 'v', text: 'oops', reason: 'Not a whole number.' }]);
  });

  it.each([
    ['1.5 is not rounded to 2', 'integer', [...repeat('1', 200)], '1-5'],
    ['1_000 is not 1000', 'integer', repeat('1', 200), '1_000'],
    ['12E3 is not 12000', 'integer', repeat('1', 200), '12E3'],
    ['1,23 is not 123', 'integer', [...repeat('1', 200), '1,234'], '1,23'],
    ['inf is no number', 'decimal', [...repeat('1.5', 200)], 'inf'],
    ['yes is not true', 'boolean', repeat('true', 200), 'yes'],
    ['a day that does not exist', 'date', repeat('01/15/2020', 200), '02/30/2020'],
    ['year 0', 'date', repeat('2020-01-15', 200), '0000-01-15'],
    ['an hour that does not exist', 'time', repeat('08:15', 200), '25:15x'],
  ])('among many that fit, %s', async (_, type, cells, bad) => {
    const result = await load(lines('k,v', ...[...cells, bad].map((cell) => `x,"${cell}"`)), 'misfit.csv');
    // A hyphen between digits makes codes of a column of whole numbers.
    if (bad === '1-5') {
      expect(typesOf(result)['v']).toBe('text');
      return;
    }
    expect(typesOf(result)['v']).toBe(type);
    expect(result.cells_rejected).toBe(1);
    expect((await stored(result)).at(-1)!['v']).toBeNull();
    const answer = await area.handlers['list-rejected-cells'](context, {
      dataset: result.dataset,
      limit: 10,
    } as never);
    expect(answer.cells.map((one) => [one.row, one.text])).toEqual([[cells.length + 1, bad]]);
  });

  it('a person may say otherwise', async () => {
    const result = await load('id,n\n1,2\n3,4\n', 'given.csv', { types: { id: 'text' } });
    expect(typesOf(result)).toEqual({ id: 'text', n: 'integer' });
  });
});

describe('every format comes to the same table', () => {
  const table = [
    { name: 'Ansonia', zip: '06401', n: '1' },
    { name: 'Windsor "Locks"\nNorth', zip: '06096', n: null },
  ];
  it.each([
    ['CSV', 'name,zip,n\nAnsonia,06401,1\n"Windsor ""Locks""\nNorth",06096,\n', 'CSV'],
    ['CSV with a mark', '\uFEFFname,zip,n\nAnsonia,06401,1\n"Windsor ""Locks""\nNorth",06096,\n', 'CSV'],
    ['CSV of CR LF lines', 'name,zip,n\r\nAnsonia,06401,1\r\n"Windsor ""Locks""\nNorth",06096,\r\n', 'CSV'],
    ['TSV', 'name\tzip\tn\nAnsonia\t06401\t1\n"Windsor ""Locks""\nNorth"\t06096\t\n', 'TSV'],
    [
      'JSON',
      JSON.stringify([
        { name: 'Ansonia', zip: '06401', n: 1 },
        { name: table[1]!.name, zip: '06096' },
      ]),
      'JSON',
    ],
    [
      'JSON in an object',
      JSON.stringify({
        ok: true,
        data: [
          { name: 'Ansonia', zip: '06401', n: 1 },
          { name: table[1]!.name, zip: '06096', n: null },
        ],
      }),
      'JSON',
    ],
    [
      'NDJSON',
      `{"name":"Ansonia","zip":"06401","n":1}\n${JSON.stringify({ name: table[1]!.name, zip: '06096' })}\n`,
      'NDJSON',
    ],
  ])('%s', async (_, text, format) => {
    const result = await load(text, 'no-extension');
    expect(result.dialect['format']).toBe(format);
    expect(await stored(result)).toEqual(table);
    const packed = await load(gzipSync(text), 'misleading.pdf');
    expect(packed.dialect).toMatchObject({ format, packing: 'gzip' });
    expect(await stored(packed)).toEqual(table);
  });

  it.each([
    [
      'UTF-16 LE',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('name,n\nAño,1\n', 'utf16le')]),
      'UTF-16 LE',
      'Año',
    ],
    [
      'UTF-16 BE',
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('name,n\nAño,1\n', 'utf16le').swap16()]),
      'UTF-16 BE',
      'Año',
    ],
    ['Latin-1', Buffer.from('name,n\nAño,1\n', 'latin1'), 'Windows-1252', 'Año'],
    [
      'Windows-1252',
      Buffer.from([...Buffer.from('name,n\n'), 0x93, 0x41, 0x94, ...Buffer.from(',1\n')]),
      'Windows-1252',
      '“A”',
    ],
  ])('text in %s', async (_, bytes, encoding, name) => {
    const result = await load(bytes, 'encoded.csv');
    expect(result.dialect['encoding']).toBe(encoding);
    expect(await stored(result)).toEqual([{ name, n: '1' }]);
  });

  it('encodings mixed line by line', async () => {
    const bytes = Buffer.concat([Buffer.from('name,n\nAño,1\n', 'utf8'), Buffer.from('Año,2\n', 'latin1')]);
    const result = await load(bytes, 'mixed.csv');
    expect(result.dialect['encoding']).toBe('UTF-8, and Windows-1252 in 1 lines');
    expect((await stored(result)).map((row) => row['name'])).toEqual(['Año', 'Año']);
  });

  it('GeoJSON: properties, and the shape as text', async () => {
    const shape = { type: 'Point', coordinates: [-72.674165, 41.764] };
    const features = [
      { type: 'Feature', id: 7, properties: { town: 'Hartford', fips: '0637000' }, geometry: shape },
    ];
    const result = await load(JSON.stringify({ type: 'FeatureCollection', features }), 'towns.geojson');
    expect(typesOf(result)).toEqual({ id: 'integer', town: 'text', fips: 'text', geometry: 'geometry' });
    expect(JSON.parse((await stored(result))[0]!['geometry'] as string)).toEqual(shape);
  });

  it('JSON: every key anywhere is a column, long numbers keep their digits, nested values stay JSON', async () => {
    const result = await load(
      '[{"a":12345678901234567890,"b":[1,{"c":0.10}]},{"a":1},{"late":"x","b":{}}]',
      'x.json',
    );
    expect(typesOf(result)).toEqual({ a: 'decimal', b: 'json', late: 'text' });
    expect((await stored(result)).map((row) => row['a'])).toEqual(['12345678901234567890', '1', null]);
  });

  it('NDJSON whose first line is longer than the look at its head', async () => {
    const long = 'x'.repeat(70_000);
    const result = await load(`{"a":"${long}"}\n{"a":"y"}\n`, 'long.ndjson');
    expect(result).toMatchObject({ rows_stored: 2, dialect: { format: 'NDJSON' } });
  });

  it('Parquet: types as they are, nested ones as JSON, numbers that are none set aside', async () => {
    const file = `${context.home}/nested.parquet`;
    await context.engine.run(
      sql`copy (select 1::utinyint as "A b", 'inf'::double as f, [1, 2] as list, {'x': 1, 'y': 'z'} as point,
        18446744073709551615::ubigint as big, timestamptz '2020-01-01 00:30:00+01' as at, '\\xAA'::blob as raw, 0.1::float as narrow)
        to ${literal(file)} (format parquet)`,
    );
    const { job } = await area.handlers.ingest(context, { path: file } as never);
    const result = (await context.run(job, area.jobs as never)) as IngestResult;
    expect(await stored(result)).toEqual([
      {
        a_b: '1',
        f: null,
        list: '[1,2]',
        point: '{"x":1,"y":"z"}',
        big: '18446744073709551615',
        at: '2019-12-31T23:30:00',
        raw: 'aa',
        narrow: 0.1,
      },
    ]);
    const rejected = await area.handlers['list-rejected-cells'](context, {
      dataset: result.dataset,
      limit: 9,
    } as never);
    expect(rejected.cells).toEqual([{ row: 1, column: 'f', text: 'inf', reason: 'Not a number.' }]);
  });
});

describe('what an ingest leaves', () => {
  it('numbers rows as the source does, also around rows set aside', async () => {
    const result = await load('a,b\n1,x\n2\n3,y\n', 'gap.csv');
    expect(result).toMatchObject({ rows_in: 3, rows_stored: 2, rows_quarantined: 1 });
    const version = await versionAt(context.store.read, result.dataset);
    const content = await openContent(context, version, 'read-rows');
    expect(await context.engine.rows(sql`select _row, a from ${await content.rows()} order by _row`)).toEqual(
      [
        { _row: '1', a: '1' },
        { _row: '3', a: '3' },
      ],
    );
    const aside = await area.handlers['list-quarantined-rows'](context, {
      dataset: result.dataset,
      limit: 9,
    } as never);
    expect(aside.rows).toEqual([{ row: 2, line: 3, text: '2', reason: '1 cell where the head has 2.' }]);
  });

  it('keeps the source byte for byte, its checksum, and those of its own files', async () => {
    const text = 'a,b\n1,2\n';
    const result = await load(text, 'source.csv');
    const version = await versionAt(context.store.read, result.dataset);
    expect(version).toMatchObject({ sourceName: 'source.csv', sourceBytes: 8, mediaType: 'text/csv' });
    // printf 'a,b\n1,2\n' | sha256sum
    expect(version.sourceSha256).toBe('492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470');
    const kept = await context.store.read
      .selectFrom('version_part')
      .select('file')
      .where('dataset', '=', version.dataset)
      .where('kind', '=', 'source')
      .executeTakeFirstOrThrow();
    const { readFile } = await import('node:fs/promises');
    const { zstdDecompressSync } = await import('node:zlib');
    expect(zstdDecompressSync(await readFile(join(context.lake.root, kept.file))).toString()).toBe(text);
  });

  it('tells the areas to its right, in the transaction of the manifest', async () => {
    const before = context.told.length;
    const result = await load('a\n1\n', 'told.csv', { title: 'Told', agency: 'DOT' });
    expect(context.told.slice(before).map((one) => one.name)).toEqual([
      'dataset-registered',
      'version-added',
    ]);
    expect(await area.handlers['show-dataset'](context, { dataset: result.dataset })).toMatchObject({
      title: 'Told',
      agency: 'DOT',
      current_version: 1,
      rows_stored: 1,
      versions: 1,
    });
  });

  it('takes no code that no agency has, and says which are like it; a home without agencies takes any', async () => {
    const { write } = context.store;
    await write((tx) =>
      tx
        .insertInto('agency')
        .values([
          {
            code: 'DOT',
            name: 'Department of Transportation',
            kind: 'executive',
            head: null,
            head_contact: null,
          },
          { code: 'OPM', name: 'Office of Policy', kind: 'executive', head: null, head_contact: null },
        ])
        .execute(),
    );
    const before = context.queued.length;
    await expect(load('a\n1\n', 'a.csv', { agency: 'DOTT' })).rejects.toMatchObject({
      code: 'agencies.no-such-agency',
      remedy: 'Codes like it: DOT. List the agencies to see them all.',
    });
    expect(context.queued).toHaveLength(before);
    await expect(load('a\n1\n', 'a.csv', { agency: 'OPM' })).resolves.toMatchObject({ rows_stored: 1 });
    await write((tx) => tx.deleteFrom('agency').execute());
    await expect(load('a\n3\n', 'a.csv', { agency: 'XXX' })).resolves.toMatchObject({ rows_stored: 1 });
  });

  it('makes no second version of the very same file', async () => {
    const first = await load('a\n1\n2\n', 'same.csv');
    const second = await load('a\n1\n2\n', 'same.csv', { dataset: first.dataset });
    expect([second.version, second.new_version]).toEqual([1, false]);
  });
});

const cell = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.string({
      unit: fc.constantFrom(
        'a',
        '0',
        '1',
        '-',
        '.',
        ' ',
        '"',
        ',',
        '\n',
        '\r',
        ';',
        '/',
        'é',
        '😀',
        "'",
        '\t',
      ),
      maxLength: 9,
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .oneof(
        fc.integer(),
        fc.float({ noNaN: true }),
        fc.date({ noInvalidDate: true }).map((day) => day.toISOString()),
      )
      .map(String),
  },
);

it('loses no row and changes no text cell, whatever the table and however it is written', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .integer({ min: 2, max: 4 })
        .chain((width) =>
          fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
        ),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.array(fc.constantFrom('x', '"', ','), { maxLength: 3 }),
      async (table, delimiter, lineEnd, junk) => {
        const head = table[0]!.map((_, at) => `col${at}`);
        const write = (text: string) => `"${text.replaceAll('"', '""')}"`;
        // Junk lines in the middle may be set aside, alone or with what their quotes swallow, but never dropped.
        const rows = table.map((row) => row.map(write).join(delimiter));
        const text = [head.join(delimiter), ...rows, ...junk].join(lineEnd);
        const result = await load(text, 'any.csv', { delimiter, header: true });
        expect(result.rows_in).toBe(result.rows_stored + result.rows_quarantined);
        const read = await stored(result);
        for (const [at, row] of table.entries()) {
          for (const [column, { name, type }] of result.columns.entries()) {
            if (type === 'text') expect(read[at]![name] ?? '').toBe(row[column]);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

describe('open from the first version on', () => {
  it('when the ground is given with the file: the decision is recorded, nothing is sealed, later versions follow', async () => {
    const decided = { ground: 'already-published', reviewer: 'Ada' };
    const first = await load('a,b\n1,2\n', 'open.csv', decided);
    const second = await load('a,b\n1,3\n', 'open.csv', { dataset: first.dataset });
    for (const { dataset, version } of [first, second]) {
      const made = await versionAt(context.store.read, dataset, { version });
      expect(made.release).not.toBeNull();
      expect(made.sealedBy).toBeNull();
    }
    const decisions = await context.store.read
      .selectFrom('release_decision')
      .innerJoin('dataset', 'dataset.id', 'release_decision.dataset')
      .select(['kind', 'ground', 'reviewer', 'release_decision.version'])
      .where('public_id', '=', first.dataset)
      .where('reviewer', '=', decided.reviewer)
      .orderBy('kind')
      .orderBy('release_decision.version')
      .execute();
    expect(decisions).toEqual([
      { kind: 'standing', version: null, ...decided },
      { kind: 'version', version: 1, ...decided },
      { kind: 'version', version: 2, ...decided },
    ]);
  });

  it('is refused for a ground that is not in force, and for a dataset that is here already', async () => {
    await expect(load('a\n1\n', 'x.csv', { ground: 'because' })).rejects.toMatchObject({
      code: 'catalog.no-such-class',
    });
    const { dataset } = await load('a\n1\n', 'x.csv');
    await expect(load('a\n2\n', 'x.csv', { dataset, ground: 'already-published' })).rejects.toMatchObject({
      code: 'catalog.not-opened-by-loading',
    });
  });
});
