import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/database.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { startPostgres } from './postgres.ts';
import { startChild } from './process.ts';

const dir = mkdtempSync(join(tmpdir(), 'oak-durability-'));
const postgres = startPostgres();
afterAll(async () => {
  await (await postgres).stop();
  rmSync(dir, { recursive: true, force: true });
});

const places = {
  sqlite: {
    rounds: 8,
    where: async () => join(dir, 'store.sqlite'),
    open: (file: string) => openSqliteStore({ file }),
  },
  postgres: {
    rounds: 4,
    where: async () => (await postgres).newDatabase(),
    open: (url: string) => openPostgresStore({ url }),
  },
} satisfies Record<
  string,
  { rounds: number; where: () => Promise<string>; open: (at: string) => Promise<Store> }
>;

describe.each(Object.entries(places))('%s', (_, place) => {
  test('a writer killed at any moment loses nothing acknowledged and leaves nothing half done', async () => {
    const where = await place.where();
    const first = await place.open(where);
    await first.write((tx) =>
      tx.schema.createTable('tally').addColumn('id', 'text').addColumn('value', 'integer').execute(),
    );
    await first.close();

    let next = 1;
    for (let round = 0; round < place.rounds; round += 1) {
      const writer = startChild('write', where, String(next));
      await writer.line();
      await new Promise((resolve) => setTimeout(resolve, (round * 37) % 60));
      const acknowledged = Number((await writer.kill()).at(-1));

      const store = await place.open(where);
      const rows = await (store.read as unknown as Kysely<{ tally: { id: string; value: number } }>)
        .selectFrom('tally')
        .select(['value', (of) => of.fn.countAll<number>().as('times')])
        .groupBy('value')
        .orderBy('value')
        .execute();
      await store.close();
      expect(rows.map((row) => row.value)).toEqual(Array.from(rows, (_, at) => at + 1));
      expect(rows.every((row) => row.times === 2)).toBe(true);
      expect(rows.length).toBeGreaterThanOrEqual(acknowledged);
      // One more may have been committed and not yet said.
      expect(rows.length).toBeLessThanOrEqual(acknowledged + 1);
      next = rows.length + 1;
    }
    expect(next).toBeGreaterThan(place.rounds);
  });
});
