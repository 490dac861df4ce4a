import { afterEach, beforeEach, expect, test } from 'vitest';
import { howMany } from '../../src/areas/plan/figure-of.ts';
import { measures } from '../../src/areas/plan/measures.ts';
import { operatorActor } from '../../src/core/access.ts';
import { officerOf, openPlanWorld, type PlanWorld } from './plan-world.ts';

let world: PlanWorld;
beforeEach(async () => {
  world = await openPlanWorld('2026-01-05T15:00:00Z', { plan: 'in-force' });
});
afterEach(() => world.close());
const put = (agency: string, entry: string, body: object) =>
  world.http('POST', `/api/v1/agencies/${agency}/access-plan/${entry}`, {
    body: { title: `Dataset ${entry}`, frequency: 'yearly', ...body },
    as: officerOf(agency),
  });
const plans = async () => (await world.http('GET', '/api/v1/plan/access-plans')).json;

test('row-76 each planned dataset has date and frequency, slippage counts itself, and a plan that is not submitted is visible', async () => {
  const bare = await world.http('POST', '/api/v1/agencies/DPH/access-plan/deaths', {
    body: { title: 'Deaths' },
    as: officerOf('DPH'),
  });
  expect(bare.status).toBe(400);
  const secret = await put('DPH', 'births', { planned_on: '2026-06-30', protected: true });
  expect([secret.status, secret.json.code]).toEqual([422, 'plan.unfit']);
  expect(secret.json.detail).toContain('method that would make the protected data public');
  await put('DPH', 'births', {
    planned_on: '2026-06-30',
    protected: true,
    method: 'Counts by town and year',
  });
  await put('DPH', 'licences', { planned_on: '2026-03-31' });
  expect((await plans()).plans.find((one: { agency: string }) => one.agency === 'DPH').state).toBe(
    'not-submitted',
  );
  const sent = await world.http('POST', '/api/v1/agencies/DPH/access-plan', {
    body: {},
    as: officerOf('DPH'),
  });
  expect(sent.json).toMatchObject({ state: 'submitted' });
  expect((await plans()).submitted).toBe(1);
  // Put off by 91 days: 31 March to 30 June, by hand.
  world.moveTo('2026-02-01T15:00:00Z');
  expect((await put('DPH', 'licences', { planned_on: '2026-06-30' })).json).toMatchObject({
    slipDays: 91,
    state: 'planned',
  });
  // By 10 July nothing is published: ten days more.
  world.moveTo('2026-07-10T15:00:00Z');
  const [births, licences] = (await plans()).plans.find(
    (one: { agency: string }) => one.agency === 'DPH',
  ).entries;
  expect([births.slipDays, births.state, licences.slipDays, licences.state]).toEqual([
    10,
    'late',
    101,
    'late',
  ]);
  expect((await plans()).plans.find((one: { agency: string }) => one.agency === 'DPH').state).toBe(
    'changed-since',
  );
});

