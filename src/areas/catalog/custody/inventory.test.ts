import readWorkbook from 'read-excel-file/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleState, openStateContext, type StateContext } from '../../../../test/state-context.ts';
import { type WorkbookCell, workbookOf } from '../../../../test/workbook.ts';
import { loadJurisdiction } from '../../../core/load-jurisdiction.ts';
import { area as agencies } from '../../agencies/index.ts';
import type { Context } from '../../handler.ts';
import { area as catalog } from '../index.ts';
import { inventoryColumns } from './inventory-columns.ts';

let context: StateContext;
let world: Context;
beforeEach(async () => {
  context = await openStateContext('2026-11-23T15:00:00.000Z');
  world = { ...context, jurisdiction: await loadJurisdiction(exampleState) };
  await agencies.handlers['load-agencies'](await context.withFile(exampleState, 'agencies.yaml'), {});
});
afterEach(() => context.close());

const importing = (bytes: Uint8Array, over: object = {}) =>
  catalog.handlers['import-inventory'](
    { ...world, upload: { filename: 'inventory.xlsx', stream: new Blob([bytes as BlobPart]).stream() } },
    { check: false, problems: 1000, ...over },
  );
const exported = async () =>
  (await catalog.handlers['export-inventory'](world, {})).body as Uint8Array<ArrayBuffer>;
const sheetOf = async (bytes: Uint8Array) =>
  (await readWorkbook(Buffer.from(bytes), { parseNumber: (text: string) => text }))[0]!
    .data as unknown as string[][];
const custody = (dataset: string) => catalog.handlers['show-custody'](world, { dataset });

const heads = inventoryColumns.map(({ head }) => head);
const row = (cells: Record<string, WorkbookCell>) => ['', ...heads.map((head) => cells[head] ?? null)];
const sheet = (...rows: WorkbookCell[][]) => workbookOf({ Inventory: [['Id', ...heads], ...rows] });

const full = {
  Title: 'Nursing home inspections',
  Description: 'One row an inspection.',
  Agency: 'DPH',
  Owner: 'Peter Quinlan',
  Contact: 'data@example.gov',
  Updated: 'Monthly',
  System: 'eLicense',
  Format: 'Table',
  'First year': 2011,
  Access: 'Restricted public',
  'Ground for that access': 'CGS 19a-25',
  License: 'CC0-1.0',
  'Terms of use': 'Only in groups.',
  'High value reasons': 'a, C',
  'Determined by': 'Commissioner',
  'Determined on': { day: 46_000 },
  Keywords: 'nursing, inspections; health',
  'Source address': 'https://portal.ct.gov/dph',
  'Landing page': 'https://portal.ct.gov/dph/inspections',
  'Places covered': 'All towns',
} satisfies Record<string, WorkbookCell>;

