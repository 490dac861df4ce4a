import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHistory } from '../../src/roles/replay-history.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { startPostgres, type TestPostgres } from '../conformance/postgres.ts';
import { exampleState } from '../state-context.ts';
import { office, officerOf, openPlanWorld, type PlanWorld } from './plan-world.ts';

/** The plan's whole past, and one more day of it, on both databases: every public answer is the same. */
let postgres: TestPostgres;
const worlds: PlanWorld[] = [];
beforeAll(async () => {
  postgres = await startPostgres();
  const store = await openPostgresStore({ url: await postgres.newDatabase() });
  for (const options of [{}, { store }]) {
    const world = await openPlanWorld('2026-11-23T15:00:00Z', { plan: 'nothing', ...options });
    worlds.push(world);
    const history = await openHistory(world.app, exampleState, 'plan/history.yaml');
    await history.begin();
    await history.rest();
  }
}, 240_000);
afterAll(async () => {
  for (const world of worlds) await world.close();
  await postgres?.stop();
});

/** What is random in an answer: ids of the store, and with them the hash of what holds one. */
const settled = (text: string) =>
  text
    // No vowel is in an id, and no word of sixteen letters is without one.
    .replace(/\b[2-9b-df-hj-np-tv-z]{16}\b/g, 'ID')
    .replace(/\b[0-9a-f]{64}\b/g, 'HASH');

it('answers alike from SQLite and PostgreSQL: the plan, its docket, versions, board, rounds, tables and feeds', {
  timeout: 120_000,
}, async () => {
  for (const world of worlds) {
    const { ticket } = (await world.http('GET', '/api/v1/plan/comments/form')).json;
    world.moveTo('2026-11-23T15:01:00Z');
    const sent = await world.http('POST', '/api/v1/plan/comments', {
      body: {
        ticket,
        item: 'ethical-use',
        body: 'Ünïcode, “quotes” and 100 % of it.',
        email: 'a@example.org',
      },
    });
    expect(sent.status).toBe(200);
    await world.http('POST', `/api/v1/plan/comments/${sent.json.number}/answer`, {
      body: { disposition: 'adopted', reason: 'So it shall be.', change: 'ethical-use' },
      as: office,
    });
    await world.http('POST', '/api/v1/agencies/DPH/access-plan', { body: {}, as: officerOf('DPH') });
  }
  for (const path of [
    '/api/v1/plan',
    '/api/v1/objectives',
    '/api/v1/plan/comments?limit=500',
    '/api/v1/plan/comments.csv',
    '/api/v1/plan/comment-groups',
    '/api/v1/plan/compare?from=2025-2026-adopted&to=draft-2027-2028',
    '/api/v1/plan/cycles',
    '/api/v1/plan/board',
    '/api/v1/plan/rounds',
    '/api/v1/plan/calendar',
    '/api/v1/plan/access-plans',
    '/api/v1/plan/inventories',
    '/api/v1/plan/compliance',
    '/api/v1/plan/orphans',
    '/api/v1/plan/tables/values.csv',
    '/api/v1/plan/tables/tasks.csv',
    '/api/v1/plan/badge.svg',
    '/feeds/plan/all.atom',
    '/feeds/plan/comments.atom',
  ]) {
    const [here, there] = await Promise.all(worlds.map((world) => world.http('GET', path)));
    expect([path, here!.status, there!.status]).toEqual([path, 200, 200]);
    expect(settled(there!.text), path).toBe(settled(here!.text));
  }
});
