import { areas } from '../../src/app.ts';
import { operatorActor } from '../../src/core/access.ts';
import { newId } from '../../src/core/id.ts';
import { openHistory } from '../../src/roles/replay-history.ts';
import { office, openPlanWorld } from '../../test/plan/plan-world.ts';
import { exampleState } from '../../test/state-context.ts';

const days = 8 * 365;
const world = await openPlanWorld('2026-11-23T15:00:00Z', { plan: 'nothing' });
const history = await openHistory(world.app, exampleState, 'plan/history.yaml');
await history.begin();
await history.rest();
const { store } = world.app;
const now = world.clock.now();

await store.write(async (tx) => {
  for (let at = 0; at < 8; at++)
    await tx
      .insertInto('plan_cycle')
      .values({
        id: `older-${at}`,
        title: `Older plan ${at}`,
        words: 'older',
        adopted_on: `20${10 + at}-12-31`,
        adopted_example: 1,
        next_due: '2026-12-31',
        loaded_at: `20${10 + at}-01-01T00:00:00.000Z`,
      })
      .execute();
  for (let at = 0; at < 30; at++)
    await tx
      .insertInto('agency')
      .values({ code: `X${at}`, name: `Agency ${at}`, kind: 'executive', head: null })
      .execute();
  const items = await tx
    .selectFrom('plan_item')
    .selectAll()
    .where('cycle', '=', '2025-2026')
    .where('superseded_at', 'is', null)
    .execute();
  for (let at = items.length; at < 500; at++)
    await tx
      .insertInto('plan_item')
      .values({
        ...items.find(({ kind }) => kind === 'action')!,
        id: newId(),
        item: `more-${at}`,
        position: at,
      })
      .execute();
  const objectives = await tx
    .selectFrom('plan_objective')
    .selectAll()
    .where('cycle', '=', '2025-2026')
    .where('superseded_at', 'is', null)
    .execute();
  for (let at = objectives.length; at < 200; at++)
    await tx
      .insertInto('plan_objective')
      .values({
        ...objectives[at % objectives.length]!,
        id: newId(),
        objective: `objective-${at}`,
        position: at,
      })
      .execute();
  const [one] = await tx.selectFrom('plan_comment').selectAll().where('cycle', '=', '2027-2028').execute();
  for (let at = 0; at < 5_000; at++)
    await tx
      .insertInto('plan_comment')
      .values({
        ...one!,
        id: newId(),
        number: 1_000 + at,
        digest: String(at),
        body: `Comment ${at} about parcels, buses and licences of town ${at % 169}.`,
      })
      .execute();
});
const ids = await store.read
  .selectFrom('plan_objective')
  .select(['objective', 'measure'])
  .where('cycle', '=', '2025-2026')
  .where('superseded_at', 'is', null)
  .execute();
for (const { objective, measure } of ids)
  await store.write(async (tx) => {
    const values = Array.from({ length: days }, (_, at) => {
      const on = new Date(Date.parse('2018-11-24') + at * 86_400_000).toISOString().slice(0, 10);
      return {
        id: newId(),
        objective,
        measure,
        measured_on: on,
        known_at: `${on}T05:00:00.000Z`,
        value: (at % 100) + 0.5,
        numerator: at % 100,
        denominator: 100,
      };
    });
    for (let at = 0; at < values.length; at += 500)
      await tx
        .insertInto('plan_value')
        .values(values.slice(at, at + 500))
        .execute();
  });
console.log(`ready: ${ids.length} objectives, ${ids.length * days} daily values`);

for (const path of [
  '/plan',
  '/plan/objectives/posts-filled',
  '/plan/ethical-use',
  '/plan/comments',
  '/plan/compare',
  '/plan/timeline',
  '/plan/progress',
  '/plan/compliance',
  '/desk',
  '/api/v1/objectives',
]) {
  const times: number[] = [];
  for (let at = 0; at < 12; at++) {
    const began = performance.now();
    const { status } = await world.http('GET', path, {
      as: office,
      accept: path.startsWith('/api') ? '*/*' : 'text/html',
    });
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  console.log(
    `${path.padEnd(34)} median ${times[6]!.toFixed(0).padStart(5)} ms   most ${times[11]!.toFixed(0).padStart(5)} ms   (target 300)`,
  );
}
const run = areas.find(({ name }) => name === 'plan')!.jobs!['plan.recompute']!;
const began = performance.now();
const done = await run(
  {
    ...world.app.contextFor({ actor: operatorActor, purpose: 'bench' }),
    job: { id: 'bench', attempt: 1, progress: () => {}, note: () => {} },
  },
  {} as never,
);
console.log(
  `recount of ${ids.length} objectives: ${((performance.now() - began) / 1000).toFixed(2)} s (target 10), ${JSON.stringify(done)}, at ${now}`,
);
await world.close();
