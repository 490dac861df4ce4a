import { afterAll, beforeAll, expect, test } from 'vitest';
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
const page = (path: string) => world.http('GET', path, { as: office, accept: 'text/html' });

test('every screen of the plan opens with the living example and says what it is about', async () => {
  for (const [path, words] of [
    ['/plan', 'open for comment until'],
    ['/plan/opioids', 'Tell a town within a day'],
    ['/plan/comments', 'To the extent possible'],
    ['/plan/comments/1?cycle=2025-2026', 'Accepted in part'],
    ['/plan/compare', 'Merged'],
    ['/plan/timeline', 'Public hearing on the draft plan'],
    ['/plan/versions/2025-2026-adopted', 'SHA-256'],
    ['/plan/board?cycle=2025-2026', 'Delay adoption by six months.'],
    ['/plan/progress', 'Quarter to September 30, 2026'],
    ['/plan/compliance', 'Proof of compliance'],
    ['/plan/it', 'Crash data warehouse'],
    ['/plan/draft', 'Agencies consulted'],
    ['/plan/draft?item=ethical-use', 'Save the words'],
    ['/plan/print/plan', 'Principles'],
    ['/law/obstacles', 'Review by'],
    ['/desk', 'What needs you today'],
    ['/agencies/DMV/desk', 'Name an agency data officer'],
    ['/agencies/OPM/desk', 'Due this year'],
  ] as const) {
    const answer = await page(path);
    expect([path, answer.status]).toEqual([path, 200]);
    expect([path, answer.text.includes(words)]).toEqual([path, true]);
    expect([path, (answer.text.match(/<h1/g) ?? []).length]).toEqual([path, 1]);
  }
});

test('the first page says what comes: meetings and deadlines that people set as well as the dates of the law', async () => {
  const home = (await page('/')).text;
  const coming = home.slice(home.indexOf('Coming up'), home.indexOf('</ol>', home.indexOf('Coming up')));
  const words = coming.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
  for (const dated of [
    /Public hearing on the draft plan tomorrow · 10:00 am/,
    /Last day to comment on phase 3/,
  ])
    expect(words).toMatch(dated);
  expect(words).toMatch(/General Statutes 4-67p|Public Act 18-175/);
});

test('an item that was merged leads from its old address to the one it became', async () => {
  const answer = await page('/plan/standardized-governance?cycle=2027-2028');
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/plan/continuous-quality']);
});

test('the desk is for the office alone', async () => {
  expect((await world.http('GET', '/desk', { accept: 'text/html' })).status).toBeGreaterThanOrEqual(401);
});
