import { afterAll, describe, expect, test } from 'vitest';
import { areas } from '../../src/app.ts';
import { applyMigrations } from '../../src/store/apply-migrations.ts';
import { migrate, migrations } from '../../src/store/migrations/index.ts';
import { storeTables } from '../../src/store/tables.ts';
import { declaredShape, tablesOf } from './introspect.ts';
import { storesForTests } from './stores.ts';

const stores = storesForTests();
afterAll(() => stores.stop());

const declared = [...storeTables, ...areas.flatMap((area) => area.tables)];
const names = migrations.map((migration) => migration.name);

describe.each(['sqlite', 'postgres'] as const)('%s', (kind) => {
  test('an empty store migrated has exactly the tables that are declared', async () => {
    const { store, close } = await stores.open(kind);
    expect(await migrate(store)).toEqual(names);
    const wanted = Object.fromEntries(declared.map((table) => [table.name, declaredShape(table)]));
    expect(await tablesOf(store)).toEqual(wanted);
    expect(await migrate(store)).toEqual([]);
    await close();
  });

  test('two servers that start together migrate once', async () => {
    const { store, another, close } = await stores.open(kind);
    const ran = await Promise.all([migrate(store), migrate(await another())]);
    expect(ran.flat().sort()).toEqual([...names].sort());
    await close();
  });

  test('a migration that fails leaves nothing and is run again at the next start', async () => {
    const { store, close } = await stores.open(kind);
    const broken = {
      name: '0001-broken',
      up: async (db: Parameters<(typeof migrations)[number]['up']>[0]) => {
        await db.schema.createTable('half').addColumn('id', 'text').execute();
        throw new Error('power cut');
      },
    };
    await expect(applyMigrations(store, [broken])).rejects.toThrow('power cut');
    expect(await tablesOf(store)).toEqual({});
    const mended = {
      ...broken,
      up: async (db: Parameters<typeof broken.up>[0]) => {
        await db.schema.createTable('whole').addColumn('id', 'text').execute();
      },
    };
    expect(await applyMigrations(store, [mended])).toEqual(['0001-broken']);
    await close();
  });

  test('a store written by a newer release is refused', async () => {
    const { store, close } = await stores.open(kind);
    await migrate(store);
    await expect(applyMigrations(store, migrations.slice(0, -1))).rejects.toMatchObject({
      code: 'store.newer-than-program',
    });
    await close();
  });
});

test('migrations are numbered in order', () => {
  for (const name of names) expect(name).toMatch(/^\d{4}-[a-z0-9-]+$/);
  expect([...names].sort()).toEqual(names);
});
