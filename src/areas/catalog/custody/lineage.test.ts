import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext, uploadOf } from '../../../../test/context.ts';
import { area as catalog, recordRelease } from '../index.ts';

let world: TestContext;
beforeEach(async () => {
  world = await openTestContext();
});
afterEach(() => world.close());

const custody = (dataset: string) => catalog.handlers['show-custody'](world, { dataset });

describe('what the platform made itself', () => {
  it('is drawn too: the files a dataset was read from, and what was released from it', async () => {
    const { dataset } = await catalog.handlers['register-dataset'](world, { title: 'Counts' });
    await loadRows(dataset, 'town,n\nAvon,1\nBerlin,2\n', 'counts-2025.csv');
    await loadRows(dataset, 'town,n\nAvon,1\nBerlin,3\n', 'counts-2026.csv');
    const { id } = await idOf(dataset);
    await world.store.write((tx) =>
      recordRelease(world, tx, {
        kind: 'table',
        dataset: id,
        version: 2,
        ground: 'statute',
        reviewer: 'A reviewer',
        evidence: { release: 'release-1' },
      }),
    );
    const shown = await catalog.handlers['show-lineage'](world, { dataset, steps: 6, most: 60 });
    expect(shown.nodes.map(({ kind, title, href, step }) => [step, kind, title, href])).toEqual([
      [-1, 'file', 'counts-2026.csv', `/data/${dataset}/versions/2`],
      [-1, 'file', 'counts-2025.csv', `/data/${dataset}/versions/1`],
      [0, 'dataset', 'Counts', `/data/${dataset}/lineage`],
      [1, 'release', 'Released table, 2026-11-23', '/releases/release-1'],
    ]);
    expect(shown.edges.find(({ source }) => source === `${dataset}@1/file`)?.how).toBe(
      'Version 1: 2 rows in, 2 stored, 0 set aside.',
    );
  });
});

const idOf = (dataset: string) =>
  world.store.read
    .selectFrom('dataset')
    .select('id')
    .where('public_id', '=', dataset)
    .executeTakeFirstOrThrow();

async function loadRows(dataset: string, text: string, filename: string): Promise<void> {
  const asked = world.asked({ upload: uploadOf(text, filename) });
  const { job } = await catalog.handlers.ingest(asked, { dataset } as never);
  await world.run(job, catalog.jobs!);
}

describe('a second copy with rows', () => {
  const rows = (from: number, to: number, extra = '') =>
    `id,town,year,kind,n${extra}\n${Array.from(
      { length: to - from },
      (_, at) => `${from + at},Avon,2025,a,${at}${extra && ',x'}`,
    ).join('\n')}\n`;
  const register = async (title: string, text: string, key: string[]) => {
    const { dataset } = await catalog.handlers['register-dataset'](world, { title });
    await loadRows(dataset, text, `${title}.csv`);
    await catalog.handlers['edit-dataset'](world, { dataset, key_fields: key } as never);
    return dataset;
  };

  it('is one only when the keys are the same too: the next year of a form is not', async () => {
    const first = await register('First', rows(0, 100), ['id']);
    const again = await register('Again', rows(0, 95), ['id']);
    const later = await register('Later', rows(100, 200), ['id']);
    const run = catalog.jobs!['catalog.find-copies']!;
    for (const dataset of [first, again, later])
      await run({ ...world, job: {} } as never, { of: (await idOf(dataset)).id } as never);
    expect((await custody(first)).copies).toMatchObject([
      { title: 'Again', columns_alike: 5, columns_all: 5, keys_alike: 95, keys_all: 95 },
    ]);
    expect((await custody(later)).copies).toEqual([]);
    // Of what is protected no keys are compared, nor is told what was found before: it would say who is in it.
    await world.store.write((tx) =>
      tx.updateTable('dataset').set({ release: null }).where('public_id', '=', again).execute(),
    );
    const columnsAlone = { columns_alike: 5, columns_all: 5, keys_alike: null, keys_all: null };
    expect((await custody(first)).copies).toMatchObject([{ title: 'Again', ...columnsAlone }]);
    await run({ ...world, job: {} } as never, { of: (await idOf(again)).id } as never);
    const stored = await world.store.read.selectFrom('near_copy').select('keys_alike').execute();
    expect(stored.map(({ keys_alike }) => keys_alike)).not.toContain(95);
  });
});
