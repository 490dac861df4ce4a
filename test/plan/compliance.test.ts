import { afterAll, beforeAll, expect, test } from 'vitest';
import { alertObstacles } from '../../src/areas/law/obstacles/obstacles.ts';
import { operatorActor } from '../../src/core/access.ts';
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
const get = async (path: string) => (await world.http('GET', `/api/v1${path}`)).json;
const post = (path: string, body: unknown) => world.http('POST', `/api/v1${path}`, { body, as: office });

test('row-15 every clause stands with feature, evidence and status; one without evidence is red; each says how its words are known', async () => {
  const { rows, counts } = await get('/plan/compliance');
  const of = (clause: string) => rows.find((row: { clause: string }) => row.clause === clause);
  const { acts } = await get('/law');
  const clauses = acts.flatMap((act: { clauses: unknown[] }) => act.clauses);
  expect(rows).toHaveLength(clauses.length);
  expect(counts.met + counts.partly + counts.open + counts.noEvidence).toBe(rows.length);
  expect(of('pa-18-175-draft')).toMatchObject({ status: 'met', standing: 'read' });
  // 19 of 25 posts are filled: the clause is not met by that, and its row says how many.
  expect(of('cgs-4-67p-b')).toMatchObject({ status: 'open' });
  expect(of('cgs-4-67p-b').features[0].evidence[0].words).toBe('19 of 25 posts filled');
  expect(of('cgs-4-67p-no-disclosure')).toMatchObject({
    status: 'no-evidence',
    standing: 'recalled',
    features: [],
  });
  expect(of('pa-18-175-plan-1').source).toMatchObject({
    address: expect.stringContaining('https://'),
    read: '2026-11-23',
  });
  const page = (await world.http('GET', '/plan/compliance', { accept: 'text/html' })).text;
  const row = page.slice(page.indexOf('/law/cgs-4-67p-no-disclosure'));
  expect(row.slice(0, row.indexOf('</tr>'))).toMatch(
    /status-late[\s\S]*No evidence[\s\S]*Not checked at its source/,
  );
  // Taking the evidence away turns the clause.
  await world.app.store.write((tx) =>
    tx.updateTable('plan_meeting').set({ state: 'cancelled' }).where('kind', '=', 'hearing').execute(),
  );
  expect(
    (await get('/plan/compliance')).rows.find((one: { clause: string }) => one.clause === 'pa-18-175-draft')
      .status,
  ).toBe('partly');
});

test('row-7 the register makes its own timeline; a date that passes turns an obstacle overdue and alerts reviewer and office once a week', async () => {
  const raised = await post('/obstacles', {
    kind: 'legal',
    title: 'Tax returns stay with the department',
    citation: 'CGS 12-15',
    data: 'Tax returns',
    agencies: ['DRS'],
    reviewer: 'Counsel',
    reviewer_email: 'counsel@drs.example',
    review_by: '2026-11-30',
  });
  expect(raised.json).toMatchObject({ state: 'due', daysLeft: 7 });
  await world.app.store.write(async (tx) => {
    const at = world.clock.now();
    await tx
      .insertInto('account')
      .values({
        id: 'cdo',
        issuer: 't',
        subject: 'cdo',
        name: 'CDO',
        email: 'cdo@opm.example',
        example: 0,
        created_at: at,
        signed_in_at: at,
      })
      .execute();
    await tx
      .insertInto('account_role')
      .values({ id: 'cdo', account: 'cdo', role: 'office', source: 'hand', given_by: 't', from_at: at })
      .execute();
  });
  const alert = () => alertObstacles(world.app.contextFor({ actor: operatorActor, purpose: 'test' }));
  const mails = async () =>
    (
      await world.app.store.read
        .selectFrom('mail_message')
        .select(['recipient', 'subject'])
        .where('topic', '=', 'law.obstacle-overdue')
        .execute()
    )
      .filter(({ subject }) => subject.endsWith(` ${raised.json.number}`))
      .map(({ recipient }) => recipient)
      .sort();
  world.moveTo('2026-11-30T15:00:00Z');
  await alert();
  expect(await mails()).toEqual([]);
  world.moveTo('2026-12-01T15:00:00Z');
  await alert();
  await alert();
  expect(await mails()).toEqual(['cdo@opm.example', 'counsel@drs.example']);
  const { obstacles } = await get('/obstacles?agency=DRS');
  expect(obstacles[0]).toMatchObject({ state: 'overdue', daysLeft: -1 });
  const page = (await world.http('GET', '/law/obstacles', { accept: 'text/html' })).text;
  expect(page).toContain('Overdue');
  expect(page).not.toContain('counsel@drs.example');
  const done = await post(`/obstacles/${raised.json.obstacle}/review`, {
    outcome: 'stands',
    words: 'The section stands.',
  });
  expect(done.json).toMatchObject({ state: 'reviewed', outcome: 'stands' });
});

test('row-8 an obstacle has a type, links to the request it was met in, and the yearly export has every one with counts by type', async () => {
  const before = await get('/obstacles');
  const raised = await post('/obstacles', {
    kind: 'privacy',
    title: 'A promise made at collection',
    citation: 'Consent form of 2019',
    data: 'Survey answers',
    agencies: ['DPH', 'DMHAS'],
    reviewer: 'Privacy officer',
    review_by: '2027-01-31',
    linked_to: '/requests/0051',
  });
  expect(raised.status).toBe(200);
  expect((await get('/obstacles?linked_to=/requests/0051')).obstacles).toHaveLength(1);
  expect(
    (await post('/obstacles', { ...raised.json, kind: 'nonsense', review_by: '2027-01-31' })).status,
  ).toBe(400);
  const csv = (await world.http('GET', '/api/v1/obstacles.csv')).text.trimEnd().split('\r\n').slice(1);
  const { obstacles, counts } = await get('/obstacles');
  expect(obstacles).toHaveLength(before.obstacles.length + 1);
  expect(csv).toHaveLength(obstacles.length + 4);
  for (const [kind, count] of Object.entries(counts))
    expect(csv).toContain(`total,${kind},${count},,,,,,,,,,`);
});
