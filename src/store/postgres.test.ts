import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../../test/conformance/postgres.ts';
import type { Store } from './database.ts';
import { openPostgresStore } from './postgres.ts';

let server: TestPostgres;
let url: string;
let store: Store;
let admin: pg.Client;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  url = await server.newDatabase();
  store = await openPostgresStore({ url, connections: 2 });
  admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await store.write((tx) => sql`create table tally (id text primary key, value bigint)`.execute(tx));
});
afterEach(async () => {
  await admin.end();
  await store.close();
});

const cutOff = () =>
  admin.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
const rows = async () => (await sql`select id from tally order by id`.execute(store.read)).rows;

test('a connection cut off inside a transaction undoes it; the next write has another', async () => {
  const cut = store.write(async (tx) => {
    await sql`insert into tally values ('half', 1)`.execute(tx);
    await cutOff();
    // Between two statements: nobody is waiting for an answer when the connection goes.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await sql`insert into tally values ('other half', 1)`.execute(tx);
  });
  await expect(cut).rejects.toMatchObject({ code: 'store.unavailable' });
  await store.write((tx) => sql`insert into tally values ('whole', 1)`.execute(tx));
  expect(await rows()).toEqual([{ id: 'whole' }]);
});

test('connections cut off at rest are replaced without anyone noticing', async () => {
  await rows();
  await cutOff();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await rows()).toEqual([]);
});

test('more writers than connections, each reading beside its transaction, all finish', async () => {
  await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      store.write(async (tx) => {
        await rows();
        await sql`insert into tally values (${`${n}`}, 1)`.execute(tx);
      }),
    ),
  );
  expect(await rows()).toHaveLength(12);
});

test('a transaction that never gets through gives up in words, and nothing of it is left', async () => {
  let runs = 0;
  const asked = store.write(async (tx) => {
    runs += 1;
    await sql`insert into tally values (${`${runs}`}, 1)`.execute(tx);
    await sql`do $$ begin raise exception using errcode = '40001'; end $$`.execute(tx);
  });
  await expect(asked).rejects.toMatchObject({ code: 'store.busy', status: 503 });
  expect(runs).toBe(12);
  expect(await rows()).toEqual([]);
});

test('a server that cannot be reached, or refuses, is told without its password', async () => {
  const wrong = new URL(url);
  wrong.password = 'hunter2';
  const nobody = new URL(url);
  nobody.port = '1';
  nobody.password = 'hunter2';
  for (const address of [wrong, nobody]) {
    const error = await openPostgresStore({ url: address.href }).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'store.unavailable' });
    expect(`${(error as Error).message}${JSON.stringify(error)}`).not.toContain('hunter2');
  }
});

test('a database that is not UTF-8 is refused', async () => {
  await admin.query(
    `create database latin encoding 'LATIN1' locale_provider libc locale 'C' template template0`,
  );
  const latin = new URL(url);
  latin.pathname = '/latin';
  await expect(openPostgresStore({ url: latin.href })).rejects.toMatchObject({ code: 'store.unavailable' });
});