test('row-9 the metrics of the handbook count a fixture made by hand to values worked out by hand', async () => {
  const { store } = world.app;
  const at = world.clock.now();
  await store.write(async (tx) => {
    // Four datasets: two open, one protected, one without a file.
    for (const [id, version, release] of [
      ['aaaa-1111', 1, 'r1'],
      ['bbbb-2222', 1, 'r2'],
      ['cccc-3333', 1, null],
      ['dddd-4444', null, null],
    ] as const)
      await tx
        .insertInto('dataset')
        .values({
          id,
          public_id: id,
          title: id,
          agency: 'DPH',
          key_fields: '[]',
          tags: '[]',
          state: 'active',
          current_version: version,
          release,
          created_at: at,
          created_by: 'test',
          updated_at: at,
        } as never)
        .execute();
    for (const [dataset, day, kind, requests] of [
      ['aaaa-1111', '2026-01-04', 'rows', 5],
      ['aaaa-1111', '2026-01-05', 'download', 2],
      ['bbbb-2222', '2026-01-01', 'rows', 4],
      // Outside the period.
      ['bbbb-2222', '2025-11-30', 'rows', 100],
    ] as const)
      await tx.insertInto('portal_dataset_use').values({ dataset, day, kind, requests }).execute();
  });
  await put('DPH', 'one', { planned_on: '2025-12-01', published_on: '2025-11-20', automated: true });
  await put('DPH', 'two', { planned_on: '2025-12-01', published_on: '2025-12-20' });
  await put('DOT', 'three', { planned_on: '2025-12-31' });
  await put('DOT', 'four', { planned_on: '2026-12-31' });
  await put('DOT', 'five', { planned_on: '2026-02-28', published_on: '2026-01-02', automated: true });
  await world.http('POST', '/api/v1/agencies/DPH/access-plan', { body: {}, as: officerOf('DPH') });
  const context = world.app.contextFor({ actor: operatorActor, purpose: 'test' });
  const counted = async (id: string) => {
    const records = await measures.find((one) => one.id === id)!.records(context, {});
    return [howMany(records.filter(({ counts }) => counts)), howMany(records)];
  };
  // By hand: 1 of 25 agencies; 2 of 4 datasets open; 3 of 5 planned are published, 2 of those 3 without a hand;
  // of the 3 whose date has come 1 was in time; 5 + 2 + 4 requests in thirty days.
  expect(await counted('plan.agencies-with-access-plan')).toEqual([1, 25]);
  expect(await counted('plan.datasets-published')).toEqual([2, 4]);
  expect(await counted('plan.planned-published')).toEqual([3, 5]);
  expect(await counted('plan.automated-updates')).toEqual([2, 3]);
  expect(await counted('plan.published-on-time')).toEqual([1, 3]);
  expect(await counted('plan.data-used')).toEqual([11, 11]);
  // A dataset that is here is published by its release and not by what is typed: not the protected one, not one that is none.
  const typed = { planned_on: '2026-01-31', published_on: '2026-01-02' };
  for (const [dataset, problem] of [
    ['cccc-3333', 'is not open'],
    ['zzzz-9999', 'There is no dataset'],
  ] as const) {
    const refused = await put('DPH', 'six', { ...typed, dataset });
    expect([refused.status, refused.json.detail]).toEqual([422, expect.stringContaining(problem)]);
  }
  expect((await put('DPH', 'six', { ...typed, published_on: '2027-01-01' })).json.detail).toContain('future');
  expect((await put('DPH', 'six', { planned_on: '2026-01-31', dataset: 'cccc-3333' })).json).toMatchObject({
    publishedOn: null,
    state: 'planned',
  });
  const decision = {
    kind: 'version',
    outcome: 'released',
    ground: 'test',
    reviewer: 'test',
    decided_by: 'test',
  };
  await store.write((tx) =>
    tx
      .insertInto('release_decision')
      // Late in the evening of January 4 by the state's clock.
      .values({
        id: 'r1',
        dataset: 'aaaa-1111',
        version: 1,
        decided_at: '2026-01-05T03:00:00.000Z',
        ...decision,
      } as never)
      .execute(),
  );
  expect((await put('DPH', 'six', { ...typed, dataset: 'aaaa-1111' })).json).toMatchObject({
    publishedOn: '2026-01-04',
    asReported: false,
    state: 'published',
  });
  const published = measures.find(({ id }) => id === 'plan.planned-published')!;
  expect((await published.records(context, {})).map(({ id, because }) => [id, because])).toEqual(
    expect.arrayContaining([
      ['DPH:one', 'Published 2025-11-20, as its agency says'],
      ['DPH:six', 'Published 2026-01-04'],
    ]),
  );
  // The other four: freshness and metadata are the catalogue's own, products and hours are reported and say so.
  const { areas } = await import('../../src/app.ts');
  const known = new Set<string>(areas.flatMap((area) => area.measures ?? []).map(({ id }) => id));
  for (const id of ['catalog.fresh', 'catalog.metadata-complete']) expect(known.has(id)).toBe(true);
});
