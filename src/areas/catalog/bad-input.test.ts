import { mkdir, readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext, uploadOf } from '../../../test/context.ts';
import { workbookOf, zipOf } from '../../../test/workbook.ts';
import { openActor } from '../../core/access.ts';
import { sql } from '../../engine/sql.ts';
import type { IngestResult } from './contract.ts';
import { area, openContent, versionAt } from './index.ts';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());

async function load(content: string | Uint8Array, input: object = {}): Promise<IngestResult> {
  const { job } = await area.handlers.ingest(
    context.asked({ upload: uploadOf(content, 'file') }),
    input as never,
  );
  return (await context.run(job, area.jobs as never)) as IngestResult;
}

async function loadPath(path: string, input: object = {}): Promise<IngestResult> {
  const { job } = await area.handlers.ingest(context, { path, ...input } as never);
  return (await context.run(job, area.jobs as never)) as IngestResult;
}

async function stored(result: IngestResult): Promise<Record<string, unknown>[]> {
  const version = await versionAt(context.store.read, result.dataset);
  const content = await openContent(context, version, 'read-rows');
  return context.engine.rows(
    sql`select * exclude (_updated_at) from ${await content.rows()} order by _row limit 10`,
  );
}

describe('a file that cannot be loaded says why, and leaves nothing', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['a head only', 'a,b,c\n', 'catalog.no-rows'],
    ['a head only, as JSON', '[]', 'catalog.no-rows'],
    ['an empty object', '{}', 'catalog.no-rows'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), 'catalog.unknown-format'],
    ['a PDF', '%PDF-1.7 …', 'catalog.unknown-format'],
    ['a web page', '<!DOCTYPE html><html></html>', 'catalog.unknown-format'],
    ['zeros', Buffer.alloc(5000), 'catalog.unknown-format'],
    [
      'an archive that is no workbook',
      zipOf([{ name: 'hello.txt', content: Buffer.from('hi') }]),
      'catalog.unknown-format',
    ],
    ['gzip cut off', gzipSync('a,b\n1,2\n'.repeat(500)).subarray(0, 30), 'catalog.file-cut-off'],
    ['gzip of nothing', gzipSync(''), 'catalog.empty-file'],
    ['gzip with a flipped bit', flipped(gzipSync('a,b\n1,2\n'.repeat(500))), 'catalog.file-damaged'],
    ['JSON cut off', '[{"a":1},{"a":', 'catalog.file-cut-off'],
    ['JSON that is none inside', '[{"a":1},{a:2}]', 'catalog.file-damaged'],
    ['JSON with something after it', '[{"a":1}] x', 'catalog.file-damaged'],
    ['Parquet cut off', Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(100, 1)]), 'catalog.file-cut-off'],
    [
      'Parquet of noise',
      Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(100, 1), Buffer.from('PAR1')]),
      'catalog.file-damaged',
    ],
    ['a workbook cut off', Buffer.from('PK\x03\x04xxxxxxxx'), 'catalog.file-cut-off'],
    ['only rows that cannot be told apart', 'a,b\n1,2,3\n4,5,6\n', 'catalog.nothing-readable'],
    ['more columns than a table has', `${'a,'.repeat(10_500)}z\n`, 'catalog.too-many-columns'],
    ['a head that never closes its quote', `"a,b\n1,2\n`, 'catalog.head-unreadable'],
  ])('%s', async (_, content, code) => {
    const header = code === 'catalog.nothing-readable' || code === 'catalog.head-unreadable';
    const given = header ? { delimiter: ',', header: true } : {};
    // A head that agrees with no row is its own width.
    await expect(load(content, given)).rejects.toMatchObject({ code });
    const { datasets } = await area.handlers['list-datasets'](context, {
      q: 'file',
      state: 'all',
      sort: 'title',
      limit: 5,
    } as never);
    expect(datasets).toEqual([]);
    expect(await readdir(join(context.lake.root, '.incoming'))).toEqual([]);
    expect(await readdir(join(context.lake.root, '.working'))).toEqual([]);
  });

  it('an empty upload, a folder, a path that is not there, a path from a stranger', async () => {
    const empty = join(context.home, 'empty.csv');
    await writeFile(empty, '');
    await expect(load('')).rejects.toMatchObject({ code: 'catalog.empty-file' });
    await expect(loadPath(empty)).rejects.toMatchObject({ code: 'catalog.empty-file' });
    await expect(loadPath(context.home)).rejects.toMatchObject({ code: 'catalog.not-a-file' });
    await expect(loadPath(join(context.home, 'nowhere.csv'))).rejects.toMatchObject({
      code: 'catalog.no-such-file',
    });
    const stranger = context.asked({ actor: openActor });
    await expect(area.handlers.ingest(stranger, { path: '/etc/passwd' } as never)).rejects.toMatchObject({
      code: 'catalog.path-not-allowed',
    });
    await expect(load('a\n1\n', { dataset: 'zzzz-9999' })).rejects.toMatchObject({
      code: 'catalog.no-such-dataset',
    });
  });

  it('a bomb stops before it fills the disk: gzip, and a workbook whose directory lies', async () => {
    const mebibyte = Buffer.alloc(1 << 20, 0x61);
    const { createGzip } = await import('node:zlib');
    const gzip = createGzip({ level: 9 });
    const parts: Buffer[] = [];
    gzip.on('data', (part: Buffer) => parts.push(part));
    for (let i = 0; i < 300; i++) gzip.write(mebibyte);
    await new Promise((resolve) => gzip.end(resolve));
    const bomb = Buffer.concat(parts);
    expect(bomb.length).toBeLessThan(400_000);
    await expect(load(bomb)).rejects.toMatchObject({ code: 'catalog.unpacks-too-large' });
    const zip = zipOf([{ name: 'xl/workbook.xml', content: Buffer.alloc(420 << 20), said: 10 }]);
    await expect(load(zip)).rejects.toMatchObject({ code: 'catalog.unpacks-too-large' });
  }, 60_000);

  it('a second load that fails leaves the first as it was', async () => {
    const first = await load('a,b\n1,2\n', { title: 'Kept' });
    await expect(load('[{"a":', { dataset: first.dataset })).rejects.toMatchObject({
      code: 'catalog.file-cut-off',
    });
    expect((await versionAt(context.store.read, first.dataset)).number).toBe(1);
    expect(await stored(first)).toEqual([{ a: '1', b: '2', _row: '1' }]);
  });
});

