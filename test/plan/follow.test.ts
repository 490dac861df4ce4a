import { afterAll, beforeAll, expect, test } from 'vitest';
import { planTable } from '../../src/areas/plan/share/model.ts';
import { openActor } from '../../src/core/access.ts';
import { httpServer } from '../../src/http/server.ts';
import { openHistory } from '../../src/roles/replay-history.ts';
import { exampleState } from '../state-context.ts';
import { office, openPlanWorld, type PlanWorld } from './plan-world.ts';

let world: PlanWorld;
beforeAll(async () => {
  world = await openPlanWorld('2026-11-23T15:00:00Z', { plan: 'nothing' });
  const history = await openHistory(world.app, exampleState, 'plan/history.yaml');
  await history.begin();
  await history.rest();
});
afterAll(() => world.close());
const get = (path: string) => world.http('GET', path);
const subscribe = async (topic: string, address: string) => {
  const { subscription } = (await world.http('POST', '/api/v1/subscriptions', { body: { topic, address } }))
    .json;
  const { secret } = await world.app.store.read
    .selectFrom('subscription')
    .select('secret')
    .where('id', '=', subscription)
    .executeTakeFirstOrThrow();
  await world.http('POST', `/api/v1/subscriptions/${subscription}/confirm`, { body: { key: secret } });
};
const told = async (address: string) =>
  (
    await world.app.store.read
      .selectFrom('mail_message')
      .select('subject')
      .where('recipient', '=', address)
      .where('topic', '=', 'portal.news')
      .execute()
  ).map(({ subject }) => subject);

test('the plan, a goal, an agency and the docket have feeds that say what happened, and nothing about a person', async () => {
  const plan = await get('/feeds/plan/all.atom');
  expect(plan.headers.get('content-type')).toContain('application/atom+xml');
  for (const words of ['Final</title>', 'Draft for the advisory board', 'Public hearing on the draft plan'])
    expect([words, plan.text.includes(words)]).toEqual([words, true]);
  const docket = await get('/feeds/plan/comments.atom');
  expect(docket.text).toContain('Accepted in part');
  expect(docket.text).toMatch(/<link rel="alternate" type="text\/html" href="[^"]*\/plan\/comments"\/>/);
  const [round] = (await get('/api/v1/plan/rounds')).json.rounds.slice(1);
  const accepted = round.reports.find(({ state }: { state: string }) => state === 'accepted');
  expect((await get(`/feeds/agency/${accepted.agency}.atom`)).text).toContain('progress report accepted');
  // A merged principle is told where it went from, and the one it went to.
  expect((await get('/feeds/plan/continuous-quality.atom')).text).toContain('2027-2028');
});

test('who follows an item by mail hears of a comment on it and of its answer, and not of another item', async () => {
  await subscribe('plan:ethical-use', 'one@example.org');
  await subscribe('plan:comments', 'all@example.org');
  await subscribe('plan:data-have-value', 'other@example.org');
  const { ticket } = (await get('/api/v1/plan/comments/form')).json;
  world.moveTo('2026-11-23T15:01:00Z');
  const { number } = (
    await world.http('POST', '/api/v1/plan/comments', {
      body: {
        ticket,
        item: 'ethical-use',
        body: 'Say who may refuse.',
        name: 'A. Nonymous',
        email: 'an@example.org',
      },
    })
  ).json;
  await world.http('POST', `/api/v1/plan/comments/${number}/answer`, {
    body: { disposition: 'not-adopted', reason: 'The decider is named already.' },
    as: office,
  });
  expect((await get('/feeds/plan/comments.atom')).text).not.toMatch(/Nonymous|an@example|may refuse/);
  for (const address of ['one@example.org', 'all@example.org'])
    expect(await told(address)).toEqual([
      expect.stringMatching(new RegExp(`^Comment No\\. ${number} on `)),
      `Comment No. ${number}: Noted, no change`,
    ]);
  expect(await told('other@example.org')).toEqual([]);
});

