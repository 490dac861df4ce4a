import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckdb } from '../../../engine/duckdb/open.ts';
import type { Engine } from '../../../engine/engine.ts';
import { ident, join, literal, sql } from '../../../engine/sql.ts';
import type { FieldProfile } from '../profile.ts';
import { profileRows } from './profile-rows.ts';
import { roundBars } from './round-bounds.ts';

const deaths = path(
  import.meta.dirname,
  '../../../../examples/connecticut/data/accidental-drug-deaths-2012-2022.csv',
);

let engine: Engine;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path(tmpdir(), 'oak-profile-'));
  engine = await openDuckdb({ memoryLimitMb: 300, threads: 2, tempFolder: path(folder, 'spill') });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the profile of accidental drug deaths, 2012 to 2022', () => {
  let fields: Map<string, FieldProfile>;
  beforeAll(async () => {
    const file = path(folder, 'deaths.csv');
    await writeFile(file, (await readFile(deaths, 'utf8')).replace(/^\uFEFF/, ''));
    const text = [
      'Sex',
      'Race',
      'Residence City',
      'Injury City',
      'Cause of Death',
      'Fentanyl',
      'Ethnicity',
      'Date Type',
    ];
    const rows = sql`(SELECT strptime("Date", '%m/%d/%Y')::DATE AS "Date", "Age"::BIGINT AS "Age", ${join(text.map((name) => ident(name)))}
      FROM read_csv(${literal(file)}, all_varchar = true, header = true, quote = '"', escape = '"')) AS deaths`;
    const profile = await profileRows(engine, rows, [
      { name: 'Date', title: 'Date', type: 'date' },
      { name: 'Age', title: 'Age', type: 'integer' },
      ...text.map((name) => ({ name, title: name, type: 'text' as const })),
    ]);
    expect(profile.rows).toBe(10_654);
    fields = new Map(profile.fields.map((field) => [field.field, field]));
  });

  // Counted apart from this program, with Python's csv module over the same file.
  it('counts dates, ages and words as a count by hand does', () => {
    expect(fields.get('Date')).toMatchObject({
      nulls: 0,
      distinct: 3520,
      min: '2012-01-01',
      max: '2022-12-31',
    });
    expect(fields.get('Age')).toMatchObject({
      nulls: 2,
      distinct: 70,
      min: '13',
      max: '87',
      quantiles: { p50: '43' },
    });
    expect(fields.get('Sex')!.top).toEqual([
      { value: 'Male', rows: 7890 },
      { value: 'Female', rows: 2755 },
    ]);
    expect(fields.get('Race')).toMatchObject({ distinct: 14 });
    expect(fields.get('Race')!.top.slice(0, 3)).toEqual([
      { value: 'White', rows: 9078 },
      { value: 'Black', rows: 809 },
      { value: 'Black or African American', rows: 561 },
    ]);
    expect(fields.get('Residence City')!.top[0]).toEqual({ value: 'HARTFORD', rows: 721 });
    expect(fields.get('Injury City')!.distinct).toBe(295);
    expect(fields.get('Cause of Death')!.distinct).toBe(6912);
    expect(fields.get('Fentanyl')!.top[0]).toEqual({ value: 'Y', rows: 6923 });
    expect(fields.get('Ethnicity')).toMatchObject({ nulls: 10_654 - 1575, distinct: 8 });
  });

  it('puts every row into one bar', () => {
    for (const name of ['Date', 'Age']) {
      const { histogram, rows, nulls } = fields.get(name)!;
      const all = histogram!.bars.reduce((sum, bar) => sum + bar.rows, histogram!.below + histogram!.above);
      expect(all).toBe(rows - nulls);
    }
    const years = fields.get('Date')!.histogram!;
    expect(years.unit).toBe('quarter');
    // 1,524 deaths in 2021 and 355 in 2012, as the dataset's own page says.
    const of = (year: string) =>
      years.bars.filter((bar) => bar.from.startsWith(year)).reduce((sum, bar) => sum + bar.rows, 0);
    expect([of('2012'), of('2021'), of('2022')]).toEqual([355, 1524, 1452]);
  });
});

describe('shapes', () => {
  it('reads digits as 9, letters of any script by case, and leaves signs', async () => {
    const values = ['AB-123', 'CD-456', 'cd-456', 'Élan 7', 'Ωmega 9', '', ' x', '٣'];
    const rows = sql`(SELECT unnest(${values}::VARCHAR[]) AS v) AS t`;
    const { fields } = await profileRows(engine, rows, [{ name: 'v', title: 'v', type: 'text' }]);
    expect(fields[0]!.text!.shapes).toEqual(
      [
        { shape: 'AA-999', rows: 2, values: 2 },
        { shape: 'Aaaa 9', rows: 1, values: 1 },
        { shape: 'Aaaaa 9', rows: 1, values: 1 },
        { shape: '', rows: 1, values: 1 },
        { shape: ' a', rows: 1, values: 1 },
        { shape: '9', rows: 1, values: 1 },
        { shape: 'aa-999', rows: 1, values: 1 },
      ].sort((a, b) => b.rows - a.rows || (a.shape < b.shape ? -1 : 1)),
    );
    expect(fields[0]!.text).toMatchObject({ blank: 1, padded: 1, shortest: 0, longest: 7, prefix: '' });
  });

  it('draws runs together when lengths alone make the shapes many', async () => {
    const rows = sql`(SELECT upper(left(repeat('b', i::INTEGER), 1)) || repeat('c', i::INTEGER) || ' ' || i AS v FROM range(1, 100) AS r(i)) AS t`;
    const { fields } = await profileRows(engine, rows, [{ name: 'v', title: 'v', type: 'text' }]);
    expect(fields[0]!.text).toMatchObject({ joined: true, shapeCount: 99 });
    expect(fields[0]!.text!.shapes[0]).toEqual({ shape: 'Aa+ 9+', rows: 90, values: 90 });
  });
});

