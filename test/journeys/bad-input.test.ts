import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { oak, type RunningServer, serve, temporaryFolder } from '../program.ts';
import type { Visitor } from '../visit.ts';
import { zipOf } from '../workbook.ts';
import { plainCsv } from './plain-csv.ts';
import { visitorAs } from './sign-in-as.ts';

/**
 * What people and programs send by mistake or in malice, through the doors they come by: the command line and HTTP. Each
 * is a clear error (code, what and where, what to do, exit code) or a clean load; what was there stays, and the server
 * goes on answering.
 */

const folder = temporaryFolder();
const home = join(folder.path, 'home');
const state = join(import.meta.dirname, '..', 'golden', 'second-state');
let server: RunningServer;
/** Who sends files: a keeper of records. */
let keeper: Visitor;
beforeAll(async () => {
  mkdirSync(join(folder.path, 'files'));
  server = await serve(home, ['--example', '--state', state]);
  keeper = await visitorAs(server, 'ivo');
}, 120_000);
afterAll(async () => {
  await server?.stop();
  folder[Symbol.dispose]();
});
// Nothing good is lost, and it goes on answering: after every one of them.
afterEach(async () => {
  const { rows } = await api<{ rows: { n: unknown }[] }>('datasets/tidf-0001/rows?select=count(*) as n');
  expect(Number(rows[0]!.n)).toBe(40);
});

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(folder.path, 'files', name);
  writeFileSync(path, content);
  return path;
}

const api = async <Answer>(path: string): Promise<Answer> =>
  (await fetch(`${server.url}/api/v1/${path}`)).json() as Promise<Answer>;

interface Loaded {
  readonly dataset: string;
  readonly version: number;
  readonly rows_in: number;
  readonly rows_stored: number;
  readonly rows_quarantined: number;
  readonly cells_rejected: number;
  readonly columns: readonly { readonly name: string; readonly title: string; readonly type: string }[];
}

/** Open to everyone at once, for what is asked here is how it was read. */
const open = ['--ground', 'already-published'];

async function load(path: string, ...more: string[]): Promise<Loaded> {
  const ground = more.includes('--dataset') ? [] : open;
  const done = await oak(home, ['catalog', 'ingest', path, ...ground, ...more, '--json']);
  expect(done.code, done.out + done.err).toBe(0);
  return done.json() as unknown as Loaded;
}

/** The whole current version as CSV, cell by cell, without the head. */
async function cellsOf(dataset: string, query = ''): Promise<string[][]> {
  const answer = await fetch(`${server.url}/api/v1/datasets/${dataset}/versions/current.csv${query}`);
  expect(answer.status).toBe(200);
  return plainCsv(await answer.text()).slice(1);
}

interface Problem {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly remedy: string;
}