function flipped(bytes: Buffer): Buffer {
  const out = Buffer.from(bytes);
  out[out.length - 6]! ^= 0xff;
  return out;
}

describe('a file that looks bad but loads clean', () => {
  it('a CSV cut off in its last row: the rest stands', async () => {
    const result = await load('a,b,c\n1,2,3\n4,5,6\n7,8', { title: 'Cut' });
    expect(result).toMatchObject({ rows_in: 3, rows_stored: 2, rows_quarantined: 1 });
  });

  it('5,000 columns', async () => {
    const head = Array.from({ length: 5000 }, (_, at) => `col ${at}`).join(',');
    const row = Array.from({ length: 5000 }, (_, at) => at).join(',');
    const result = await load(`${head}\n${row}\n${row}\n`, { title: 'Wide' });
    expect(result.columns).toHaveLength(5000);
    expect(result.columns[4999]).toMatchObject({ name: 'col_4999', type: 'integer', filled: 2 });
  }, 60_000);

  it('SQL in a column name, and names that differ in nothing a database sees', async () => {
    const result = await load('"x""; drop table dataset; --",X,x,"  ","_row"\n1,2,3,4,5\n', {
      title: 'Names',
    });
    expect(result.columns.map((one) => one.name)).toEqual([
      'x_drop_table_dataset',
      'x',
      'x_2',
      'column_4',
      'row',
    ]);
    expect(await stored(result)).toEqual([
      { x_drop_table_dataset: '1', x: '2', x_2: '3', column_4: '4', row: '5', _row: '1' },
    ]);
  });

  it('a formula cell is text, kept as it is', async () => {
    const result = await load('a,b\n"=HYPERLINK(""http://x"")",1\n@SUM(1),2\n', { title: 'Formulas' });
    expect((await stored(result)).map((row) => row['a'])).toEqual(['=HYPERLINK("http://x")', '@SUM(1)']);
  });

  it('emoji, right-to-left, combining and private characters', async () => {
    const words = ['😀👩‍👩‍👧', 'שלום \u202Eabc', 'e\u0301', '\uE000', '\u{10FFFF}'];
    const result = await load(`k,v\n${words.map((word) => `1,${word}`).join('\n')}\n`, { title: 'Letters' });
    expect((await stored(result)).map((row) => row['v'])).toEqual(words);
  });

  it('a line of more than 20 MB among rows', async () => {
    const result = await load(`a,b\n1,2\n${'x'.repeat(20 << 20)}\n3,4\n`, { title: 'Long line' });
    expect(result).toMatchObject({ rows_in: 3, rows_stored: 2, rows_quarantined: 1 });
    const aside = await area.handlers['list-quarantined-rows'](context, {
      dataset: result.dataset,
      limit: 9,
    } as never);
    expect(aside.rows[0]).toMatchObject({ row: 2, line: 3 });
    expect(aside.rows[0]!.reason).toMatch(/^One line of 20971520 bytes/);
    expect(aside.rows[0]!.text).toHaveLength(65_536);
  }, 60_000);

  it('a cell of 3 MB', async () => {
    const cell = 'x,"'.repeat(1 << 20);
    const result = await load(`a,b\n1,"${cell.replaceAll('"', '""')}"\n2,y\n`, { title: 'Long cell' });
    expect((await stored(result)).map((row) => (row['b'] as string).length)).toEqual([3 << 20, 1]);
  });

  it('a workbook: typed cells, blank rows, a title above the head, another sheet', async () => {
    const file = join(context.home, 'book.xlsx');
    // Day 42094 of a workbook is 2015-03-31.
    const first = [
      ['Licences of 2015'],
      ['name', 'zip', 'when', 'share', 'open'],
      ['Ansonia', '06401', { day: 42094 }, 0.1, true],
      [],
      ['Derby', '06418', null, 0.30000000000000004, false],
    ];
    await writeFile(file, workbookOf({ First: first, Second: [['only'], [7]] }));
    const result = await loadPath(file, { title: 'Book' });
    expect(result.dialect).toMatchObject({ format: 'XLSX', sheet: 'First', linesAboveHead: 1 });
    expect(result.columns.map((one) => [one.name, one.type])).toEqual([
      ['name', 'text'],
      ['zip', 'text'],
      ['when', 'date'],
      ['share', 'decimal'],
      ['open', 'boolean'],
    ]);
    expect((await stored(result)).map((row) => row['when'])).toEqual(['2015-03-31', null]);
    const other = await loadPath(file, { sheet: 'Second', title: 'Book 2' });
    expect((await stored(other))[0]).toEqual({ only: '7', _row: '1' });
    await expect(loadPath(file, { sheet: 'Third' })).rejects.toMatchObject({ code: 'catalog.no-such-sheet' });
  });

  it('a workbook: a table that begins at C3; a sheet without names keeps its first person a row', async () => {
    const file = join(context.home, 'corner.xlsx');
    const people = [
      ['Ada Example', '111-22-3333', '1990-01-02'],
      ['Ben Example', '111-22-4444', '1991-03-04'],
    ];
    const corner = [[], [null, null, 'Offices'], [null, null, 'town', 'n'], [null, null, 'Ash', 1]];
    await writeFile(file, workbookOf({ Corner: corner, People: people }));
    const result = await loadPath(file, { title: 'Corner' });
    expect(result.columns.map((one) => one.name)).toEqual(['town', 'n']);
    const nameless = await loadPath(file, { sheet: 'People', title: 'Nameless' });
    expect(nameless.dialect).toMatchObject({ header: false });
    expect([nameless.rows_in, nameless.rows_stored]).toEqual([2, 2]);
    expect(JSON.stringify(nameless.columns)).not.toContain('Ada');
  });

  it('a workbook: times of day, and the days before the leap day of 1900 that never was', async () => {
    const file = join(context.home, 'times.xlsx');
    // As LibreOffice and Excel show them: 0.354166… is 08:30, day 1 is 1900-01-01, day 61 is 1900-03-01.
    const rows = [
      ['id', 'opens', 'founded'],
      [1, { day: 8.5 / 24 }, { day: 1 }],
      [2, { day: 0 }, { day: 59 }],
      [3, { day: 0.75 }, { day: 61 }],
    ];
    await writeFile(file, workbookOf({ First: rows }));
    const result = await loadPath(file, { title: 'Times' });
    expect(result.columns.map((one) => one.type)).toEqual(['integer', 'time', 'date']);
    expect((await stored(result)).map((row) => [row['opens'], row['founded']])).toEqual([
      ['08:30:00', '1900-01-01'],
      ['00:00:00', '1900-02-28'],
      ['18:00:00', '1900-03-01'],
    ]);
  });

  it('a last line of 2 GB', async () => {
    const file = join(context.home, 'line.csv');
    await writeFile(file, `a,b\n${'1,2\n'.repeat(20_000)}`);
    // The hole reads as NUL bytes: not one line end in two gibibytes.
    await truncate(file, 2 ** 31);
    const result = await loadPath(file, { title: 'Two gigabytes' });
    expect(result).toMatchObject({ rows_in: 20_001, rows_stored: 20_000, rows_quarantined: 1 });
  }, 120_000);

  it('says what is kept when the disk fills up', async () => {
    const full = join(context.home, 'full');
    await mkdir(full);
    const first = await load('a,b\n1,2\n', { title: 'Before' });
    const { job } = await area.handlers.ingest(
      context.asked({ upload: uploadOf('a,b\n1,2\n3,4\n', 'more.csv') }),
      { dataset: first.dataset } as never,
    );
    const noSpace = context.asked({
      fault: (point) => {
        if (point === 'ingest:files-written') throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      },
    });
    await expect(noSpace.run(job, area.jobs as never)).rejects.toMatchObject({
      code: 'catalog.disk-full',
      message: `The disk is full; the file could not be loaded. Version 1 of ${first.dataset} and everything else loaded before is kept; nothing of more.csv is.`,
    });
    expect(await stored(first)).toEqual([{ a: '1', b: '2', _row: '1' }]);
  });
});
