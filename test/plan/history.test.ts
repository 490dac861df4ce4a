import { afterAll, beforeAll, expect, test } from 'vitest';
import { area as agencies } from '../../src/areas/agencies/index.ts';
import type { Measure } from '../../src/areas/measure.ts';
import { measures as planMeasures } from '../../src/areas/plan/measures.ts';
import { readObjectives } from '../../src/areas/plan/objective-row.ts';
import { scopesOn } from '../../src/areas/plan/objective-scope.ts';
import { operatorActor } from '../../src/core/access.ts';
import { openHistory } from '../../src/roles/replay-history.ts';
import { exampleState } from '../state-context.ts';
import { openPlanWorld, type PlanWorld } from './plan-world.ts';

let world: PlanWorld;
let tookMs = 0;
beforeAll(async () => {
  world = await openPlanWorld('2026-11-23T15:00:00Z', { plan: 'nothing' });
  const history = await openHistory(world.app, exampleState, 'plan/history.yaml');
  const began = Date.now();
  await history.begin();
  await history.rest();
  tookMs = Date.now() - began;
});
afterAll(() => world.close());
const get = async (path: string) => (await world.http('GET', `/api/v1/plan${path}`)).json;

test('the example has been through its whole cycle by the same rules as any other, and quickly', async () => {
  const { cycles } = await get('/cycles');
  const [next, first] = cycles;
  expect([
    first.state,
    first.adopted,
    first.versions.map((one: { occasion: string }) => one.occasion),
  ]).toEqual([
    'in-force',
    { on: '2024-12-31', example: true },
    ['opened', 'closed', 'opened', 'closed', 'opened', 'delivered', 'closed', 'adopted'],
  ]);
  expect([next.state, next.phases[2].state, next.phases[2].takesComments]).toEqual([
    'drafting',
    'open',
    true,
  ]);
  const docket = await get('/comments?cycle=2025-2026&limit=100');
  expect([docket.all, docket.answered]).toEqual([19, 19]);
  const board = await get('/board?cycle=2025-2026');
  // What is made up says so: comments, those spoken at the hearing too, meetings and recommendations.
  for (const lines of [docket.comments, board.meetings, board.recommendations])
    expect(lines.every((line: { example: boolean }) => line.example)).toBe(true);
  expect(
    board.recommendations.map((one: { state: string; response: string | null }) => [one.state, one.response]),
  ).toEqual([
    ['carried', 'accept'],
    ['carried', 'partly'],
    ['lost', null],
  ]);
  const change = await get('/compare?from=2025-2026-adopted&to=draft-2027-2028');
  expect([change.counts.merged, change.counts.new]).toEqual([1, 2]);
  expect((await get('/orphans')).orphans).toEqual([]);
  // Eleven principles have each their first action: a hit is known by its words.
  const { hits } = (await world.http('GET', '/api/v1/search?q=name+a+data+officer+in+every+agency')).json;
  const named = hits.filter(({ kind }: { kind: string }) => kind === 'plan');
  expect(named[0]).toMatchObject({
    name: 'Name a data officer, owner and steward in every agency.',
    line: expect.stringMatching(/^Action 1 under principle \d+\.$/),
  });
  expect(new Set(named.map(({ name }: { name: string }) => name)).size).toBe(named.length);
  // `npm start` has five seconds for it beside loading the datasets.
  expect(tookMs).toBeLessThan(15_000);
});

