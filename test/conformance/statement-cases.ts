import { type Kysely, sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/database.ts';
import { ruleBroken } from '../../src/store/errors.ts';

interface Sample {
  sample: { id: string; name?: string | null; amount?: number | null; share?: number | null };
  counter: { id: string; value: number };
}

const typed = (db: unknown) => db as Kysely<Sample>;
const isBroken = (rule: string) => expect.objectContaining({ code: ruleBroken.code, details: { rule } });

/** What every statement must answer, on every store. */
export function statementCases(store: () => Store) {
  const read = () => typed(store().read);
  const write = <T>(work: (tx: Kysely<Sample>) => Promise<T>) => store().write((tx) => work(typed(tx)));
  const add = (...rows: Sample['sample'][]) => write((tx) => tx.insertInto('sample').values(rows).execute());
  const one = (id: string) =>
    read().selectFrom('sample').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

  beforeEach(async () => {
    await write(async (tx) => {
      await tx.schema.dropTable('counter').ifExists().execute();
      await tx.schema.dropTable('sample').ifExists().execute();
      await tx.schema
        .createTable('sample')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('name', 'text')
        .addColumn('amount', 'integer', (column) => column.check(sql`amount <> 13`))
        .addColumn('share', 'real')
        .execute();
      await tx.schema
        .createTable('counter')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull().references('sample.id'))
        .addColumn('value', 'integer', (column) => column.notNull())
        .execute();
    });
  });

  describe('values', () => {
    test('come back as they went in', async () => {
      const rows = [
        { id: 'empty', name: '', amount: 0, share: 0 },
        { id: 'nothing', name: null, amount: null, share: null },
        { id: 'largest', name: 'x', amount: Number.MAX_SAFE_INTEGER, share: Number.MAX_VALUE },
        { id: 'smallest', name: 'x', amount: -Number.MAX_SAFE_INTEGER, share: Number.MIN_VALUE },
        { id: 'third', name: 'x', amount: -1, share: 1 / 3 },
        { id: 'whole real', name: 'x', amount: 7, share: 7 },
      ];
      await add(...rows);
      for (const row of rows) expect(await one(row.id)).toEqual(row);
    });

    test.each([
      ['emoji of several code points', '👩🏽‍🚒 🏳️‍🌈 👨‍👩‍👧‍👦'],
      ['right to left', 'שלום، مرحبا \u202Eabc\u202C'],
      ['both forms of an accent, kept apart', 'é e\u0301'],
      ['outside the basic plane', '𠮷野家 𝔘𝔫𝔦'],
      ['quotes and backslashes', `O'Brien \\ "x" ; -- drop`],
      ['control characters', 'a\tb\r\nc\u0001\u007f\uFEFF'],
    ])('text: %s', async (_, name) => {
      await add({ id: 'a', name });
      expect((await one('a')).name).toBe(name);
      expect(await read().selectFrom('sample').select('id').where('name', '=', name).execute()).toEqual([
        { id: 'a' },
      ]);
    });

    test('half a surrogate pair becomes the replacement character', async () => {
      await add({ id: 'a', name: 'x\ud800y' });
      expect((await one('a')).name).toBe('x\ufffdy');
    });

    test('a text of 8 MB', async () => {
      const name = 'ßé漢😀'.repeat(700_000);
      await add({ id: 'a', name });
      expect((await one('a')).name === name).toBe(true);
    });

    test('JSON is text: not a byte of it changes', async () => {
      const name = '{ "b": 1.0, "a": [1e2, 12345678901234567890], "a": null,  "é": "\\u00e9" }';
      await add({ id: 'a', name });
      expect((await one('a')).name).toBe(name);
    });

    test('a column left out, and one given as undefined, are null', async () => {
      await add({ id: 'a' }, { id: 'b', name: undefined, amount: 1 });
      await add({ id: 'c', name: undefined });
      const rows = await read().selectFrom('sample').selectAll().orderBy('id').execute();
      expect(rows).toEqual([
        { id: 'a', name: null, amount: null, share: null },
        { id: 'b', name: null, amount: 1, share: null },
        { id: 'c', name: null, amount: null, share: null },
      ]);
    });

    test('undefined in an update changes nothing; null empties', async () => {
      await add({ id: 'a', name: 'x', amount: 1 });
      await write((tx) => tx.updateTable('sample').set({ name: undefined, amount: null }).execute());
      expect(await one('a')).toEqual({ id: 'a', name: 'x', amount: null, share: null });
    });

    test.each([
      ['undefined', undefined],
      ['truth', true],
      ['a date', new Date(0)],
      ['bytes', new Uint8Array(2)],
      ['an object', { a: 1 }],
      ['not a number', Number.NaN],
      ['infinity', Number.POSITIVE_INFINITY],
      ['a NUL character', 'a\0b'],
    ])('refused: %s', async (_, value) => {
      await add({ id: 'a' });
      const asked = read()
        .selectFrom('sample')
        .selectAll()
        .where('name', '=', value as string);
      await expect(async () => asked.execute()).rejects.toThrow('cannot be stored');
    });

    test('a whole number too large for JavaScript is an error, never a wrong number', async () => {
      const asked = sql`select 9007199254740993 as n`.execute(read());
      await expect(asked).rejects.toMatchObject({ code: 'store.statement-failed' });
    });
  });

  describe('order', () => {
    const words = [
      'b',
      'a',
      'B',
      'A',
      'Z',
      'z',
      'ä',
      'Ä',
      '10',
      '9',
      ' a',
      '_',
      '-',
      'é',
      'e\u0301',
      '漢',
      '😀',
      '',
      'ﬀ',
    ];

    test('text sorts by its bytes', async () => {
      await add(...words.map((id) => ({ id })));
      const rows = await read().selectFrom('sample').select('id').orderBy('id').execute();
      const byBytes = [...words].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(rows.map((row) => row.id)).toEqual(byBytes);
      const after = await read().selectFrom('sample').select('id').where('id', '>', 'Z').execute();
      expect(after.length).toBe(byBytes.length - byBytes.indexOf('Z') - 1);
    });

    test('an added text column sorts by its bytes too', async () => {
      await add(...words.map((id) => ({ id })));
      await write((tx) => tx.schema.alterTable('sample').addColumn('other', 'text').execute());
      await write((tx) => sql`update sample set other = id`.execute(tx));
      const { rows } = await sql<{ other: string }>`select other from sample order by other`.execute(read());
      expect(rows.map((row) => row.other)).toEqual(
        [...words].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
      );
    });

    test('nothing sorts after everything, and before it when descending', async () => {
      await add({ id: 'a', amount: 2 }, { id: 'b', amount: null }, { id: 'c', amount: 1 });
      const ids = async (direction: 'asc' | 'desc') =>
        (await read().selectFrom('sample').select('id').orderBy('amount', direction).execute())
          .map((row) => row.id)
          .join('');
      expect(await ids('asc')).toBe('cab');
      expect(await ids('desc')).toBe('bac');
    });

    test('LIKE tells letters apart by case, and a backslash escapes', async () => {
      await add({ id: 'a', name: 'Town_1' }, { id: 'b', name: 'town%1' }, { id: 'c', name: 'Town\\1' });
      const like = async (pattern: string) =>
        (
          await read()
            .selectFrom('sample')
            .select('id')
            .where('name', 'like', pattern)
            .orderBy('id')
            .execute()
        )
          .map((row) => row.id)
          .join('');
      expect(await like('Town%')).toBe('ac');
      expect(await like('%\\_1')).toBe('a');
      expect(await like('%\\%1')).toBe('b');
      expect(await like('%\\\\1')).toBe('c');
    });

    test('lower() changes the letters of ASCII alone', async () => {
      await add({ id: 'a', name: 'HARTFORD ÄÉ' });
      const row = await read()
        .selectFrom('sample')
        .select(({ fn }) => fn<string>('lower', ['name']).as('name'))
        .executeTakeFirst();
      expect(row).toEqual({ name: 'hartford ÄÉ' });
    });
  });

  describe('numbers', () => {
    test('whole numbers divide whole, and sums and means are numbers', async () => {
      await add({ id: 'a', amount: 7 }, { id: 'b', amount: 8 }, { id: 'c' });
      const row = await read()
        .selectFrom('sample')
        .select(({ fn, val }) => [
          fn.countAll<number>().as('rows'),
          fn.sum<number>('amount').as('sum'),
          fn.avg<number>('amount').as('mean'),
          fn.max('amount').as('largest'),
          sql<number>`min(amount) / ${val(2)}`.as('half'),
        ])
        .executeTakeFirst();
      expect(row).toEqual({ rows: 3, sum: 15, mean: 7.5, largest: 8, half: 3 });
    });

    test('truth is 1 and 0', async () => {
      await add({ id: 'a', amount: 7 });
      const row = await read()
        .selectFrom('sample')
        .select((of) => [of('amount', '=', 7).as('yes'), of('amount', '>', 7).as('no')])
        .executeTakeFirst();
      expect(row).toEqual({ yes: 1, no: 0 });
    });

    test('a change says how many rows it changed', async () => {
      await add({ id: 'a' }, { id: 'b' }, { id: 'c' });
      const updated = await write((tx) =>
        tx.updateTable('sample').set({ amount: 1 }).where('id', '<', 'c').executeTakeFirst(),
      );
      expect(updated.numUpdatedRows).toBe(2n);
      const none = await write((tx) => tx.deleteFrom('sample').where('id', '=', 'z').executeTakeFirst());
      expect(none.numDeletedRows).toBe(0n);
      const again = await write((tx) =>
        tx
          .insertInto('sample')
          .values({ id: 'a' })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst(),
      );
      expect(again.numInsertedOrUpdatedRows).toBe(0n);
    });

    test('returning answers the rows as they now are', async () => {
      const rows = await write((tx) =>
        tx
          .insertInto('sample')
          .values([{ id: 'a', amount: 1 }, { id: 'b' }])
          .returning(['id', 'amount'])
          .execute(),
      );
      expect(rows).toEqual([
        { id: 'a', amount: 1 },
        { id: 'b', amount: null },
      ]);
    });
  });

  describe('rules', () => {
    test('a key used twice', async () => {
      await add({ id: 'a' });
      await expect(add({ id: 'a' })).rejects.toEqual(isBroken('unique'));
    });

    test('a value that must be there', async () => {
      await add({ id: 'a' });
      const asked = write((tx) =>
        tx
          .insertInto('counter')
          .values({ id: 'a', value: null as unknown as number })
          .execute(),
      );
      await expect(asked).rejects.toEqual(isBroken('required'));
    });

    test('a record that is not there', async () => {
      const asked = write((tx) => tx.insertInto('counter').values({ id: 'gone', value: 1 }).execute());
      await expect(asked).rejects.toEqual(isBroken('reference'));
    });

    test('a check', async () => {
      await expect(add({ id: 'a', amount: 13 })).rejects.toEqual(isBroken('check'));
    });

    test('a text in a column of numbers', async () => {
      const text = 'seven' as unknown as number;
      await expect(add({ id: 'a', amount: text })).rejects.toEqual(isBroken('type'));
      await expect(add({ id: 'a', amount: 1.5 })).rejects.toEqual(isBroken('type'));
    });

    test('an error never repeats a value', async () => {
      await add({ id: 'secret-4711' });
      const seen: string[] = [];
      const attempts = [
        () => add({ id: 'secret-4711' }),
        () => add({ id: 'x', amount: 'secret-4711' as unknown as number }),
        () => write((tx) => sql`select cast(${'secret-4711'} as integer) + no_such_column`.execute(tx)),
      ];
      for (const attempt of attempts) {
        const error = await attempt().then(
          () => undefined,
          (thrown: Error) => thrown,
        );
        if (error)
          seen.push(`${error.message} ${JSON.stringify(error)} ${JSON.stringify(error.cause ?? null)}`);
      }
      expect(seen).toHaveLength(3);
      for (const said of seen) expect(said).not.toContain('4711');
    });
  });
}