test('an objective that reaches its target is told to who follows its goal, once, and a tenth of a point is not', async () => {
  const [objective] = (await get('/api/v1/objectives')).json.objectives.filter(
    ({ objective }: { objective: string }) => objective === 'posts-filled',
  );
  await subscribe(`plan:${objective.goal}`, 'goal@example.org');
  const put = (value: number, known: string) =>
    world.app.store.write((tx) =>
      tx
        .insertInto('plan_value')
        .values({
          id: `hand-${known}`,
          objective: 'posts-filled',
          measure: 'agencies.officer-named',
          measured_on: known.slice(0, 10),
          known_at: known,
          value,
          numerator: 1,
          denominator: 1,
        })
        .execute(),
    );
  const { recomputeAll } = await import('../../src/areas/plan/recompute.ts');
  const registry = new Map(
    (await import('../../src/app.ts')).areas
      .flatMap((area) => area.measures ?? [])
      .map((measure) => [measure.id as string, measure] as const),
  );
  const recount = () =>
    recomputeAll(registry as never)(world.app.contextFor({ actor: office, purpose: 'test' }) as never);
  // Whatever is counted in the example, the value before stands on the other side of the target.
  world.moveTo('2026-11-24T15:00:00Z');
  const misses =
    objective.target.direction === 'at-least' ? objective.target.value - 50 : objective.target.value + 50;
  await put(misses, '2026-11-24T14:00:00.000Z');
  await recount();
  const now = (await get('/api/v1/objectives/posts-filled')).json.now.value;
  const met = now >= objective.target.value;
  const first = await told('goal@example.org');
  expect(first.filter((one) => one.startsWith(objective.title))).toEqual(
    met ? [`${objective.title}: has reached its target`] : [],
  );
  world.moveTo('2026-11-25T15:00:00Z');
  await put(met ? objective.target.value + 0.1 : misses + 0.1, '2026-11-25T14:00:00.000Z');
  await recount();
  expect((await told('goal@example.org')).filter((one) => one.startsWith(objective.title))).toHaveLength(
    met ? 1 : 0,
  );
});

test('every public table of the plan is there as CSV and as JSON, under a head, and agrees with the page’s own figures', async () => {
  for (const table of planTable.options) {
    const { status, headers, text } = await get(`/api/v1/plan/tables/${table}.csv`);
    expect([table, status, headers.get('content-type')]).toEqual([table, 200, 'text/csv; charset=utf-8']);
    expect([table, text.split('\r\n').length > 2]).toEqual([table, true]);
  }
  const csv = (await get('/api/v1/plan/tables/objectives.csv')).text.trimEnd().split('\r\n');
  const { objectives, tally } = (await get('/api/v1/objectives')).json;
  expect(csv).toHaveLength(objectives.length + 1);
  const at = csv[0]!.split(',').indexOf('status');
  expect(at).toBeGreaterThan(0);
  for (const [status, count] of Object.entries(tally))
    expect([
      status,
      csv.filter((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)[at] === status).length,
    ]).toEqual([status, count]);
  expect((await get('/api/v1/plan/tables/nothing.csv')).status).toBe(400);
});

test('the badge says in words how the objectives stand, may be shown elsewhere, and is kept until it changes', async () => {
  const door = httpServer(world.app, { trusted: true, actor: openActor });
  const ask = (headers: Record<string, string> = {}, query = '') =>
    door.request(`http://localhost/api/v1/plan/badge.svg${query}`, { headers });
  const first = await ask();
  const svg = await first.text();
  const { tally } = (await get('/api/v1/objectives')).json;
  expect(svg).toContain(`${tally.met} met`);
  expect(svg).not.toMatch(/<script|on\w+=|href=/);
  expect(first.headers.get('content-type')).toContain('image/svg+xml');
  expect(first.headers.get('cache-control')).toBe('public, max-age=3600');
  expect(first.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  const again = await ask({ 'if-none-match': first.headers.get('etag')! });
  expect([again.status, await again.text()]).toEqual([304, '']);
  // Any other answer keeps to its own site.
  expect(
    (await door.request('http://localhost/api/v1/objectives')).headers.get('cross-origin-resource-policy'),
  ).toBe('same-origin');
  expect(await (await ask({}, '?goal=know-what-is-held')).text()).toContain('Goal 4');
  expect((await ask({}, '?goal=no-goal')).status).toBe(404);
});
