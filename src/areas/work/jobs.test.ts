import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestContext, type TestContext } from '../../../test/context.ts';
import { type Actor, openActor } from '../../core/access.ts';
import { claimJob, succeedJob } from '../../store/job-lease.ts';
import { enqueue } from '../../store/jobs.ts';
import { listJobs as listOperation } from './contract.ts';
import { listJobs } from './list-jobs.ts';
import { showJob } from './show-job.ts';
import { stopJob } from './stop-job.ts';

const person = (id: string): Actor => ({ id, kind: 'person', name: id, roles: [{ role: 'office' }] });

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());

const queue = (actor: string, subject: string) =>
  context.store.write((tx) =>
    enqueue(tx, context.clock, { kind: 'linkage.link-files', input: {}, actor, subject }),
  );

test('what came of a job is told to whoever asked for it and to the operator, and to nobody else', async () => {
  const job = await queue('ann', 'harvest /srv/secret place.json');
  const held = (await claimJob(context.store, context.clock, { leaseSeconds: 60 }))!;
  await succeedJob(context.store, context.clock, held, { people: 3 });
  const seenBy = async (actor?: Actor) => {
    const asked = actor === undefined ? context : context.asked({ actor });
    const { jobs } = await listJobs(asked, listOperation.input.parse({}));
    const one = await showJob(asked, { job });
    return [one.state, one.result, one.subject, jobs.find(({ id }) => id === job)?.result];
  };
  const all = ['succeeded', { people: 3 }, 'harvest /srv/secret place.json', { people: 3 }];
  expect(await seenBy()).toEqual(all);
  expect(await seenBy(person('ann'))).toEqual(all);
  for (const actor of [person('bob'), openActor])
    expect(await seenBy(actor)).toEqual(['succeeded', null, null, null]);
});

test('a job is stopped by whoever asked for it, and nobody stops what the platform does for itself', async () => {
  const hers = await queue('ann', 'one');
  await expect(stopJob(context.asked({ actor: person('bob') }), { job: hers })).rejects.toMatchObject({
    code: 'work.not-yours',
  });
  expect(await stopJob(context.asked({ actor: person('ann') }), { job: hers })).toMatchObject({
    state: 'cancelled',
    yours: true,
  });
  const sealing = await queue('system', 'two');
  await expect(stopJob(context.asked({ actor: person('ann') }), { job: sealing })).rejects.toMatchObject({
    code: 'work.not-yours',
  });
});
