import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRowsContext, type RowsContext } from '../../../test/rows-context.ts';
import type { ByteAnswer } from '../../core/operation.ts';
import { sql } from '../../engine/sql.ts';
import { downloadCsv as csv, downloadJson as json, downloadParquet as parquet } from './contract.ts';
import { downloadCsv, downloadJson, downloadParquet } from './download-version.ts';

let context: RowsContext;
beforeAll(async () => {
  context = await openRowsContext();
});
afterAll(() => context.close());

type Added = Awaited<ReturnType<RowsContext['addVersion']>>;
const bytesOf = async (answer: ByteAnswer) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
};
const csvText = async (of: Added, how: 'programs' | 'spreadsheets' | 'display' = 'programs') =>
  (
    await bytesOf(
      await downloadCsv(context, csv.input.parse({ dataset: of.publicId, version: 'current', for: how })),
    )
  ).toString('utf8');

/** Reads CSV as RFC 4180 has it; an empty field without quotes is null. Written apart from the code under test. */
function readCsv(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  let at = 0;
  while (at < text.length) {
    let cell: string | null;
    if (text[at] === '"') {
      let value = '';
      at += 1;
      for (;;) {
        const quote = text.indexOf('"', at);
        value += text.slice(at, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        value += '"';
        at += 1;
      }
      cell = value;
    } else {
      const end = text.slice(at).search(/[,\n]/);
      cell = text.slice(at, at + end) || null;
      at += end;
    }
    row.push(cell);
    if (text[at] === '\n') {
      rows.push(row);
      row = [];
    }
    at += 1;
  }
  return rows;
}

describe('a whole version as a file', () => {
  test('property: every cell of a CSV reads back as it was stored', async () => {
    const cell = fc.option(
      fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 12 }),
        fc.constantFrom(
          '',
          ' ',
          '"',
          '""',
          ',',
          '\n',
          '\r\n',
          'a\r',
          '=1+1',
          '\t',
          "'",
          '\\',
          '\\N',
          'NULL',
          '06002',
          '😀',
          'ابج',
        ),
      ),
      { nil: null },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 40 }), async (rows) => {
        const clean = rows.map((row) => row.map((one) => one?.replaceAll('\0', '') ?? null));
        const added = await context.addVersion({
          rows: sql`select unnest(from_json(${JSON.stringify(clean.map(([a, b]) => ({ a, b })))}::json, '[{"a":"VARCHAR","b":"VARCHAR"}]'), recursive := true)`,
          columns: [
            { name: 'a', type: 'text' },
            { name: 'b', type: 'text' },
          ],
        });
        expect(readCsv(await csvText(added))).toEqual([['a', 'b'], ...clean]);
      }),
      { numRuns: 40 },
    );
  });

  test('values keep their digits, and pieces join without a seam', async () => {
    const added = await context.addVersion({
      rows: sql`select i::bigint as n, (i::decimal(20,4) / 3)::decimal(20,4) as d, '0' || i as code, date '2020-02-29' as day, timestamp '2020-02-29 08:15:00.25' as at, i % 2 = 0 as even, 9007199254740993::bigint as big, 0.1::double as tenth, time '08:15:00' as hour from range(140000) t(i)`,
      columns: [
        { name: 'n', type: 'integer' },
        { name: 'd', type: 'decimal' },
        { name: 'code', type: 'text' },
        { name: 'day', type: 'date' },
        { name: 'at', type: 'timestamp' },
        { name: 'even', type: 'boolean' },
        { name: 'big', type: 'integer' },
        { name: 'tenth', type: 'double' },
        { name: 'hour', type: 'time' },
      ],
    });
    const lines = (await csvText(added)).split('\n');
    expect(lines.length).toBe(140_002);
    expect(lines[0]).toBe('n,d,code,day,at,even,big,tenth,hour');
    expect(lines[2]).toBe(
      '1,0.3333,01,2020-02-29,2020-02-29T08:15:00.25,false,9007199254740993,0.1,08:15:00',
    );
    expect(lines.slice(1, -1).map((line) => Number(line.split(',')[0]))).toEqual(
      Array.from({ length: 140_000 }, (_, n) => n),
    );

    const text = (
      await bytesOf(await downloadJson(context, json.input.parse({ dataset: added.publicId, version: '1' })))
    ).toString('utf8');
    const rows = JSON.parse(text) as Record<string, unknown>[];
    expect(rows.length).toBe(140_000);
    expect(rows[1]).toEqual({
      n: 1,
      d: 0.3333,
      code: '01',
      day: '2020-02-29',
      at: '2020-02-29T08:15:00.25',
      even: false,
      big: '9007199254740993',
      tenth: 0.1,
      hour: '08:15:00',
    });
  });

  test('Parquet is the stored file, by its checksum', async () => {
    const added = await context.addVersion({
      rows: sql`select 1::bigint as a`,
      columns: [{ name: 'a', type: 'integer' }],
    });
    const answer = await downloadParquet(
      context,
      parquet.input.parse({ dataset: added.publicId, version: 'current' }),
    );
    const stored = await context.store.read
      .selectFrom('version_part')
      .select('sha256')
      .where('dataset', '=', added.dataset)
      .executeTakeFirstOrThrow();
    expect(
      createHash('sha256')
        .update(await bytesOf(answer))
        .digest('hex'),
    ).toBe(stored.sha256);
    expect(answer.headers?.['content-disposition']).toBe(
      `attachment; filename="${added.publicId}-v1.parquet"`,
    );
  });

  test('an empty version is a head, and an empty list', async () => {
    const added = await context.addVersion({
      rows: sql`select 1::bigint as a where false`,
      columns: [{ name: 'a', type: 'integer' }],
    });
    expect(await csvText(added)).toBe('a\n');
    expect(
      (
        await bytesOf(
          await downloadJson(context, json.input.parse({ dataset: added.publicId, version: 'current' })),
        )
      ).toString(),
    ).toBe('[]\n');
  });

  test('a version that is not there is said to be so', async () => {
    const added = await context.addVersion({
      rows: sql`select 1::bigint as a`,
      columns: [{ name: 'a', type: 'integer' }],
    });
    await expect(
      downloadCsv(context, csv.input.parse({ dataset: added.publicId, version: '2' })),
    ).rejects.toMatchObject({
      code: 'catalog.no-such-version',
    });
    expect(csv.input.safeParse({ dataset: added.publicId, version: '../1' }).success).toBe(false);
  });
});

