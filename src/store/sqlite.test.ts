import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startChild } from '../../test/conformance/process.ts';
import type { Store } from './database.ts';
import { openSqliteStore } from './sqlite.ts';

let dir: string;
let store: Store;
const file = () => join(dir, 'store.sqlite');
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'oak-sqlite-'));
  store = await openSqliteStore({ file: file() });
  await store.write((tx) => sql`create table tally (id text primary key, value integer)`.execute(tx));
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const setting = async (name: string) =>
  (await store.write((tx) => sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(tx))).rows[0]![
    name
  ];

test('writes are durable: a write-ahead log, flushed at every commit', async () => {
  expect(await setting('journal_mode')).toBe('wal');
  // 2 is FULL: https://sqlite.org/pragma.html#pragma_synchronous
  expect(await setting('synchronous')).toBe(2);
  expect(await setting('foreign_keys')).toBe(1);
});

test('its files are closed to others', () => {
  for (const suffix of ['', '-wal', '-shm']) expect(statSync(file() + suffix).mode & 0o777).toBe(0o600);
});

test('when the disk is full the write says so, keeps what was there, and works again when there is room', async () => {
  const insert = (id: string, bytes: number) =>
    store.write((tx) => sql`insert into tally values (${id}, length(${'x'.repeat(bytes)}))`.execute(tx));
  await store.write((tx) => sql`create table large (id text primary key, body text)`.execute(tx));
  await insert('before', 1);
  await setting('max_page_count = 20');
  const full = store.write(async (tx) => {
    await sql`insert into tally values ('half', 1)`.execute(tx);
    await sql`insert into large values ('a', ${'x'.repeat(1_000_000)})`.execute(tx);
  });
  await expect(full).rejects.toMatchObject({ code: 'store.disk-full', status: 507 });
  await setting('max_page_count = 100000');
  await insert('after', 1);
  const rows = (await sql<{ id: string }>`select id from tally order by id`.execute(store.read)).rows;
  expect(rows).toEqual([{ id: 'after' }, { id: 'before' }]);
});

test('the event loop runs on while the writer works', async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 5);
  const started = performance.now();
  await store.write((tx) =>
    sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000000)
      insert into tally select 'sum', sum(i) from n`.execute(tx),
  );
  const took = performance.now() - started;
  clearInterval(timer);
  expect(turns).toBeGreaterThan(took / 5 / 4);
});

test('a reader is not held up by an open transaction', async () => {
  let commit = () => {};
  const writing = store.write(async (tx) => {
    await sql`insert into tally values ('a', 1)`.execute(tx);
    await new Promise<void>((resolve) => (commit = resolve));
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await sql`select * from tally`.execute(store.read)).rows).toEqual([]);
  commit();
  await writing;
  expect((await sql`select * from tally`.execute(store.read)).rows).toHaveLength(1);
});

test('an index serves the default order, in both directions', async () => {
  await store.write((tx) => sql`create index tally_by_value on tally (value, id)`.execute(tx));
  const table = store.read as unknown as import('kysely').Kysely<{ tally: { id: string; value: number } }>;
  for (const direction of ['asc', 'desc'] as const) {
    const query = table.selectFrom('tally').select('id').orderBy('value', direction).limit(5).compile();
    const plan = await sql<{
      detail: string;
    }>`explain query plan ${sql.raw(query.sql.replace('?', '5'))}`.execute(store.read);
    expect(plan.rows.map((row) => row.detail).join(' ')).not.toContain('TEMP B-TREE');
  }
});

test('a program that forgets to close ends all the same, with its work on the disk', async () => {
  const child = startChild('write-once', file());
  expect(await child.line()).toBe('written');
  child.child.disconnect();
  expect((await child.ended).code).toBe(0);
  expect((await sql`select * from tally`.execute(store.read)).rows).toHaveLength(1);
});

test('a store that was closed says so', async () => {
  await store.close();
  const closed = expect.objectContaining({ code: 'store.unavailable' });
  await expect(sql`select 1`.execute(store.read)).rejects.toEqual(closed);
  await expect(store.write((tx) => sql`select 1`.execute(tx))).rejects.toEqual(closed);
  await store.close();
});

test('a file that is not a store is refused', async () => {
  const other = join(dir, 'other.sqlite');
  writeFileSync(other, 'not a database, but long enough to be taken for the header of one: '.repeat(20));
  await expect(openSqliteStore({ file: other })).rejects.toMatchObject({ code: 'store.unavailable' });
  await expect(openSqliteStore({ file: join(dir, 'no', 'folder') })).rejects.toMatchObject({
    code: 'store.unavailable',
  });
});

test('the bundled program finds its writer beside itself', async () => {
  const entry = join(dir, 'main.ts');
  const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  writeFileSync(
    entry,
    `import { openSqliteStore } from ${JSON.stringify(here('./sqlite.ts'))};
     import { sql } from 'kysely';
     const store = await openSqliteStore({ file: process.argv[2]! });
     await store.write((tx) => sql\`insert into tally values ('bundled', 1)\`.execute(tx));
     await store.close();
     console.log('written');`,
  );
  await build({
    entryPoints: { oak: entry, 'writer-worker': here('./writer-worker.ts') },
    outdir: join(dir, 'dist'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    nodePaths: [fileURLToPath(new URL('../../node_modules', import.meta.url))],
    logLevel: 'error',
  });
  const ran = await promisify(execFile)(process.execPath, [join(dir, 'dist', 'oak.mjs'), file()]);
  expect(ran.stdout.trim()).toBe('written');
  expect((await sql`select id from tally`.execute(store.read)).rows).toEqual([{ id: 'bundled' }]);
});
