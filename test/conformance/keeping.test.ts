import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { areas } from '../../src/app.ts';
import { systemClock } from '../../src/core/clock.ts';
import { copyCommand } from '../../src/roles/copy-home.ts';
import { openHomeLog } from '../../src/roles/home-log.ts';
import { restoreCommand } from '../../src/roles/restore-home.ts';
import { undoUpgradeCommand } from '../../src/roles/undo-upgrade.ts';
import { applyMigrations } from '../../src/store/apply-migrations.ts';
import { readHead } from '../../src/store/audit-log/integrate-entries.ts';
import { searchEntries } from '../../src/store/audit-log/search-entries.ts';
import { parseVerifier } from '../../src/store/audit-log/signed-note.ts';
import { verifyLog } from '../../src/store/audit-log/verify-log.ts';
import { keepBeforeUpgrade } from '../../src/store/backup/before-upgrade.ts';
import { copyStore } from '../../src/store/backup/copy-store.ts';
import { writeBackup } from '../../src/store/backup/write-backup.ts';
import { claimHome } from '../../src/store/home.ts';
import { migrate, migrations } from '../../src/store/migrations/index.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { storeTables } from '../../src/store/tables.ts';
import { declaredShape, tablesOf } from './introspect.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

/** Backup, restore, copy, upgrade and the way back, on homes as the program makes them. */

const golden = (...path: string[]) => join(import.meta.dirname, '..', 'golden', ...path);
const clock = systemClock('America/Los_Angeles');
let folder: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oak-keeping-'));
  said = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});
let postgres: Promise<TestPostgres> | undefined;
const newDatabase = async () => {
  postgres ??= startPostgres();
  return (await postgres).newDatabase();
};
afterAll(async () => (await postgres)?.stop());

const openLog = (home: string, store: Parameters<typeof openHomeLog>[0]['store']) =>
  openHomeLog({ home, store, clock, state: 'tidewater', log: () => {}, sequence: false });

/** A home with 300 entries in its log, 600 events and a file in its lake. */
async function makeHome(home = join(folder, 'home')): Promise<string> {
  const claim = await claimHome(home);
  if (!claim.owned) throw new Error('not ours');
  cpSync(golden('second-state'), join(home, 'state'), { recursive: true });
  writeFileSync(join(home, 'lake', 'part-1.parquet'), 'rows');
  const store = await openSqliteStore({ file: claim.home.storeFile });
  await migrate(store);
  const log = await openLog(home, store);
  await store.write(async (tx) => {
    for (let at = 0; at < 300; at += 1)
      await log.append(tx, {
        outcome: 'changed',
        operation: 'catalog.register-dataset',
        dataset: `aaaa-${1000 + at}`,
        actor: `person-${at % 7}`,
        kind: 'person',
      });
    for (let at = 0; at < 600; at += 1)
      await tx
        .insertInto('event')
        .values({ id: `e${at}`, name: 'n', at: clock.now(), payload: '{"a":"ü \'\\"' + '\n"}' })
        .execute();
    await tx.deleteFrom('event').where('id', '=', 'e7').execute();
  });
  await log.settle();
  await store.close();
  await claim.release();
  return home;
}

async function backUp(home: string): Promise<string> {
  const store = await openSqliteStore({ file: join(home, 'store.sqlite') });
  const made = await writeBackup({
    store,
    home,
    folder: join(folder, 'backups'),
    version: '0.1.0',
    now: clock.now(),
  });
  await store.close();
  return join(folder, 'backups', made.name);
}

async function headOf(home: string) {
  const store = await openSqliteStore({ file: join(home, 'store.sqlite') });
  const [head, events] = [
    await readHead(store.read),
    await store.read.selectFrom('event').selectAll().execute(),
  ];
  const log = await openLog(home, store);
  const { faults } = await verifyLog(store.read, parseVerifier(log.verifier)!);
  const [newest] = await searchEntries(store.read, { limit: 1 });
  await store.close();
  return { head: head!, events, faults, newest: newest! };
}

