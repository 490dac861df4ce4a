import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startChild } from '../../test/conformance/process.ts';
import type { Store } from './database.ts';
import { serveStoreTo } from './over-channel.ts';
import { openSqliteStore } from './sqlite.ts';

let dir: string;
let store: Store;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'oak-channel-'));
  store = await openSqliteStore({ file: join(dir, 'store.sqlite') });
  await store.write((tx) => sql`create table tally (id text primary key, value integer)`.execute(tx));
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const ids = async () =>
  (await sql<{ id: string }>`select id from tally order by id`.execute(store.read)).rows.map((row) => row.id);
const write = (id: string) => store.write((tx) => sql`insert into tally values (${id}, 1)`.execute(tx));

test('a child process writes and reads the parent’s store, and sees its errors', async () => {
  const child = startChild('ask-parent');
  serveStoreTo(child.child, store);
  expect(JSON.parse(await child.line())).toEqual({ row: { value: 7 }, again: 'store.rule-broken' });
  expect((await child.ended).code).toBe(0);
  expect(await ids()).toEqual(['child']);
});

test('a child killed inside a transaction leaves nothing and frees the writer at once', async () => {
  const child = startChild('hold-writer');
  serveStoreTo(child.child, store);
  expect(await child.line()).toBe('holding');
  const waiting = write('mine');
  await child.kill();
  await waiting;
  expect(await ids()).toEqual(['mine']);
});

test('a child that goes quiet inside a transaction loses it, and is told', async () => {
  const child = startChild('hold-writer');
  serveStoreTo(child.child, store, { idleMs: 200 });
  expect(await child.line()).toBe('holding');
  await write('mine');
  child.child.send('go on');
  expect(await child.line()).toBe('store.transaction-timed-out');
  expect(await ids()).toEqual(['mine']);
});

test('a child that waits for the writer is not quiet', async () => {
  const child = startChild('ask-parent');
  serveStoreTo(child.child, store, { idleMs: 100 });
  let free = () => {};
  const held = store.write(() => new Promise<void>((resolve) => (free = resolve)));
  await new Promise((resolve) => setTimeout(resolve, 800));
  free();
  await held;
  expect(JSON.parse(await child.line())).toMatchObject({ row: { value: 7 } });
  await child.ended;
});

test('a child whose store is no longer served is undone', async () => {
  const child = startChild('hold-writer');
  const stop = serveStoreTo(child.child, store);
  expect(await child.line()).toBe('holding');
  stop();
  await write('mine');
  expect(await ids()).toEqual(['mine']);
  await child.kill();
});