/** Sends a file as the form of the page does and follows its job: the error at once, or that of the job. */
async function send(
  name: string,
  content: string | Uint8Array,
): Promise<{
  readonly status: number;
  readonly error?: { code: string; message: string; remedy: string } | null;
  readonly result?: Loaded;
}> {
  const body = new FormData();
  body.append('file', new Blob([content as BlobPart]), name);
  const answer = await keeper.fetch(`${server.url}/api/v1/ingest`, { method: 'POST', body });
  if (answer.status !== 202) {
    const { code, detail, remedy } = (await answer.json()) as Problem;
    return { status: answer.status, error: { code, message: detail, remedy } };
  }
  const { job } = (await answer.json()) as { job: string };
  for (;;) {
    // What came of it is told to whoever asked.
    const seen = await keeper.fetch(`${server.url}/api/v1/jobs/${job}`);
    const view = (await seen.json()) as {
      state: string;
      error: { code: string; message: string; remedy: string } | null;
      result: Loaded;
    };
    if (!['queued', 'running'].includes(view.state))
      return { status: 202, error: view.error, result: view.result };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The datasets that have files, and what lies in the folders of loads under way. */
const versionFolders = () => {
  const names = readdirSync(join(home, 'lake'));
  const working = names.filter((name) => name.startsWith('.'));
  return [
    ...names.filter((name) => !name.startsWith('.')),
    ...working.flatMap((name) => readdirSync(join(home, 'lake', name))),
  ];
};

const bomb = () =>
  zipOf([
    { name: '[Content_Types].xml', content: Buffer.from('<Types/>') },
    {
      name: 'xl/workbook.xml',
      content: Buffer.from('<workbook><sheets><sheet name="A" sheetId="1"/></sheets></workbook>'),
    },
    { name: 'xl/worksheets/sheet1.xml', content: Buffer.alloc(420 << 20) },
  ]);

describe('a file that cannot be loaded', () => {
  it.each<[string, string, () => string | Uint8Array, string, number, RegExp]>([
    ['nothing in it', 'empty.csv', () => '', 'catalog.empty-file', 6, /empty\.csv is empty/],
    [
      'a head only',
      'head.csv',
      () => 'a,b,c\n',
      'catalog.no-rows',
      6,
      /head\.csv has a head of 3 columns and no rows/,
    ],
    [
      'gzip cut off',
      'cut.csv.gz',
      () => gzipSync('a,b\n1,2\n'.repeat(500)).subarray(0, 40),
      'catalog.file-cut-off',
      6,
      /cut\.csv\.gz ends in the middle/,
    ],
    [
      'a workbook that is a bomb',
      'bomb.xlsx',
      bomb,
      'catalog.unpacks-too-large',
      6,
      /bomb\.xlsx unpacks to more than/,
    ],
    ['bytes of no table', 'noise.csv', () => Buffer.alloc(4000), 'catalog.unknown-format', 6, /noise\.csv/],
    [
      'more columns than can be kept',
      'wide.csv',
      () => `${Array.from({ length: 20_000 }, (_, at) => `c${at}`)}\n${Array(20_000).fill(1)}\n`,
      'catalog.too-many-columns',
      6,
      /20000 columns/,
    ],
  ])('%s: by command and over HTTP', { timeout: 60_000 }, async (_, name, content, code, exit, says) => {
    const bytes = content();
    const before = versionFolders();
    const done = await oak(home, ['catalog', 'ingest', fileOf(name, bytes)]);
    expect(done.code, done.err).toBe(exit);
    expect(done.err).toMatch(says);
    expect(done.err).not.toMatch(/\n\s+at |Error:/);
    const { error } = await send(name, bytes);
    expect(error).toMatchObject({
      code,
      message: expect.stringMatching(says),
      remedy: expect.stringMatching(/\w/),
    });
    expect(versionFolders()).toEqual(before);
  });

  it('a folder, a path that is not there; a path named from the network', async () => {
    const aFolder = await oak(home, ['catalog', 'ingest', folder.path]);
    expect([aFolder.code, aFolder.err]).toEqual([6, expect.stringContaining('is a folder, not a file')]);
    const program = await oak(home, ['catalog', 'ingest', folder.path, '--json']);
    expect([program.code, `${program.out}${program.err}`]).toEqual([
      6,
      expect.stringContaining('catalog.not-a-file'),
    ]);
    const missing = await oak(home, ['catalog', 'ingest', join(folder.path, 'none.csv')]);
    expect([missing.code, missing.err]).toEqual([3, expect.stringContaining('none.csv')]);
    for (const path of [
      '/etc/passwd',
      '../../../etc/passwd',
      'file:///etc/passwd',
      join(home, 'store.sqlite'),
    ]) {
      const answer = await keeper.fetch(`${server.url}/api/v1/ingest?path=${encodeURIComponent(path)}`, {
        method: 'POST',
      });
      const told = await answer.text();
      expect(answer.status, path).toBe(400);
      expect(told).toContain('request.');
      expect(told).not.toContain('root:');
    }
  });
});

describe('a file that is odd and loads all the same', () => {
  it('NUL bytes inside, and encodings mixed line by line', async () => {
    const mixed = Buffer.concat([
      Buffer.from('id,name\n1,Zoë\n'),
      Buffer.from('2,Jos\xe9\n', 'latin1'),
      Buffer.from('3,a\0b\n'),
    ]);
    const loaded = await load(fileOf('mixed.csv', mixed));
    // A line with a NUL byte is no text: it is set aside, word for word; the others are read each as it is written.
    expect(loaded).toMatchObject({ rows_in: 3, rows_stored: 2, rows_quarantined: 1 });
    expect((await cellsOf(loaded.dataset)).map(([, name]) => name)).toEqual(['Zoë', 'José']);
    const { rows } = await api<{ rows: { row: number; reason: string }[] }>(
      `datasets/${loaded.dataset}/quarantined-rows`,
    );
    expect(rows).toMatchObject([{ row: 3, reason: expect.stringMatching(/NUL/i) }]);
  });

  it('5,000 columns', { timeout: 90_000 }, async () => {
    const head = Array.from({ length: 5000 }, (_, at) => `c${at}`);
    const loaded = await load(
      fileOf('columns.csv', `${head}\n${head.map((_, at) => at)}\n${head.map((_, at) => at * 2)}\n`),
    );
    expect(loaded.columns).toHaveLength(5000);
    const rows = await cellsOf(loaded.dataset);
    expect(rows.map((row) => row[4999])).toEqual(['4999', '9998']);
    const page = await fetch(`${server.url}/data/${loaded.dataset}`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect((await page.text()).length).toBeLessThan(90_000);
  });

  it('heads that are blank or given twice', async () => {
    const loaded = await load(fileOf('heads.csv', 'a,,a,A,\n1,2,3,4,5\n'));
    const names = loaded.columns.map(({ name }) => name);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(5);
    expect(await cellsOf(loaded.dataset)).toEqual([['1', '2', '3', '4', '5']]);
  });

  it('SQL as the name of a column, which is then asked for', async () => {
    const evil = `x"); drop table dataset; --`;
    const loaded = await load(
      fileOf('sql.csv', `id,"${evil.replaceAll('"', '""')}"\n1,'; drop table dataset; --\n2,b\n`),
    );
    expect(loaded.columns[1]!.title).toBe(evil);
    const name = loaded.columns[1]!.name;
    const where = encodeURIComponent(`\`${name}\`='''; drop table dataset; --'`);
    const { rows } = await api<{ rows: { id: string | number }[] }>(
      `datasets/${loaded.dataset}/rows?where=${where}`,
    );
    expect(rows.map(({ id }) => Number(id))).toEqual([1]);
    for (const query of [
      `where=1=1; drop table dataset`,
      `select=${evil}`,
      `order=(select 1)`,
      `where=id in (select 1)`,
    ]) {
      const answer = await fetch(`${server.url}/api/v1/datasets/${loaded.dataset}/rows?${encodeURI(query)}`);
      expect(answer.status, query).toBe(400);
    }
    const page = await fetch(`${server.url}/data/${loaded.dataset}/rows`, {
      headers: { accept: 'text/html' },
    });
    expect(page.status).toBe(200);
  });

  it('formula cells: the plain CSV is faithful, the one for spreadsheets runs nothing', async () => {
    const cells = ['=1+1', '@SUM(A1)', '+cmd|calc', '-2+3', '=HYPERLINK("http://evil.example","x")'];
    const loaded = await load(
      fileOf(
        'formula.csv',
        `n,cell\n${cells.map((cell, at) => `${at},"${cell.replaceAll('"', '""')}"`).join('\n')}\n`,
      ),
    );
    expect((await cellsOf(loaded.dataset)).map(([, cell]) => cell)).toEqual(cells);
    const safe = await cellsOf(loaded.dataset, '?for=spreadsheets');
    expect(safe.map(([, cell]) => cell)).toEqual(cells.map((cell) => `'${cell}`));
  });

  it('emoji, right-to-left, combining marks and markup make the round trip and are only text on the page', async () => {
    const words = [
      '👩‍👩‍👧‍👦 family',
      'שלום עולם',
      'مرحبا',
      'e\u0301',
      '<img src=x onerror=alert(1)>',
      '\u202eesrever',
    ];
    const loaded = await load(
      fileOf('words.csv', `n,word\n${words.map((word, at) => `${at},${word}`).join('\n')}\n`),
    );
    expect((await cellsOf(loaded.dataset)).map(([, word]) => word)).toEqual(words);
    const json = await api<{ rows: { word: string }[] }>(`datasets/${loaded.dataset}/rows`);
    expect(json.rows.map(({ word }) => word)).toEqual(words);
    const page = await (
      await fetch(`${server.url}/data/${loaded.dataset}/rows`, { headers: { accept: 'text/html' } })
    ).text();
    expect(page).toContain('שלום עולם');
    expect(page).not.toContain('<img src=x');
  });

  it('days in the years 0 and 9999, numbers that are none', async () => {
    const loaded = await load(
      fileOf('edges.csv', `day,n\n${'2024-05-06,1.5\n'.repeat(400)}9999-12-31,NaN\n0000-01-01,Infinity\n`),
    );
    expect(loaded).toMatchObject({ rows_in: 402, rows_stored: 402 });
    const last = (await cellsOf(loaded.dataset)).slice(-2);
    // A day of year 9999 is a day. NaN is the word that programs write for nothing. What does not fit is empty in its
    // column and kept, word for word, beside it.
    expect(last.map(([day, n]) => [day!.slice(0, 10), n])).toEqual([
      ['9999-12-31', ''],
      ['', ''],
    ]);
    const rejected = await api<{ cells: { row: number; column: string; text: string }[] }>(
      `datasets/${loaded.dataset}/rejected-cells`,
    );
    const kept = rejected.cells.map(({ row, column, text }) => `${row} ${column} ${text}`);
    expect(kept.toSorted()).toEqual(['402 day 0000-01-01', '402 n Infinity']);
  });

  it('Parquet with lists and structures', async () => {
    const file = join(folder.path, 'files', 'nested.parquet');
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    await connection.run(
      `copy (select i as id, [i, i + 1] as pair, {'town': 'Cove', 'deep': {'n': i}} as place, map {'k': i} as m from range(3) t(i)) to '${file}' (format parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    const loaded = await load(file);
    expect(loaded).toMatchObject({ rows_in: 3, rows_stored: 3 });
    const { rows } = await api<{ rows: { id: unknown; pair: unknown; place: unknown }[] }>(
      `datasets/${loaded.dataset}/rows`,
    );
    const read = (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value);
    expect(rows.map(({ pair }) => read(pair))).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(rows.map(({ place }) => read(place))).toEqual(
      [0, 1, 2].map((n) => ({ town: 'Cove', deep: { n } })),
    );
  });
});

describe('at once', () => {
  it('two loads of one dataset: both become versions, one after the other, and neither loses a row', {
    timeout: 60_000,
  }, async () => {
    const first = await load(
      fileOf('twice-0.csv', `id,v\n${Array.from({ length: 50 }, (_, at) => `${at},a`).join('\n')}\n`),
      '--title',
      'Twice',
    );
    const file = (letter: string, rows: number) =>
      fileOf(
        `twice-${letter}.csv`,
        `id,v\n${Array.from({ length: rows }, (_, at) => `${at},${letter}`).join('\n')}\n`,
      );
    const both = await Promise.all([
      load(file('b', 6000), '--dataset', first.dataset),
      load(file('c', 7000), '--dataset', first.dataset),
    ]);
    expect(both.map(({ version }) => version).sort()).toEqual([2, 3]);
    for (const { version, rows_in, rows_stored } of both) {
      expect(rows_stored).toBe(rows_in);
      const answer = await fetch(`${server.url}/api/v1/datasets/${first.dataset}/versions/${version}.csv`);
      expect(plainCsv(await answer.text())).toHaveLength(rows_in + 1);
    }
  });
});

describe('a disk that fills up in the middle', () => {
  it('says what was kept, keeps what was there, and loads again when there is room', {
    timeout: 120_000,
  }, async (test) => {
    const disk = join(folder.path, 'small-disk');
    mkdirSync(disk);
    const mounted =
      process.getuid?.() === 0 &&
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk]).status === 0;
    if (!mounted) test.skip('a small disk can be mounted by root alone');
    test.onTestFinished(() => void spawnSync('umount', ['-l', disk]));
    const small = join(disk, 'home');
    const made = await oak(small, ['load-state', state]);
    expect(made.code, made.err).toBe(0);
    // Some 30 MB of text that packs badly.
    let seed = 1;
    const noise = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed.toString(36);
    };
    const lines = ['id,a,b,c'];
    for (let at = 0; at < 700_000; at++)
      lines.push(`${at},${noise()}${noise()},${noise()}${noise()},${noise()}${noise()}`);
    const large = fileOf('large.csv', `${lines.join('\n')}\n`);
    expect(statSync(large).size).toBeGreaterThan(30_000_000);
    const full = await oak(small, ['catalog', 'ingest', large, ...open, '--json']);
    expect(full.code, full.out + full.err).toBe(7);
    expect(`${full.out}${full.err}`).toContain('disk is full');
    const kept = await oak(small, ['catalog', 'list-datasets', '--json']);
    const { datasets } = kept.json<{ datasets: { dataset: string; rows_stored: number | null }[] }>();
    expect(
      datasets.filter((one) => one.rows_stored !== null).map((one) => [one.dataset, one.rows_stored]),
    ).toEqual(
      expect.arrayContaining([
        ['tidf-0001', 40],
        ['tidg-0002', 3],
      ]),
    );
    // Nothing of it is left to fill the disk.
    const again = await oak(small, ['catalog', 'ingest', fileOf('small.csv', 'id,v\n1,a\n2,b\n'), '--json']);
    expect(again.json()).toMatchObject({ rows_in: 2, rows_stored: 2 });
    const rows = await oak(small, ['portal', 'download-csv', 'tidf-0001', 'current']);
    expect(plainCsv(rows.out)).toHaveLength(41);
  });
});

it('the whole time, nothing went wrong inside', () => {
  expect(server.printed()).not.toMatch(/internal|unhandled/i);
  expect(readFileSync(join(home, 'state', 'jurisdiction.yaml'), 'utf8')).toContain('Tidewater');
});