describe('oak store restore', () => {
  it('puts a backup and its keys into an empty home, and says so in the log', async () => {
    const home = await makeHome();
    const before = await headOf(home);
    const backup = await backUp(home);
    const other = join(folder, 'other');
    expect(await restoreCommand([backup, '--home', other, '--keys', join(home, 'keys')])).toBe(0);
    expect(said.at(-1)).toContain(
      `${before.head.size} entries of the log verified, root ${before.head.root}`,
    );
    const after = await headOf(other);
    expect(after.events).toEqual(before.events);
    expect(after.faults).toEqual([]);
    expect(after.head.size).toBe(before.head.size + 1);
    expect(after.newest).toMatchObject({ operation: 'store.restore', actor: 'operator' });
    expect(readFileSync(join(other, 'lake', 'part-1.parquet'), 'utf8')).toBe('rows');
    expect(existsSync(join(other, 'state', 'jurisdiction.yaml'))).toBe(true);
    expect(readdirSync(other).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('refuses a home that holds data, and changes nothing there', async () => {
    const home = await makeHome();
    const backup = await backUp(home);
    await expect(restoreCommand([backup, '--home', home])).rejects.toMatchObject({
      code: 'store.home-in-use',
    });
    expect((await headOf(home)).faults).toEqual([]);
  });

  it('refuses a backup cut short, and leaves the home empty', async () => {
    const home = await makeHome();
    const backup = await backUp(home);
    truncateSync(join(backup, 'store.sqlite'), 40_000);
    const other = join(folder, 'other');
    await expect(restoreCommand([backup, '--home', other])).rejects.toMatchObject({
      code: 'store.backup-incomplete',
      exit: 6,
    });
    expect(existsSync(join(other, 'store.sqlite'))).toBe(false);
    expect(existsSync(join(other, 'state'))).toBe(false);
  });

  it('finishes what a killed restoring began', async () => {
    const home = await makeHome();
    const backup = await backUp(home);
    const other = join(folder, 'other');
    cpSync(join(backup, 'state'), join(other, 'state'), { recursive: true });
    cpSync(join(backup, 'store.sqlite'), join(other, '.restoring', 'store.sqlite'));
    expect(await restoreCommand([backup, '--home', other, '--keys', join(home, 'keys')])).toBe(0);
    expect((await headOf(other)).faults).toEqual([]);
  });

  it('without its keys says what is missing, and the log takes no new key', async () => {
    const home = await makeHome();
    const backup = await backUp(home);
    const other = join(folder, 'other');
    expect(await restoreCommand([backup, '--home', other])).toBe(0);
    expect(said.at(-1)).toContain('put the keys back');
    const store = await openSqliteStore({ file: join(other, 'store.sqlite') });
    await expect(openLog(other, store)).rejects.toMatchObject({ code: 'store.log-key-unusable' });
    await store.close();
  });
});

describe('oak store copy', () => {
  it('takes SQLite to PostgreSQL with every row, the root unchanged, and goes on from there', async () => {
    const home = await makeHome();
    const before = await headOf(home);
    const url = await newDatabase();
    expect(await copyCommand(['--to', url, '--home', home])).toBe(0);
    expect(said.at(-1)).toContain(`root ${before.head.root}`);
    const store = await openPostgresStore({ url });
    expect((await readHead(store.read))!.root).toBe(before.head.root);
    expect(await store.read.selectFrom('event').selectAll().orderBy('sequence').execute()).toEqual(
      before.events,
    );
    const log = await openLog(home, store);
    await log.appendNow({ outcome: 'noted', operation: 'test.after', actor: 'system', kind: 'system' });
    const after = (await log.settle())!;
    expect(after.size).toBe(before.head.size + 1);
    expect(
      (await verifyLog(store.read, parseVerifier(log.verifier)!, { outside: [before.head.note] })).faults,
    ).toEqual([]);
    // And back, as a backup of a PostgreSQL deployment is made.
    const file = join(folder, 'back.sqlite');
    const back = await openSqliteStore({ file });
    await migrate(back);
    await copyStore(store, back);
    expect((await readHead(back.read))!.root).toBe(after.root);
    await back.close();
    await store.close();
  });

  it('refuses a database that holds rows, and one that is none', async () => {
    const home = await makeHome();
    const url = await newDatabase();
    await copyCommand(['--to', url, '--home', home]);
    await expect(copyCommand(['--to', url, '--home', home])).rejects.toMatchObject({
      code: 'store.copy-not-empty',
    });
    await expect(copyCommand(['--to', 'mysql://x', '--home', home])).rejects.toMatchObject({
      code: 'request.invalid-input',
    });
  });

  it('waits for no server: a home that another process owns is refused', async () => {
    const home = await makeHome();
    const claim = await claimHome(home);
    for (const command of [
      () => copyCommand(['--to', 'postgres://localhost/x', '--home', home]),
      () => undoUpgradeCommand(['--home', home]),
    ])
      await expect(command()).rejects.toMatchObject({ code: 'request.home-busy' });
    if (claim.owned) await claim.release();
  });
});

describe('upgrading the store of the release before', () => {
  const released = migrations.slice(0, 7);
  const declared = Object.fromEntries(
    [...storeTables, ...areas.flatMap((area) => area.tables)].map((table) => [
      table.name,
      declaredShape(table),
    ]),
  );
  const previousHome = () => {
    const home = join(folder, 'home');
    cpSync(golden('second-state'), join(home, 'state'), { recursive: true });
    writeFileSync(
      join(home, 'store.sqlite'),
      gunzipSync(readFileSync(golden('store-0007', 'store.sqlite.gz'))),
    );
    return home;
  };
  const titles = async (store: Awaited<ReturnType<typeof openSqliteStore>>) =>
    (await sql<{ title: string }>`select title from dataset order by title`.execute(store.read)).rows.map(
      ({ title }) => title,
    );
  const found = ['Fish landings', 'Tide gauges'];

  it('keeps every row, gets the newest shape, and the log begins', async () => {
    const home = previousHome();
    expect(await keepBeforeUpgrade(home)).toBe('0007-portal.sqlite');
    const store = await openSqliteStore({ file: join(home, 'store.sqlite') });
    expect(await migrate(store)).toEqual(migrations.slice(7).map(({ name }) => name));
    expect(await titles(store)).toEqual(found);
    expect(await tablesOf(store)).toEqual(declared);
    const log = await openLog(home, store);
    await log.appendNow({ outcome: 'noted', operation: 'test.after', actor: 'system', kind: 'system' });
    expect((await log.settle())!.size).toBe(1);
    await store.close();
    expect(await keepBeforeUpgrade(home)).toBeUndefined();
  });

  it('has a way back, which the earlier release accepts', async () => {
    const home = previousHome();
    await keepBeforeUpgrade(home);
    const upgraded = await openSqliteStore({ file: join(home, 'store.sqlite') });
    await migrate(upgraded);
    await expect(applyMigrations(upgraded, released)).rejects.toMatchObject({
      code: 'store.newer-than-program',
    });
    await upgraded.close();
    expect(await undoUpgradeCommand(['--home', home])).toBe(0);
    const back = await openSqliteStore({ file: join(home, 'store.sqlite') });
    expect(await applyMigrations(back, released)).toEqual([]);
    expect(await titles(back)).toEqual(found);
    await back.close();
    expect(readdirSync(join(home, 'before-upgrade'))).toEqual([expect.stringMatching(/^undone-.*\.sqlite$/)]);
    await expect(undoUpgradeCommand(['--home', home])).rejects.toMatchObject({
      code: 'store.nothing-to-undo',
    });
  });

  it('works on PostgreSQL too', async () => {
    const home = previousHome();
    const previous = await openSqliteStore({ file: join(home, 'store.sqlite') });
    const store = await openPostgresStore({ url: await newDatabase() });
    await applyMigrations(store, released);
    await copyStore(previous, store);
    await migrate(store);
    expect(await titles(store)).toEqual(found);
    expect(await tablesOf(store)).toEqual(declared);
    await previous.close();
    await store.close();
  });
});
