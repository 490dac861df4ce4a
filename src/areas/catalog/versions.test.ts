import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext, uploadOf } from '../../../test/context.ts';
import { sql } from '../../engine/sql.ts';
import type { IngestResult } from './contract.ts';
import { area, openContent, versionAt } from './index.ts';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext('2026-11-20T12:00:00.000Z');
});
afterAll(() => context.close());

const ask = area.handlers;
const example = (name: string) =>
  fileURLToPath(new URL(`../../../examples/connecticut/data/${name}`, import.meta.url));

async function load(content: string, input: object = {}): Promise<IngestResult> {
  const { job } = await ask.ingest(context.asked({ upload: uploadOf(content, 'rows.csv') }), input as never);
  return (await context.run(job, area.jobs as never)) as IngestResult;
}

async function rowsOfVersion(dataset: string, number?: number): Promise<Record<string, unknown>[]> {
  const version = await versionAt(context.store.read, dataset, { version: number });
  const content = await openContent(context, version, 'read-rows');
  return context.engine.rows(sql`select * from ${await content.rows()} order by _row`);
}

const tableOf = (rows: readonly (readonly (string | number)[])[]) =>
  `id,name,n\n${rows.map((row) => row.join(',')).join('\n')}\n`;

describe('a newer file of the same dataset', () => {
  it('by its accepted key: rows added, removed and changed, cell by cell', async () => {
    context.clock.moveTo('2026-11-20T12:00:00.000Z');
    const first = await load(
      tableOf([
        [1, 'a', 10],
        [2, 'b', 20],
        [3, 'c', 30],
      ]),
      { key_fields: ['id'], title: 'Keyed' },
    );
    context.clock.moveTo('2026-11-21T12:00:00.000Z');
    const second = await load(
      tableOf([
        [3, 'c', 30],
        [2, 'B', 21],
        [4, 'd', 40],
      ]),
      { dataset: first.dataset },
    );
    expect(second.changes).toEqual({
      from: 1,
      by: 'key',
      key: ['id'],
      added: 1,
      removed: 1,
      changed: 1,
      changedCells: 2,
      unchanged: 1,
    });
    const compared = await ask['compare-versions'](context, { dataset: first.dataset, limit: 100 } as never);
    expect(compared.cells).toEqual([
      { column: 'n', changed: 1 },
      { column: 'name', changed: 1 },
    ]);
    expect(
      compared.sample.map(({ change, key, column, before, after }) => [change, key, column, before, after]),
    ).toEqual([
      ['removed', '["1"]', null, null, null],
      ['changed', '["2"]', 'n', '20', '21'],
      ['changed', '["2"]', 'name', 'b', 'B'],
      ['added', '["4"]', null, null, null],
    ]);
    expect((await rowsOfVersion(first.dataset)).map((row) => [row['id'], row['_updated_at']])).toEqual([
      ['3', '2026-11-20T12:00:00'],
      ['2', '2026-11-21T12:00:00'],
      ['4', '2026-11-21T12:00:00'],
    ]);
  });

  it('without a key: the n-th copy of a row is the n-th, and a change is one row removed and one added', async () => {
    context.clock.moveTo('2026-11-20T12:00:00.000Z');
    const first = await load(
      tableOf([
        [1, 'a', 1],
        [1, 'a', 1],
        [2, 'b', 2],
      ]),
      { title: 'Copies' },
    );
    context.clock.moveTo('2026-11-21T12:00:00.000Z');
    const second = await load(
      tableOf([
        [1, 'a', 1],
        [2, 'b', 3],
        [1, 'a', 1],
        [1, 'a', 1],
      ]),
      { dataset: first.dataset },
    );
    expect(second.changes).toMatchObject({ by: 'whole-row', added: 2, removed: 1, changed: 0, unchanged: 2 });
    expect((await rowsOfVersion(first.dataset)).map((row) => row['_updated_at'])).toEqual([
      '2026-11-20T12:00:00',
      '2026-11-21T12:00:00',
      '2026-11-20T12:00:00',
      '2026-11-21T12:00:00',
    ]);
  });

  it('keeps stamps through many versions', async () => {
    const rows: (string | number)[][] = [];
    let dataset: string | undefined;
    for (let day = 1; day <= 7; day++) {
      context.clock.moveTo(`2026-11-0${day}T00:00:00.000Z`);
      rows.push([day, `day ${day}`, day]);
      ({ dataset } = await load(tableOf(rows), dataset === undefined ? { title: 'Daily' } : { dataset }));
    }
    expect((await rowsOfVersion(dataset!)).map((row) => row['_updated_at'])).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((day) => `2026-11-0${day}T00:00:00`),
    );
  });

  it('a repeated key names no row: those are compared whole', async () => {
    const first = await load(
      tableOf([
        [1, 'a', 1],
        [1, 'b', 2],
        [2, 'c', 3],
      ]),
      { key_fields: ['id'], title: 'Repeated' },
    );
    const second = await load(
      tableOf([
        [1, 'a', 1],
        [1, 'b', 9],
        [2, 'x', 3],
      ]),
      { dataset: first.dataset },
    );
    expect(second.changes).toMatchObject({
      by: 'key',
      added: 1,
      removed: 1,
      changed: 1,
      changedCells: 1,
      unchanged: 1,
    });
  });

  it('another column order or a column that came empty changes no row; another type is compared as text', async () => {
    context.clock.moveTo('2026-11-20T12:00:00.000Z');
    const first = await load('a,b\n1,x\n2,y\n', { title: 'Order' });
    context.clock.moveTo('2026-11-21T12:00:00.000Z');
    const second = await load('b,new,a\nx,,1\ny,,02\n', { dataset: first.dataset });
    expect(second.changes).toMatchObject({ added: 1, removed: 1, unchanged: 1 });
    expect(second.notice).toMatchObject({
      added: [{ name: 'new', title: 'new' }],
      dropped: [],
      renamed: [],
      retyped: [{ name: 'a', from: 'integer', to: 'text' }],
      says: 'The fields changed. New: new. Read as another type: a (integer to text).',
    });
    expect((await rowsOfVersion(first.dataset)).map((row) => row['_updated_at'])).toEqual([
      '2026-11-20T12:00:00',
      '2026-11-21T12:00:00',
    ]);
    expect(context.told.at(-1)).toMatchObject({
      name: 'schema-changed',
      payload: { added: ['new'], retyped: ['a'] },
    });
  });

  it('agrees with a plain count of rows, whatever the tables', async () => {
    const row = fc.tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('a', 'b'),
      fc.integer({ min: 0, max: 1 }),
    );
    const table = fc.array(row, { minLength: 1, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(table, table, async (before, after) => {
        const first = await load(tableOf(before), { title: 'Any' });
        const { changes, new_version } = await load(tableOf(after), { dataset: first.dataset });
        const left = before.map((one) => one.join());
        let unchanged = 0;
        for (const one of after.map((cells) => cells.join())) {
          const at = left.indexOf(one);
          if (at < 0) continue;
          left.splice(at, 1);
          unchanged++;
        }
        if (!new_version) expect(tableOf(after)).toBe(tableOf(before));
        else
          expect(changes).toMatchObject({ unchanged, removed: left.length, added: after.length - unchanged });
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe('the overdose deaths of 2012 to 2018, then to 2022', () => {
  let dataset: string;
  beforeAll(async () => {
    const loadPath = async (name: string, input: object) => {
      const { job } = await ask.ingest(context, { path: example(name), ...input } as never);
      return (await context.run(job, area.jobs as never)) as IngestResult;
    };
    ({ dataset } = await loadPath('accidental-drug-deaths-2012-2018.csv', { title: 'Deaths' }));
    await loadPath('accidental-drug-deaths-2012-2022.csv', { dataset });
  });

  // Rows and columns as the publisher states them; 19 renamed, 8 added and 1 dropped were paired by hand.
  it('raises a notice that names the columns', async () => {
    const [second, first] = (await ask['list-versions'](context, { dataset, limit: 10 } as never)).versions;
    expect([first!.rows_stored, first!.fields, second!.rows_stored, second!.fields]).toEqual([
      5105, 41, 10654, 48,
    ]);
    const notice = second!.notice!;
    expect(notice.dropped.map((one) => one.title)).toEqual(['ID']);
    expect(notice.added.map((one) => one.title).sort()).toEqual([
      'Death State',
      'Ethnicity',
      'Gabapentin',
      'Heroin death certificate (DC)',
      'Heroin/Morph/Codeine',
      'Meth/Amphetamine',
      'Other Opioid',
      'Xylazine',
    ]);
    expect(notice.renamed).toHaveLength(19);
    expect(
      notice.renamed
        .filter((one) => one.because !== 'Same letters.')
        .map((one) => [one.from.title, one.to.title]),
    ).toEqual([
      ['COD', 'Cause of Death'],
      ['OtherSignifican', 'Other Significant Conditions '],
    ]);
    expect(notice.says).toMatch(/^The fields changed\. Dropped: ID\. New: Ethnicity, /);
  });

  it('matches rows by fields that a person names', async () => {
    const match = ['date', 'age', 'sex', 'residence_city', 'cause_of_death'];
    const compared = await ask['compare-versions'](context, { dataset, match, limit: 1 } as never);
    // Counted apart, in Python, over the two files: 5,058 such rows stand once on each side; Date Type is spelled anew in all.
    expect(compared.rows).toMatchObject({ by: 'key', changed: 5058 });
    expect(compared.cells[0]).toEqual({ column: 'date_type', changed: 5058 });
    await expect(
      ask['compare-versions'](context, { dataset, match: ['id'], limit: 1 } as never),
    ).rejects.toMatchObject({
      code: 'catalog.bad-key',
    });
  });
});

describe('history', () => {
  it('says what was current on a date, rolls back under a new number, and forgets nothing', async () => {
    context.clock.moveTo('2026-11-10T12:00:00.000Z');
    const { dataset } = await load('a\n1\n', { title: 'History' });
    context.clock.moveTo('2026-11-12T12:00:00.000Z');
    await load('a\n2\n', { dataset });
    context.clock.moveTo('2026-11-14T12:00:00.000Z');
    const back = await ask['roll-back'](context, { dataset, version: 1, note: 'wrong file' } as never);
    expect(back).toMatchObject({ version: 3, content_of: 1, state: 'current', note: 'wrong file' });
    const on = async (date: string) => (await ask['read-as-of'](context, { dataset, date })).version;
    expect([await on('2026-11-10'), await on('2026-11-13'), await on('2026-11-14')]).toEqual([1, 2, 3]);
    await expect(ask['read-as-of'](context, { dataset, date: '2026-11-09' })).rejects.toMatchObject({
      code: 'catalog.no-version-yet',
    });
    expect((await rowsOfVersion(dataset)).map((row) => row['a'])).toEqual(['1']);
    expect((await rowsOfVersion(dataset, 2)).map((row) => row['a'])).toEqual(['2']);
    await expect(ask['roll-back'](context, { dataset, version: 1 } as never)).rejects.toMatchObject({
      code: 'catalog.already-current',
    });
    await expect(versionAt(context.store.read, dataset, { version: 9 })).rejects.toMatchObject({
      code: 'catalog.no-such-version',
    });
    const shown = await ask['show-version'](context, { dataset, version: 2 });
    expect(shown).toMatchObject({ state: 'superseded', citation: expect.stringContaining(`${dataset}@2`) });
  });

  it('puts a withdrawn version out of reach, and the one before in its place', async () => {
    context.clock.moveTo('2026-11-10T12:00:00.000Z');
    const { dataset } = await load('a\n1\n', { title: 'Withdrawn' });
    context.clock.moveTo('2026-11-12T12:00:00.000Z');
    await load('a\n2\n', { dataset });
    const gone = await ask['withdraw-version'](context, {
      dataset,
      version: 2,
      reason: 'Names of patients.',
    });
    expect(gone).toMatchObject({ version: 2, state: 'withdrawn', note: 'Names of patients.' });
    expect((await versionAt(context.store.read, dataset)).number).toBe(1);
    for (const at of [{ version: 2 }, { asOf: '2026-11-13' }]) {
      await expect(versionAt(context.store.read, dataset, at)).rejects.toMatchObject({
        code: 'catalog.version-withdrawn',
        message: expect.stringContaining('Names of patients.'),
      });
    }
    context.clock.moveTo('2026-11-14T12:00:00.000Z');
    expect(await load('a\n3\n', { dataset })).toMatchObject({ version: 3, changes: { from: 1 } });
    await expect(
      ask['withdraw-version'](context, { dataset, version: 2, reason: 'again' }),
    ).rejects.toMatchObject({ code: 'catalog.version-withdrawn' });
  });

  it('a description that a person wrote stays with its field', async () => {
    const { dataset } = await load('a,b\n1,2\n', { title: 'Words' });
    await ask['edit-field'](context, { dataset, field: 'a', description: 'What a is' });
    await load('a,c\n1,2\n', { dataset });
    const { fields } = await ask['list-fields'](context, { dataset, dropped: true });
    expect(
      fields.map(({ name, description, known_from, known_to }) => [name, description, known_from, known_to]),
    ).toEqual([
      ['a', 'What a is', 1, null],
      ['c', null, 2, null],
      ['b', null, 1, 2],
    ]);
  });
});