describe('the inventory', () => {
  it('comes in with everything it says, goes out the same, and in again without a change', async () => {
    const first = await importing(
      sheet(row(full), row({ Title: '=1+1', Agency: 'Department of Transportation' })),
    );
    expect(first).toMatchObject({ taken: true, added: 2, changed: 0, problems: [] });
    expect(await custody(first.assets[0]!.dataset!)).toMatchObject({
      system: 'eLicense',
      years_from: 2011,
      years_to: null,
      access_level: 'restricted public',
      reasons: ['A', 'C'],
      determined_by: 'Commissioner',
      determined_on: '2025-12-09',
      reason_words: [{ code: 'A', says: 'Critical to the operation of the agency' }, { code: 'C' }],
    });
    const out = await exported();
    const [head, ...rows] = await sheetOf(out);
    expect(head).toEqual(['Id', ...heads]);
    expect(rows.map((cells) => cells[1])).toEqual(['=1+1', 'Nursing home inspections']);
    const again = await importing(out);
    expect(again).toMatchObject({ taken: true, added: 0, changed: 0, unchanged: 2, problems: [] });
    expect(await sheetOf(await exported())).toEqual(await sheetOf(out));
  });

  it('tells every error with row and column, and takes nothing while there is one', async () => {
    const answer = await importing(
      sheet(
        row(full),
        row({
          ...full,
          Title: 'Second',
          Agency: 'Ministry of Magic',
          Updated: 'sometimes',
          'First year': 'long ago',
        }),
        row({ ...full, Title: null }),
        row({ ...full, Title: 'Fourth', 'High value reasons': 'A, Z' }),
        row({ ...full, Title: 'Fifth', 'Determined by': null }),
        row({ ...full, Title: 'Sixth', 'Last year': 2001 }),
        row({ ...full }),
      ),
    );
    expect(answer.taken).toBe(false);
    expect(answer.problems.map(({ row: at, column }) => [at, column])).toEqual([
      [3, 'Updated'],
      [3, 'First year'],
      [3, 'Agency'],
      [4, 'Title'],
      [5, null],
      [6, null],
      [7, null],
      [8, 'Title'],
    ]);
    expect(answer.problems[4]!.problem).toMatch(/^Z is no reason/);
    expect(await world.store.read.selectFrom('dataset').selectAll().execute()).toEqual([]);
  });

  it('says what would change before it does, and changes only the columns that are there', async () => {
    const { assets } = await importing(sheet(row(full)));
    const id = assets[0]!.dataset!;
    const edited = workbookOf({
      List: [
        ['Title', 'id', 'Owner', 'High value reasons'],
        ['Renamed', id, '', ''],
      ],
    });
    const checked = await importing(edited, { check: true });
    expect(checked).toMatchObject({ taken: false, changed: 1, problems: [] });
    expect(checked.assets[0]!.changes).toEqual(['Title', 'Owner', 'High value reasons']);
    expect((await catalog.handlers['show-dataset'](world, { dataset: id })).title).toBe(
      'Nursing home inspections',
    );
    await importing(edited);
    const after = await catalog.handlers['show-dataset'](world, { dataset: id });
    expect(after).toMatchObject({ title: 'Renamed', owner: null, contact: 'data@example.gov' });
    expect(await custody(id)).toMatchObject({ reasons: [], system: 'eLicense' });
  });

  it('is for the assets of one’s own agency, row by row', async () => {
    const officer = {
      id: 'x-zamora',
      kind: 'person' as const,
      roles: [{ role: 'officer' as const, agency: 'DOT' }],
    };
    const sent = (rows: WorkbookCell[][]) =>
      catalog.handlers['import-inventory'](
        {
          ...world,
          actor: officer,
          upload: { filename: 'a.xlsx', stream: new Blob([sheet(...rows) as BlobPart]).stream() },
        },
        { check: false, problems: 10 },
      );
    const answer = await sent([
      row({ Title: 'Roads', Agency: 'DOT' }),
      row({ Title: 'Nurses', Agency: 'DPH' }),
    ]);
    expect(answer).toMatchObject({
      taken: false,
      problems: [{ row: 3, problem: expect.stringContaining('DPH') }],
    });
    expect(await sent([row({ Title: 'Roads', Agency: 'DOT' })])).toMatchObject({ taken: true, added: 1 });
  });

  it('of thirty assets is registered in one go, under the agency that sends it', async () => {
    const rows = Array.from({ length: 30 }, (_, at) => row({ Title: `Asset ${at + 1}`, Owner: 'A' }));
    const answer = await importing(sheet(...rows), { agency: 'DOT' });
    expect(answer).toMatchObject({ taken: true, added: 30 });
    const { datasets, total } = await catalog.handlers['list-datasets'](world, {
      agency: 'DOT',
      state: 'active',
      sort: 'title',
      limit: 100,
    });
    expect(total).toBe(30);
    expect(datasets.every(({ freshness }) => freshness === 'no-file')).toBe(true);
    // Sent again without ids, its rows are known by their titles.
    expect(await importing(sheet(...rows), { agency: 'DOT' })).toMatchObject({ added: 0, unchanged: 30 });
  });
});

