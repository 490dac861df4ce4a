import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStateContext, type StateContext } from '../../test/state-context.ts';
import { listJobs } from '../store/jobs.ts';
import { queueToday } from './daily.ts';

let context: StateContext;
beforeAll(async () => {
  // 11:30 in the evening in New York, the day before daylight saving time ends.
  context = await openStateContext('2026-11-01T03:30:00.000Z', 'America/New_York');
});
afterAll(() => context.close());

const queued = async () => (await listJobs(context.store.read, { limit: 100 })).jobs.length;
const asked = async () => {
  await queueToday(context, ['plan.recompute']);
  return queued();
};

it('queues once for each day of the state’s calendar, across the end of daylight saving time', async () => {
  expect(await asked()).toBe(1);
  expect(await asked()).toBe(1);
  // A job that still waits is not queued twice: it is finished between the days.
  const finish = () =>
    context.store.write((tx) => tx.updateTable('job').set({ state: 'succeeded' }).execute());
  await finish();
  context.clock.moveTo('2026-11-01T04:01:00.000Z');
  expect(await asked()).toBe(2);
  await finish();
  context.clock.moveTo('2026-11-02T04:59:00.000Z');
  expect(await asked()).toBe(2);
  context.clock.moveTo('2026-11-02T05:00:00.000Z');
  expect(await asked()).toBe(3);
  await finish();
  context.clock.moveTo('2026-11-01T12:00:00.000Z');
  expect(await asked()).toBe(3);
});