describe('numbers', () => {
  const cell = fc.option(
    fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double({ noNaN: true, min: -1e6, max: 1e6 })),
    { nil: null, freq: 5 },
  );

  it('agree with a naive reading in JavaScript', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 60 }), async (values) => {
        const lines = values.map((value) => sql`(${value}::DOUBLE)`);
        const rows = sql`(SELECT v FROM (VALUES ${join(lines)}) AS l(v)) AS t`;
        const [field] = (await profileRows(engine, rows, [{ name: 'v', title: 'v', type: 'double' }])).fields;
        // -0 and 0 are one value.
        const filled = values.filter((value) => value !== null).map((value) => value + 0);
        const sorted = [...filled].sort((a, b) => a - b);
        expect(field).toMatchObject({
          rows: values.length,
          nulls: values.length - filled.length,
          distinct: new Set(filled).size,
        });
        if (filled.length === 0) {
          expect(field).toMatchObject({
            min: null,
            max: null,
            number: null,
            quantiles: null,
            histogram: null,
          });
          return;
        }
        expect(Number(field!.min)).toBe(sorted[0]);
        expect(Number(field!.max)).toBe(sorted.at(-1));
        for (const [point, share] of [
          ['p25', 0.25],
          ['p50', 0.5],
          ['p99', 0.99],
        ] as const) {
          expect(Number(field!.quantiles![point])).toBe(sorted[Math.ceil(share * sorted.length) - 1]);
        }
        const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
        expect(field!.number!.mean).toBeCloseTo(mean, 3);
        expect(field!.number).toMatchObject({
          zeros: sorted.filter((value) => value === 0).length,
          negatives: sorted.filter((value) => value < 0).length,
        });
        const { bars, below, above } = field!.histogram!;
        expect(bars.reduce((sum, bar) => sum + bar.rows, below + above)).toBe(filled.length);
        for (const [at, bar] of bars.entries()) {
          const last = at === bars.length - 1;
          const inside = sorted.filter(
            (value) =>
              value >= Number(bar.from) && (value < Number(bar.to) || (last && value === Number(bar.to))),
          );
          // A value on an edge may fall either side by the last binary digit.
          expect(Math.abs(bar.rows - inside.length)).toBeLessThanOrEqual(
            sorted.filter(
              (value) => Math.abs(value - Number(bar.from)) < 1e-6 || Math.abs(value - Number(bar.to)) < 1e-6,
            ).length,
          );
        }
      }),
      { numRuns: 60, seed: 20261123 },
    );
  }, 60_000);

  it('leaves infinity and not-a-number out and counts them', async () => {
    const rows = sql`(SELECT unnest([1.0, 2.0, 'NaN'::DOUBLE, 'Infinity'::DOUBLE, NULL]) AS v) AS t`;
    const [field] = (await profileRows(engine, rows, [{ name: 'v', title: 'v', type: 'double' }])).fields;
    expect(field).toMatchObject({
      min: '1.0',
      max: '2.0',
      nulls: 1,
      distinct: 4,
      number: { mean: 1.5, nonFinite: 2 },
    });
  });

  it('sees what lies far out', async () => {
    const rows = sql`(SELECT CASE WHEN i = 7 THEN 940 ELSE 20 + i % 60 END AS v FROM range(1000) AS r(i)) AS t`;
    const [field] = (await profileRows(engine, rows, [{ name: 'v', title: 'v', type: 'integer' }])).fields;
    expect(field!.outliers).toEqual({ below: 0, above: 1, insideMin: '20', insideMax: '79' });
    expect(field!.histogram!.above).toBe(1);
  });
});

describe('odd columns', () => {
  it.each([
    ['nothing but nulls', sql`(SELECT NULL::VARCHAR AS v FROM range(3)) AS t`, 'text'],
    ['no rows at all', sql`(SELECT 1::BIGINT AS v WHERE false) AS t`, 'integer'],
    ['no dates', sql`(SELECT NULL::DATE AS v) AS t`, 'date'],
    [
      'years 0 and 9999',
      sql`(SELECT unnest(['0001-01-01'::DATE, '9999-12-31'::DATE, '2020-01-01'::DATE]) AS v) AS t`,
      'date',
    ],
    ['true and false', sql`(SELECT unnest([true, false, NULL]) AS v) AS t`, 'boolean'],
    ['times', sql`(SELECT '10:30:00'::TIME AS v) AS t`, 'time'],
    ['one number', sql`(SELECT 12345678901234567890::DECIMAL(38,0) AS v) AS t`, 'decimal'],
  ] as const)('%s', async (_, rows, type) => {
    const [field] = (await profileRows(engine, rows, [{ name: 'v', title: 'v', type }])).fields;
    expect(field!.rows).toBe(field!.nulls + field!.top.reduce((sum, one) => sum + one.rows, 0));
  });

  it('keeps 20 digits exact', async () => {
    const rows = sql`(SELECT 12345678901234567890::DECIMAL(38,0) AS v) AS t`;
    const [field] = (await profileRows(engine, rows, [{ name: 'v', title: 'v', type: 'decimal' }])).fields;
    expect(field).toMatchObject({ min: '12345678901234567890', max: '12345678901234567890' });
  });

  it('bars are round and cover the ends', () => {
    expect(roundBars(13, 87, 24, true)).toEqual({ low: 10, width: 5, bars: 16 });
    expect(roundBars(0, 4, 24, true)).toEqual({ low: 0, width: 1, bars: 5 });
    expect(roundBars(0, 1, 20, false)).toEqual({ low: 0, width: 0.05, bars: 20 });
  });
});
