import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRowsContext, type RowsContext } from '../../../test/rows-context.ts';
import { openActor, robotActor } from '../../core/access.ts';
import { sql } from '../../engine/sql.ts';
import { queryRows as rows, showUse as use } from './contract.ts';
import { datasetsDownloadable, datasetsUsed } from './measures.ts';
import { queryRows } from './query-rows.ts';
import { showUse } from './show-use.ts';
import { noteVisit, writeUse } from './usage.ts';

let context: RowsContext;
beforeAll(async () => {
  context = await openRowsContext();
});
afterAll(() => context.close());

const one = (title: string) =>
  context.addVersion({ title, rows: sql`select 1::bigint as n`, columns: [{ name: 'n', type: 'integer' }] });
const counted = async (measure: typeof datasetsUsed) =>
  (await measure.records(context, {})).map((record) => [record.title, record.counts, record.because]);

test('a protected dataset is not one that anyone can download: it counts exactly when a visitor gets its rows', async () => {
  const { publicId, dataset } = await one('P');
  const open = { ...context, actor: openActor };
  const visitor = () => queryRows(open, rows.input.parse({ dataset: publicId }) as never);
  const line = async (measure: typeof datasetsUsed) =>
    (await measure.records(context, { datasets: [publicId] })).map(({ counts, because }) => [
      counts,
      because,
    ]);
  await visitor();
  expect(await line(datasetsDownloadable)).toEqual([[true, 'Version 1 with 1 rows']]);
  const release = (value: string | null) =>
    context.store.write(async (tx) => {
      await tx
        .updateTable('dataset_version')
        .set({ release: value })
        .where('dataset', '=', dataset)
        .execute();
      await tx.updateTable('dataset').set({ release: value }).where('id', '=', dataset).execute();
    });
  await release(null);
  await expect(visitor()).rejects.toMatchObject({ status: 403 });
  expect(await line(datasetsDownloadable)).toEqual([
    [false, 'Protected: its rows go to nobody without a grant'],
  ]);
  expect(await line(datasetsUsed)).toEqual([]);
  await context.store.write((tx) =>
    tx.updateTable('dataset').set({ state: 'retired' }).where('id', '=', dataset).execute(),
  );
});

test('a withdrawn or empty dataset leaves the numerator and nothing else moves', async () => {
  const [a, b] = [await one('A'), await one('B')];
  expect(await counted(datasetsDownloadable)).toEqual([
    ['A', true, 'Version 1 with 1 rows'],
    ['B', true, 'Version 1 with 1 rows'],
  ]);
  await context.store.write((tx) =>
    tx.updateTable('dataset_version').set({ state: 'withdrawn' }).where('dataset', '=', b.dataset).execute(),
  );
  expect(await counted(datasetsDownloadable)).toEqual([
    ['A', true, 'Version 1 with 1 rows'],
    ['B', false, 'Version 1 is withdrawn'],
  ]);
  expect(await datasetsDownloadable.records(context, { datasets: [a.publicId] })).toHaveLength(1);
  expect(await datasetsDownloadable.records(context, { agencies: [] })).toEqual([]);

  expect(await counted(datasetsUsed)).toEqual([['A', false, 'Not asked for']]);
  const ask = (dataset: string) => queryRows(context, rows.input.parse({ dataset }) as never);
  await ask(a.publicId);
  await ask(a.publicId);
  await writeUse(context.store);
  await ask(a.publicId);
  // What a page asks for counts with the page, and a robot's visits and questions count apart.
  await queryRows({ ...context, page: true }, rows.input.parse({ dataset: a.publicId }) as never);
  noteVisit(context, a.publicId);
  noteVisit({ ...context, actor: robotActor }, a.publicId);
  await queryRows({ ...context, actor: robotActor }, rows.input.parse({ dataset: a.publicId }) as never);
  noteVisit(context, 'zzzz-9999');
  await writeUse(context.store);
  expect(await counted(datasetsUsed)).toEqual([['A', true, 'Asked for 3 times']]);
  const counts = { pages: 1, rows: 3, downloads: 0, robots: 2 };
  expect(await showUse(context, use.input.parse({ dataset: a.publicId }))).toEqual({
    dataset: a.publicId,
    since: '2026-08-26',
    total: counts,
    days: [{ day: '2026-11-23', ...counts }],
  });
  const kept = await context.store.read.selectFrom('portal_dataset_use').selectAll().execute();
  expect(Object.keys(kept[0]!).toSorted()).toEqual(['dataset', 'day', 'kind', 'requests']);
  // 91 days later it is no longer recent.
  context.clock.moveTo('2027-02-22T15:00:00.000Z');
  expect(await counted(datasetsUsed)).toEqual([['A', false, 'Not asked for']]);

  await expect(ask(b.publicId)).rejects.toMatchObject({ code: 'catalog.version-withdrawn' });
});