describe('attack: formulas in cells', () => {
  const cells = [
    '=1+1',
    '+1',
    '-1+1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    "=cmd|' /C calc'!A0",
    'a=1',
    ' =1',
    '',
    '-',
  ];
  test('for spreadsheets each begins with an apostrophe; for programs nothing is changed', async () => {
    const added = await context.addVersion({
      rows: sql`select unnest(${cells}::varchar[]) as "=head", -5::bigint as number`,
      columns: [
        { name: '=head', type: 'text', title: '=HYPERLINK("x")' },
        { name: 'number', type: 'integer', title: 'Number' },
      ],
    });
    const plain = readCsv(await csvText(added));
    expect(plain.slice(1).map((row) => row[0])).toEqual(cells);
    const text = await csvText(added, 'spreadsheets');
    expect(text.startsWith('\uFEFF')).toBe(true);
    const guarded = readCsv(text.slice(1));
    expect(guarded[0]).toEqual([`'=HYPERLINK("x")`, 'Number']);
    expect(guarded.slice(1).map((row) => row[0])).toEqual([
      "'=1+1",
      "'+1",
      "'-1+1",
      "'@SUM(A1)",
      "'\t=1",
      "'\r=1",
      "'=cmd|' /C calc'!A0",
      'a=1',
      ' =1',
      '',
      "'-",
    ]);
    expect(guarded[1]![1]).toBe('-5');
  });
});

describe('an asker who goes away', () => {
  test('leaves no file behind, and no work running', async () => {
    const added = await context.addVersion({
      rows: sql`select i::bigint as n, repeat('x', 100) as t from range(400000) t(i)`,
      columns: [
        { name: 'n', type: 'integer' },
        { name: 't', type: 'text' },
      ],
    });
    const answer = await downloadCsv(
      context,
      csv.input.parse({ dataset: added.publicId, version: 'current' }),
    );
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    let bytes = 0;
    while (bytes < 2_000_000) bytes += (await reader.read()).value!.length;
    await reader.cancel();
    expect(await readdir(join(context.lake.root, '.exports'))).toEqual([]);
  });

  test('who reads slowly makes us wait: at most two pieces lie ready', async () => {
    const added = await context.addVersion({
      rows: sql`select i::bigint as n, repeat('x', 100) as t from range(600000) t(i)`,
      columns: [
        { name: 'n', type: 'integer' },
        { name: 't', type: 'text' },
      ],
    });
    const answer = await downloadCsv(
      context,
      csv.input.parse({ dataset: added.publicId, version: 'current' }),
    );
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await readdir(join(context.lake.root, '.exports'))).length).toBeLessThanOrEqual(2);
    await reader.cancel();
    expect(await readdir(join(context.lake.root, '.exports'))).toEqual([]);
  });
});
