import { beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../src/core/clock.ts';
import type { Store } from '../../src/store/database.ts';
import { jobGivenUp, leaseLost } from '../../src/store/errors.ts';
import {
  cancelledJob,
  claimJob,
  failJob,
  listStopsAsked,
  noteJob,
  progressJob,
  reclaim,
  renewLease,
  requestCancel,
  returnJob,
  succeedJob,
} from '../../src/store/job-lease.ts';
import { jobMoves, jobStates } from '../../src/store/job-state.ts';
import { enqueue, listJobs, type NewJob, showJob, showJobLog } from '../../src/store/jobs.ts';

const oops = {
  code: 'test.oops',
  status: 500,
  exit: 1,
  message: 'It broke.',
  remedy: 'Mend it.',
  details: { row: 7 },
} as const;

/** How the queue behaves, on every store. */
export function jobCases(store: () => Store, another: () => Promise<Store>) {
  const clock = fixedClock('2026-11-23T12:00:00.000Z', 'UTC');
  const at = (seconds: number) =>
    new Date(Date.parse('2026-11-23T12:00:00.000Z') + seconds * 1000).toISOString();
  const queue = (job: Partial<NewJob> = {}) =>
    store().write((tx) => enqueue(tx, clock, { kind: 'test.work', input: {}, ...job }));
  const claim = (worker = 'w1', from = store()) => claimJob(from, clock, { worker, leaseSeconds: 30 });
  const state = async (id: string) => (await showJob(store().read, id)).state;

  beforeEach(async () => {
    clock.moveTo(at(0));
    await store().write(async (tx) => {
      await tx.deleteFrom('job_log').execute();
      await tx.deleteFrom('job').execute();
    });
  });

  test('a job is queued, claimed, reports and succeeds', async () => {
    const id = await queue({
      input: { dataset: 'abcd-1234' },
      subject: 'abcd-1234',
      actor: 'operator',
      purpose: 'p',
    });
    expect(await showJob(store().read, id)).toEqual({
      id,
      kind: 'test.work',
      subject: 'abcd-1234',
      actor: 'operator',
      purpose: 'p',
      input: { dataset: 'abcd-1234' },
      state: 'queued',
      attempt: 0,
      queuedAt: at(0),
      startedAt: null,
      finishedAt: null,
      cancelRequestedAt: null,
      progress: null,
      result: null,
      error: null,
    });

    clock.moveTo(at(5));
    const held = (await claim())!;
    expect(held).toMatchObject({ id, attempt: 1, state: 'running', startedAt: at(5) });
    await progressJob(store(), held, {
      stage: 'Reading rows',
      done: 412_000,
      total: 1_000_000,
      unit: 'rows',
    });
    await progressJob(store(), held, { stage: 'Sorting' });
    expect((await showJob(store().read, id)).progress).toEqual({
      stage: 'Sorting',
      done: null,
      total: null,
      unit: null,
    });
    await noteJob(store(), clock, held, 'one');
    await noteJob(store(), clock, held, 'two');

    clock.moveTo(at(9));
    await succeedJob(store(), clock, held, { rows: 3 });
    expect(await showJob(store().read, id)).toMatchObject({
      state: 'succeeded',
      result: { rows: 3 },
      finishedAt: at(9),
    });
    const first = await showJobLog(store().read, id, { limit: 1 });
    expect(first.lines).toEqual([{ at: at(5), line: 'one' }]);
    const second = await showJobLog(store().read, id, { cursor: first.cursor });
    expect(second.lines).toEqual([{ at: at(5), line: 'two' }]);
    expect(await showJobLog(store().read, id, { cursor: second.cursor })).toEqual({
      lines: [],
      cursor: second.cursor,
    });
  });

  test('a job that is queued in a transaction that throws was never queued', async () => {
    await expect(
      store().write(async (tx) => {
        await enqueue(tx, clock, { kind: 'test.work', input: {} });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await claim()).toBeUndefined();
  });

  test('jobs are claimed in order of queueing, one subject one at a time', async () => {
    const a1 = await queue({ subject: 'a' });
    const a2 = await queue({ subject: 'a' });
    const free = await queue();
    const b1 = await queue({ subject: 'b' });
    const claimed = [await claim(), await claim(), await claim(), await claim()];
    expect(claimed.map((job) => job?.id)).toEqual([a1, free, b1, undefined]);
    await succeedJob(store(), clock, claimed[0]!, null);
    expect((await claim())?.id).toBe(a2);
  });

  test('workers in two places never claim the same job', async () => {
    const ids = [];
    for (let made = 0; made < 12; made += 1) ids.push(await queue());
    const other = await another();
    const claimed = await Promise.all(
      Array.from({ length: 16 }, (_, at) => claim(`w${at}`, at % 2 ? store() : other)),
    );
    const got = claimed.flatMap((job) => job?.id ?? []);
    expect(got.sort()).toEqual(ids.sort());
  });

  test('queueing twice with one key, while the first waits, is one job', async () => {
    const id = await queue({ once: 'profile abcd-1234 3' });
    expect(await queue({ once: 'profile abcd-1234 3' })).toBe(id);
    expect(await queue({ once: 'profile abcd-1234 4' })).not.toBe(id);
    await claim();
    expect(await queue({ once: 'profile abcd-1234 3' })).not.toBe(id);
  });

  test('queueing twice with one key at the same moment, from two places, is one job', async () => {
    const other = await another();
    const ids = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        (at % 2 ? store() : other).write((tx) =>
          enqueue(tx, clock, { kind: 'test.work', input: {}, once: 'same' }),
        ),
      ),
    );
    expect(new Set(ids).size).toBe(1);
  });

  test('a job that is to wait lets others pass until its moment has come', async () => {
    const waiting = await queue({ afterMs: 5_000 });
    const other = await queue();
    expect((await claim())?.id).toBe(other);
    clock.moveTo(at(4));
    expect(await claim()).toBeUndefined();
    clock.moveTo(at(5));
    expect((await claim())?.id).toBe(waiting);
  });

  describe('a worker that falls silent', () => {
    test('loses its job after its lease, and renewing keeps it', async () => {
      const id = await queue();
      const held = (await claim('w1'))!;
      clock.moveTo(at(29));
      expect(await claim('w2')).toBeUndefined();
      await renewLease(store(), clock, held, 30);
      clock.moveTo(at(58));
      expect(await claim('w2')).toBeUndefined();
      clock.moveTo(at(59));
      expect(await claim('w2')).toMatchObject({ id, attempt: 2 });
    });

    test('cannot report, renew or finish once another has it', async () => {
      await queue();
      const held = (await claim('w1'))!;
      clock.moveTo(at(31));
      const second = (await claim('w2'))!;
      const lost = expect.objectContaining({ code: leaseLost.code });
      await expect(renewLease(store(), clock, held, 30)).rejects.toEqual(lost);
      await expect(progressJob(store(), held, { stage: 'x' })).rejects.toEqual(lost);
      await expect(succeedJob(store(), clock, held, null)).rejects.toEqual(lost);
      await expect(failJob(store(), clock, held, oops)).rejects.toEqual(lost);
      await expect(cancelledJob(store(), clock, held)).rejects.toEqual(lost);
      expect(await state(held.id)).toBe('running');
      await succeedJob(store(), clock, second, null);
    });

    test('is replaced three times in all, then the job fails and says why', async () => {
      const id = await queue();
      for (const attempt of [1, 2, 3]) {
        expect((await claim())?.attempt).toBe(attempt);
        clock.moveTo(at(attempt * 31));
      }
      expect(await claim()).toBeUndefined();
      expect(await showJob(store().read, id)).toMatchObject({
        state: 'failed',
        finishedAt: at(93),
        error: { code: jobGivenUp.code, details: { attempts: 3 } },
      });
      expect((await showJobLog(store().read, id)).lines).toHaveLength(3);
    });

    test('gives its job back in its old place', async () => {
      const first = await queue();
      await queue();
      await claim();
      clock.moveTo(at(31));
      expect((await claim())?.id).toBe(first);
    });

    test('whose server restarts gets its jobs back at once', async () => {
      const id = await queue();
      await claim('server-1');
      await queue();
      await claim('server-2');
      expect(await store().write((tx) => reclaim(tx, clock, 'server-1'))).toBe(1);
      expect(await claim('server-1')).toMatchObject({ id, attempt: 2 });
    });
  });

  test('a job given back by a server that goes down has not used up an attempt', async () => {
    const id = await queue();
    for (let times = 0; times < 5; times += 1) {
      const held = (await claim())!;
      expect(held.attempt).toBe(1);
      expect(await returnJob(store(), clock, held, { countsAsAttempt: false })).toBe('queued');
    }
    expect(await state(id)).toBe('queued');
  });

  test('an error is kept as it was', async () => {
    const id = await queue();
    await failJob(store(), clock, (await claim())!, oops);
    expect(await showJob(store().read, id)).toMatchObject({ state: 'failed', error: oops, result: null });
  });

  describe('cancelling', () => {
    const cancel = (id: string) => store().write((tx) => requestCancel(tx, clock, id));

    test('a waiting job is cancelled at once and never runs', async () => {
      const id = await queue();
      expect(await cancel(id)).toBe('cancelled');
      expect(await claim()).toBeUndefined();
    });

    test('a running job is asked, and stops when its worker says so', async () => {
      const id = await queue();
      const held = (await claim())!;
      expect(await listStopsAsked(store())).toEqual([]);
      expect(await cancel(id)).toBe('running');
      expect(await listStopsAsked(store())).toEqual([id]);
      await cancelledJob(store(), clock, held);
      expect(await state(id)).toBe('cancelled');
      expect(await listStopsAsked(store())).toEqual([]);
    });

    test('a running job whose worker then dies is cancelled, not run again', async () => {
      const id = await queue();
      await claim();
      await cancel(id);
      clock.moveTo(at(31));
      expect(await claim()).toBeUndefined();
      expect(await state(id)).toBe('cancelled');
    });

    test('a finished job cannot be cancelled, and one that is not there is not found', async () => {
      const id = await queue();
      await succeedJob(store(), clock, (await claim())!, null);
      await expect(cancel(id)).rejects.toMatchObject({ code: 'store.job-cannot-move' });
      await expect(cancel('gone')).rejects.toMatchObject({ code: 'store.job-not-found' });
    });
  });

  test('the list is newest first, by page, and can be narrowed', async () => {
    const ids: string[] = [];
    for (let made = 0; made < 7; made += 1) ids.push(await queue({ subject: made % 2 ? 'odd' : 'even' }));
    const newest = [...ids].reverse();
    const one = await listJobs(store().read, { limit: 3 });
    const two = await listJobs(store().read, { limit: 3, cursor: one.cursor });
    const three = await listJobs(store().read, { limit: 3, cursor: two.cursor });
    expect([one, two, three].map((page) => page.jobs.map((job) => job.id))).toEqual([
      newest.slice(0, 3),
      newest.slice(3, 6),
      newest.slice(6),
    ]);
    expect(three.cursor).toBeUndefined();
    const odd = await listJobs(store().read, { subject: 'odd' });
    expect(odd.jobs.map((job) => job.id)).toEqual([ids[5], ids[3], ids[1]]);
    await claim();
    const running = await listJobs(store().read, { states: ['running'] });
    expect(running.jobs.map((job) => job.id)).toEqual([ids[0]]);
  });

  test('every state a job can reach is a state of the table', () => {
    for (const moves of Object.values(jobMoves)) for (const to of moves) expect(jobStates).toContain(to);
  });
}
