import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStateContext, type StateContext, secondState } from '../../../test/state-context.ts';
import { loadJurisdiction } from '../../core/load-jurisdiction.ts';
import { listStateFiles, loadDatasetList } from '../../core/state-folder.ts';
import { area as agencies } from '../agencies/index.ts';
import { area as law } from '../law/index.ts';
import { planArea } from './index.ts';
import { measuresRegistry } from './measures-registry.ts';
import { recomputeAll } from './recompute.ts';

const plan = planArea([agencies]);
let context: StateContext;

beforeAll(async () => {
  // 06:30 UTC on July 1 is still June 30 where this state lies.
  context = await openStateContext('2026-07-01T06:30:00Z', (await loadJurisdiction(secondState)).timeZone);
  const files = await listStateFiles(secondState);
  for (const path of files.law) await law.handlers['load-law'](await context.withFile(secondState, path), {});
  await agencies.handlers['load-agencies'](await context.withFile(secondState, files.agencies!), {});
  await plan.handlers['load-plan'](await context.withFile(secondState, files.plan!), {});
  await recomputeAll(measuresRegistry([agencies]))(context);
});
afterAll(() => context.close());

test('a second state works from its folder alone, with its own words, dates and time zone', async () => {
  const state = await loadJurisdiction(secondState);
  expect([state.planTitle, state.placeNoun.many, state.places.length]).toEqual([
    'Tidewater Data Charter',
    'parishes',
    5,
  ]);
  expect(await loadDatasetList(secondState)).toHaveLength(2);
  const { duties } = await law.handlers['list-duties-due'](context, { from: '2026-06-30', to: '2028-01-01' });
  expect(duties.map(({ duty, due, dueAt }) => [duty, due, dueAt])).toEqual([
    ['issue', '2027-06-30', '2027-07-01T06:59:59.999Z'],
    ['keeper', null, null],
  ]);
  const { objectives, on } = await plan.handlers['show-plan'](context, {});
  expect(on).toBe('2026-06-30');
  // Two of three keepers; the target of June 30 is due until the day ends, so it is not late yet.
  expect(
    objectives.map(({ objective, now, stand }) => [objective, now?.numerator ?? null, stand.status]),
  ).toEqual([
    ['keepers-named', 2, 'unknown'],
    ['charts-fresh', null, 'unknown'],
  ]);
  context.clock.moveTo('2026-07-01T07:00:00Z');
  const after = await plan.handlers['show-objective'](context, { objective: 'keepers-named' });
  expect(after.stand).toMatchObject({ status: 'late', reason: '33.3 points short, 1 day after its date' });
});

test('nothing it answers speaks of another state', async () => {
  const answers = [
    await agencies.handlers['list-agencies'](context, {}),
    await agencies.handlers['show-agency'](context, { agency: 'HARB' }),
    await law.handlers['list-acts'](context, {}),
    await law.handlers['show-clause'](context, { clause: 'charter-9' }),
    await plan.handlers['show-plan'](context, {}),
    await plan.handlers['show-item'](context, { item: 'keep-the-log' }),
    await plan.handlers['show-objective'](context, { objective: 'keepers-named' }),
    await plan.handlers['download-objective-records'](context, {
      objective: 'keepers-named',
      view: 'denominator',
    }),
    [agencies, law, plan].map(({ operations, measures }) => [
      Object.values(operations).map(({ summary }) => summary),
      measures,
    ]),
  ];
  expect(JSON.stringify(answers)).not.toMatch(/connecticut|\b169\b|town|data\.ct\.gov/i);
});