test('each of eight quarters is stored, and equals a recomputation as known on that day', async () => {
  const quarters = [
    '2024-12-31',
    '2025-03-31',
    '2025-06-30',
    '2025-09-30',
    '2025-12-31',
    '2026-03-31',
    '2026-06-30',
    '2026-09-30',
  ];
  const measures = new Map<string, Measure>(
    [...agencies.measures!, ...planMeasures].map((one) => [one.id, one]),
  );
  const rows = await world.app.store.read
    .selectFrom('plan_value')
    .selectAll()
    .orderBy('measured_on')
    .execute();
  const remembered = rows.filter(({ measure }) => measures.get(measure)?.remembers);
  for (const objective of ['posts-filled', 'tasks-done', 'comments-answered'])
    expect([
      objective,
      remembered.filter((row) => row.objective === objective).map((row) => row.measured_on),
    ]).toEqual([objective, quarters]);
  const context = world.app.contextFor({ actor: operatorActor, purpose: 'test' });
  const objectives = await readObjectives(context.store.read);
  expect(objectives.find(({ objective }) => objective === 'posts-filled')!.scope).toEqual({ covered: true });
  for (const row of remembered) {
    const { scope } = objectives.find(({ objective }) => objective === row.objective)!;
    const asOf = { on: row.measured_on, at: row.known_at };
    const asked = { read: context.store.read, clock: context.clock };
    const records = await measures.get(row.measure)!.records(context, await scopesOn(asked, asOf)(scope));
    expect([
      row.objective,
      row.measured_on,
      records.filter(({ counts }) => counts).length,
      records.length,
    ]).toEqual([row.objective, row.measured_on, row.numerator, row.denominator]);
  }
  // By hand, from the terms in agencies.yaml: who held one of the 25 posts at the end of 2024 and of September 2025.
  const posts = (on: string) =>
    rows.find((row) => row.objective === 'posts-filled' && row.measured_on === on)!;
  expect([
    posts('2024-12-31').numerator,
    posts('2025-09-30').numerator,
    posts('2024-12-31').denominator,
  ]).toEqual([17, 19, 25]);
});

test('an objective can be asked as of any day, and as known at any instant', async () => {
  const objective = async (query: string) =>
    (await world.http('GET', `/api/v1/objectives/posts-filled${query}`)).json;
  // By hand: 18 of 25 posts at the end of March 2025, 17 at the end of 2024.
  const then = await objective('?on=2025-04-15');
  expect([then.now.on, then.now.numerator, then.now.denominator]).toEqual(['2025-03-31', 18, 25]);
  expect(then.series.map(({ on }: { on: string }) => on)).toEqual(['2024-12-31', '2025-03-31']);
  // Two measurements are too few to forecast: what stands there now was not known then.
  expect(then.stand).toMatchObject({ status: 'unknown', reason: '2 measurements so far' });
  const known = await objective('?on=2025-04-15&known_at=2025-01-31T00:00:00Z');
  expect([known.now.on, known.now.numerator]).toEqual(['2024-12-31', 17]);
  expect((await objective('?on=2024-12-30')).now).toBeNull();
  const listed = (await world.http('GET', '/api/v1/objectives?on=2025-04-15')).json;
  expect([
    listed.on,
    listed.objectives.find((one: { objective: string }) => one.objective === 'posts-filled').now,
  ]).toEqual(['2025-04-15', then.now]);
});

test('taking one record away moves exactly the objective that counts it, by what is worked out by hand', async () => {
  const figures = async () =>
    Object.fromEntries(
      (await world.http('GET', '/api/v1/objectives')).json.objectives.map(
        (one: { objective: string; now: { numerator: number | null } | null }) => [
          one.objective,
          one.now?.numerator ?? null,
        ],
      ),
    );
  const { areas } = await import('../../src/app.ts');
  const count = () =>
    areas.find(({ name }) => name === 'plan')!.jobs!['plan.recompute']!(
      {
        ...world.app.contextFor({ actor: operatorActor, purpose: 'test' }),
        job: { id: 't', attempt: 1, progress: () => {}, note: () => {} },
      },
      { remembering: true } as never,
    );
  await count();
  const before = await figures();
  const undone = await world.app.store.read
    .selectFrom('plan_done')
    .selectAll()
    .where('item', '=', 'contractors')
    .executeTakeFirstOrThrow();
  world.moveTo('2026-11-24T15:00:00Z');
  await world.app.store.write((tx) =>
    tx
      .updateTable('plan_done')
      .set({ superseded_at: world.clock.now() })
      .where('id', '=', undone.id)
      .execute(),
  );
  await count();
  const after = await figures();
  expect(Object.keys(before).filter((id) => before[id] !== after[id])).toEqual(['tasks-done']);
  expect(after['tasks-done']).toBe(before['tasks-done'] - 1);
});
