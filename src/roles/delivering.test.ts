import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { fixedClock } from '../core/clock.ts';
import { migrate } from '../store/migrations/index.ts';
import { deliver, emit } from '../store/outbox.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import { startDelivering } from './delivering.ts';

test('a transaction that is still open when events are looked for disturbs no delivery', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'oak-delivering-'));
  const store = await openSqliteStore({ file: join(folder, 'store.db') });
  await migrate(store);
  const clock = fixedClock('2026-11-23T12:00:00.000Z', 'UTC');
  const heard: unknown[] = [];
  const errors: unknown[] = [];
  const subscriber = {
    name: 'test.hears',
    event: 'dataset-edited' as const,
    run: async (_: undefined, event: { readonly payload: unknown }) => void heard.push(event.payload),
  };
  const delivering = startDelivering(
    async () => void (await deliver(store, [subscriber], clock, () => undefined)),
    (error) => errors.push(error),
  );
  const edited = (dataset: string) => ({ dataset, publicId: 'abcd-1234' as never }) as never;
  await store.write((tx) => emit(tx, clock, 'dataset-edited', edited('first')));
  // The first waits to be delivered while the second is being written, by whoever wakes the delivery.
  await store.write(async (tx) => {
    await emit(tx, clock, 'dataset-edited', edited('second'));
    delivering.wake();
    await wait(120);
  });
  await expect.poll(() => heard.length).toBe(2);
  expect(errors).toEqual([]);
  await delivering.close();
  await store.close();
  await rm(folder, { recursive: true });
});