describe('lineage', () => {
  const register = async (title: string) =>
    (await catalog.handlers['register-dataset'](world, { title })).dataset;
  const link = (dataset: string, source: string) =>
    catalog.handlers['link-source'](world, { dataset, source, remove: false });

  it('follows what a dataset is made from and what is made from it, and no circle can be said', async () => {
    const [raw, clean, report] = [await register('Raw'), await register('Clean'), await register('Report')];
    await link(clean, raw);
    await link(report, clean);
    const shown = await catalog.handlers['show-lineage'](world, { dataset: clean, steps: 6, most: 60 });
    expect(shown.nodes.map(({ title, step }) => [title, step])).toEqual([
      ['Raw', -1],
      ['Clean', 0],
      ['Report', 1],
    ]);
    expect(shown).toMatchObject({ more: false, edges: [{ source: raw }, { source: clean }] });
    await expect(link(raw, report)).rejects.toMatchObject({ code: 'catalog.no-lineage-to-itself' });
    await expect(link(raw, raw)).rejects.toMatchObject({ code: 'catalog.no-lineage-to-itself' });
    const short = await catalog.handlers['show-lineage'](world, { dataset: raw, steps: 1, most: 60 });
    expect(short.nodes.map(({ title }) => title)).toEqual(['Raw', 'Clean']);
    expect(short.more).toBe(true);
  });

  it('of 10,000 datasets is followed in less than a second', { timeout: 60_000 }, async () => {
    const ids = Array.from({ length: 10_000 }, (_, at) => `n${String(at).padStart(15, '0')}`);
    const now = '2026-11-23T15:00:00.000Z';
    await world.store.write(async (tx) => {
      for (let at = 0; at < ids.length; at += 500) {
        const some = ids.slice(at, at + 500);
        await tx
          .insertInto('dataset')
          .values(
            some.map((id, n) => ({
              id,
              public_id: `n${String(at + n).padStart(4, '0')}`.replace(/^(.{4})(.*)$/, '$1-$2'),
              title: id,
              key_fields: '[]',
              tags: '[]',
              state: 'active' as const,
              created_at: now,
              created_by: 'test',
              updated_at: now,
            })),
          )
          .execute();
      }
      // Every dataset is made from two before it: a graph of 19,997 edges.
      const edges = ids.flatMap((dataset, at) =>
        [Math.floor((at - 1) / 2), Math.floor((at - 1) / 3)]
          .filter((from, place, all) => at > 0 && all.indexOf(from) === place)
          .map((from) => ({
            dataset,
            source: ids[from]!,
            kind: 'declared' as const,
            recorded_at: now,
            recorded_by: 'test',
          })),
      );
      for (let at = 0; at < edges.length; at += 500)
        await tx
          .insertInto('lineage')
          .values(edges.slice(at, at + 500))
          .execute();
    });
    const started = performance.now();
    const shown = await catalog.handlers['show-lineage'](world, {
      dataset: ids[0]!,
      steps: 100,
      most: 20_000,
    });
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(shown.nodes).toHaveLength(10_000);
    expect(shown.more).toBe(false);
  });
});

describe('a second copy', () => {
  const describe = (dataset: string, names: string[]) =>
    world.store.write((tx) =>
      tx
        .insertInto('described_field')
        .values(
          names.map((name, position) => ({
            dataset,
            name,
            position,
            title: name,
            updated_at: '2026-11-23T15:00:00.000Z',
          })),
        )
        .execute(),
    );

  it('with over 90 % the same columns is flagged on both, until somebody says why it is kept', async () => {
    const ids = new Map<string, { id: string; publicId: string }>();
    for (const title of ['One', 'Copy', 'Other']) {
      const { dataset } = await catalog.handlers['register-dataset'](world, { title });
      const found = await world.store.read
        .selectFrom('dataset')
        .select('id')
        .where('public_id', '=', dataset)
        .executeTakeFirstOrThrow();
      ids.set(title, { id: found.id, publicId: dataset });
    }
    const columns = Array.from({ length: 20 }, (_, at) => `column_${at}`);
    await describe(ids.get('One')!.id, columns);
    await describe(ids.get('Copy')!.id, [...columns.slice(0, 19), 'remark']);
    await describe(ids.get('Other')!.id, [...columns.slice(0, 17), 'a', 'b', 'c']);
    const run = catalog.jobs!['catalog.find-copies']!;
    await run({ ...world, job: {} } as never, { of: ids.get('Copy')!.id } as never);
    const one = await custody(ids.get('One')!.publicId);
    expect(one.copies).toMatchObject([
      { title: 'Copy', columns_alike: 19, columns_all: 20, kept_because: null },
    ]);
    expect((await custody(ids.get('Other')!.publicId)).copies).toEqual([]);
    await catalog.handlers['keep-copy'](world, {
      dataset: ids.get('One')!.publicId,
      other: ids.get('Copy')!.publicId,
      because: 'It is the frozen year 2024.',
    });
    expect((await custody(ids.get('Copy')!.publicId)).copies[0]!.kept_because).toBe(
      'It is the frozen year 2024.',
    );
  });
});
