import { afterEach, beforeEach, expect, test } from 'vitest';
import { office, officerOf, openPlanWorld, type PlanWorld } from './plan-world.ts';

let world: PlanWorld;
const post = (path: string, body: unknown, as = office) =>
  world.http('POST', `/api/v1/plan${path}`, { body, as });
const get = (path: string) => world.http('GET', `/api/v1/plan${path}`);
beforeEach(async () => {
  world = await openPlanWorld('2026-06-01T14:00:00Z', { plan: 'in-force' });
});
afterEach(() => world.close());

test('row-12 an IT action answers a checklist of the plan in force; a new plan asks to check open ones again; procurement gets CSV', async () => {
  const { items } = (await get('/it/checklist')).json;
  expect(items.filter((item: { kind: string }) => item.kind === 'principle')).toHaveLength(12);
  const opened = (
    await post('/it', { agency: 'DOT', kind: 'contract', title: 'Crash data warehouse' }, officerOf('DOT'))
  ).json;
  expect([opened.result, opened.checkAgain]).toEqual([null, true]);
  const yes = items.map((item: { item: string }) => ({ item: item.item, answer: 'yes' }));
  const missing = await post(`/it/${opened.action}/check`, { answers: yes.slice(1) }, officerOf('DOT'));
  expect([missing.status, missing.json.code]).toEqual([422, 'plan.unfit']);
  expect(missing.json.detail).toContain('Principle 1 is not answered.');
  const bare = yes.map((line: { item: string }) =>
    line.item === 'common-data-elements' ? { ...line, answer: 'condition' } : line,
  );
  expect(
    (await post(`/it/${opened.action}/check`, { answers: bare }, officerOf('DOT'))).json.detail,
  ).toContain('Say which condition');
  const answers = bare.map((line: { item: string; answer: string }) =>
    line.answer === 'condition' ? { ...line, note: 'Addresses go through the standard element.' } : line,
  );
  const checked = (
    await post(
      `/it/${opened.action}/check`,
      { answers, conditions: 'Use the address element.' },
      officerOf('DOT'),
    )
  ).json;
  expect(checked).toMatchObject({
    result: 'conditions',
    checkAgain: false,
    conditions: 'Use the address element.',
  });
  expect(checked.cited).toMatchObject([
    { item: 'common-data-elements', note: 'Addresses go through the standard element.' },
  ]);
  const no = answers.map((line: { item: string }) =>
    line.item === 'ethical-use' ? { ...line, answer: 'no', note: 'It scores people.' } : line,
  );
  expect((await post(`/it/${opened.action}/check`, { answers: no }, officerOf('DOT'))).json.result).toBe(
    'not-consistent',
  );
  expect((await post(`/it/${opened.action}/check`, { answers: yes }, officerOf('DOT'))).json.result).toBe(
    'consistent',
  );

  const closed = (
    await post('/it', { agency: 'DOT', kind: 'purchase', title: 'Ten laptops' }, officerOf('DOT'))
  ).json;
  await post(`/it/${closed.action}/check`, { answers: yes }, officerOf('DOT'));
  await post(`/it/${closed.action}/close`, {}, officerOf('DOT'));
  expect((await get('/it?check_again=true')).json.actions).toEqual([]);
  // The next plan is adopted: what is open must be checked against it, what is closed need not.
  await post('/cycles', { cycle: '2027-2028', title: 'State data plan 2027 to 2028' });
  await world.app.store.write((tx) =>
    tx.updateTable('plan_cycle').set({ adopted_on: '2026-12-31' }).where('id', '=', '2027-2028').execute(),
  );
  const again = (await get('/it?check_again=true')).json.actions;
  expect(again.map((line: { title: string }) => line.title)).toEqual(['Crash data warehouse']);
  const csv = (await get('/it.csv')).text.trimEnd().split('\r\n');
  expect(csv).toHaveLength(3);
  expect(csv[0]).toContain('result,conditions,cited_items,plan_version');
});

test('row-6 a recommendation names addressee and reason, is answered with reason and follow-up, and is listed when its date passes', async () => {
  await post('/cycles', { cycle: '2027-2028', title: 'State data plan 2027 to 2028' });
  await post('/cycles/2027-2028/items', {
    item: 'judicial-dictionary',
    kind: 'recommendation',
    words: 'Publish a dictionary of court data.',
    details: { addressee: 'Judicial Branch', reason: 'Linked studies need it.', answerBy: '2026-09-30' },
  });
  const of = async () => (await get('/recommendations?cycle=2027-2028')).json;
  expect((await of()).recommendations).toMatchObject([
    { addressee: 'Judicial Branch', response: null, overdue: false },
  ]);
  world.moveTo('2026-10-01T14:00:00Z');
  expect(await of()).toMatchObject({ overdue: 1, recommendations: [{ overdue: true }] });
  await world.app.store.write((tx) =>
    tx.updateTable('plan_cycle').set({ adopted_on: '2026-10-01' }).where('id', '=', '2027-2028').execute(),
  );
  const report = await world.http('GET', '/plan/progress', { accept: 'text/html' });
  expect(report.text).toContain('Publish a dictionary of court data.');
  const answered = await post('/recommendations/judicial-dictionary', {
    response: 'partly',
    reason: 'Civil courts first.',
    follow_up: 'Criminal courts',
    follow_up_on: '2027-06-30',
  });
  expect(answered.json).toMatchObject({ response: 'partly', followUp: 'Criminal courts', overdue: false });
  expect((await of()).overdue).toBe(0);
});
