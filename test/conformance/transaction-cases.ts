import { type Kysely, sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import type { Store } from '../../src/store/database.ts';

interface Sample {
  tally: { id: string; value: number };
}
const typed = (db: unknown) => db as Kysely<Sample>;

/** What a transaction means, on every store. `another` is a second store over the same records. */
export function transactionCases(store: () => Store, another: () => Promise<Store>) {
  const read = () => typed(store().read);
  const write = <T>(work: (tx: Kysely<Sample>) => Promise<T>, to = store()) =>
    to.write((tx) => work(typed(tx)));
  const value = async (id: string, from = read()) =>
    (await from.selectFrom('tally').select('value').where('id', '=', id).executeTakeFirst())?.value;
  const put = (tx: Kysely<Sample>, id: string, to: number) =>
    tx
      .insertInto('tally')
      .values({ id, value: to })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ value: to }))
      .execute();

  beforeEach(async () => {
    await write(async (tx) => {
      await tx.schema.dropTable('tally').ifExists().execute();
      await tx.schema
        .createTable('tally')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('value', 'integer', (column) => column.notNull())
        .execute();
      await put(tx, 'a', 0);
    });
  });

  test('what is written is read, at once and elsewhere', async () => {
    const answer = await write(async (tx) => {
      await put(tx, 'a', 1);
      return 'answer';
    });
    expect(answer).toBe('answer');
    expect(await value('a')).toBe(1);
    expect(await value('a', typed((await another()).read))).toBe(1);
  });

  test('what throws leaves nothing, and the error comes out as it was', async () => {
    const thrown = new Error('changed my mind');
    const asked = write(async (tx) => {
      await put(tx, 'a', 1);
      await put(tx, 'b', 1);
      throw thrown;
    });
    await expect(asked).rejects.toBe(thrown);
    expect([await value('a'), await value('b')]).toEqual([0, undefined]);
  });

  test('tables made in a transaction that throws are gone', async () => {
    const asked = write(async (tx) => {
      await tx.schema.createTable('half_made').addColumn('id', 'text').execute();
      throw new Error('stop');
    });
    await expect(asked).rejects.toThrow('stop');
    await write((tx) => tx.schema.createTable('half_made').addColumn('id', 'text').execute());
    await write((tx) => tx.schema.dropTable('half_made').execute());
  });

  test('a failed statement cannot be caught and committed over', async () => {
    const asked = write(async (tx) => {
      await put(tx, 'a', 1);
      await tx
        .insertInto('tally')
        .values({ id: 'a', value: 2 })
        .execute()
        .catch(() => {});
    });
    await expect(asked).rejects.toMatchObject({ code: 'store.rule-broken' });
    expect(await value('a')).toBe(0);
  });

  test('a transaction sees its own changes and nobody else does until it commits', async () => {
    const seen: (number | undefined)[] = [];
    await write(async (tx) => {
      await put(tx, 'a', 5);
      seen.push(await value('a', tx), await value('a'));
    });
    expect(seen).toEqual([5, 0]);
    expect(await value('a')).toBe(5);
  });

  test('forty writers at once, from two places, lose nothing', async () => {
    const other = await another();
    const add = (to: Store) =>
      write(async (tx) => {
        const now = (await value('a', tx))!;
        // Time in which another could come between.
        await new Promise((resolve) => setTimeout(resolve, 1));
        await put(tx, 'a', now + 1);
      }, to);
    await Promise.all(Array.from({ length: 40 }, (_, at) => add(at % 2 ? store() : other)));
    expect(await value('a')).toBe(40);
  });

  test('two writers that each look at what the other changes do not both go through', async () => {
    const other = await another();
    await write((tx) => put(tx, 'b', 0));
    // Each may raise its own only while both are 0: one after another, only one may.
    const raise = (id: string, to: Store) =>
      write(async (tx) => {
        const rows = await tx.selectFrom('tally').select('value').execute();
        if (rows.some((row) => row.value !== 0)) return;
        await new Promise((resolve) => setTimeout(resolve, 5));
        await put(tx, id, 1);
      }, to);
    await Promise.all([raise('a', store()), raise('b', other)]);
    expect([await value('a'), await value('b')].sort()).toEqual([0, 1]);
  });

  test('a reading transaction sees one moment', async () => {
    await read()
      .transaction()
      .execute(async (moment) => {
        expect(await value('a', moment)).toBe(0);
        await write((tx) => put(tx, 'a', 9));
        expect(await value('a', moment)).toBe(0);
        expect(await value('a')).toBe(9);
      });
  });

  test('the reading side cannot write', async () => {
    await expect(put(read(), 'a', 3)).rejects.toThrow();
    expect(await value('a')).toBe(0);
  });

  test('a write inside a write is refused, not waited for', async () => {
    const asked = write(async (tx) => {
      await put(tx, 'a', 1);
      await write((inner) => put(inner, 'a', 2));
    });
    await expect(asked).rejects.toThrow('inside store.write');
    expect(await value('a')).toBe(0);
  });

  test('a transaction that has ended takes no more statements', async () => {
    let kept: Kysely<Sample> | undefined;
    await write(async (tx) => {
      kept = tx;
      await put(tx, 'a', 1);
    });
    await expect(put(kept!, 'a', 2)).rejects.toThrow(/ended|already committed/);
    expect(await value('a')).toBe(1);
  });

  test('a column added elsewhere is seen by a query asked before', async () => {
    const all = () => sql<Record<string, unknown>>`select * from tally`.execute(read());
    expect((await all()).rows).toEqual([{ id: 'a', value: 0 }]);
    await write((tx) => tx.schema.alterTable('tally').addColumn('note', 'text').execute());
    expect((await all()).rows).toEqual([{ id: 'a', value: 0, note: null }]);
  });
}
