import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openRowsContext, type RowsContext } from '../../../test/rows-context.ts';
import { sql } from '../../engine/sql.ts';
import { openVersion } from './open-version.ts';
import { stillOpen, whileOpen } from './still-open.ts';

let context: RowsContext;
beforeAll(async () => {
  context = await openRowsContext();
});
afterAll(() => context.close());

it('a download under way breaks off within seconds of a withdrawal, and of a release taken back', async () => {
  for (const change of [{ state: 'withdrawn' }, { release: null }] as const) {
    const added = await context.addVersion({
      rows: sql`select 1::bigint as a`,
      columns: [{ name: 'a', type: 'integer' }],
    });
    const open = await openVersion(context, added.publicId);
    let now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(10)),
    });
    const reader = whileOpen(endless, stillOpen(context, open)).getReader();
    expect((await reader.read()).value).toHaveLength(10);
    now += 60_000;
    expect((await reader.read()).value).toHaveLength(10);
    await context.store.write((tx) =>
      tx.updateTable('dataset_version').set(change).where('dataset', '=', added.dataset).execute(),
    );
    now += 11_000;
    const rest = async () => {
      for (let at = 0; at < 20; at += 1) await reader.read();
    };
    await expect(rest()).rejects.toMatchObject({ status: 410 });
    clock.mockRestore();
  }
});
