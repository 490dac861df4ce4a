import { afterEach, beforeEach, expect, test } from 'vitest';
import { office, officerOf, openPlanWorld, type PlanWorld } from './plan-world.ts';

const cycle = '2025-2026';
let world: PlanWorld;
beforeEach(async () => {
  world = await openPlanWorld('2024-07-24T14:00:00Z');
});
afterEach(() => world.close());
const post = (path: string, body: unknown, as = office) =>
  world.http('POST', `/api/v1/plan${path}`, { body, as });
const get = (path: string, as = office) => world.http('GET', `/api/v1/plan${path}`, { as });
const problems = async () => {
  const { adoptionProblems } = await import('../../src/areas/plan/cycle/readiness.ts');
  return adoptionProblems(world.app.store.read, world.app, cycle);
};

test('row-16 the draft is written together: suggestions with authors, decisions with reasons, and a log of every agency', async () => {
  const suggested = await post(
    `/cycles/${cycle}/suggestions`,
    {
      item: 'ethical-use',
      words: 'Always employ ethical standards.',
      reason: 'Sometimes is not enough.',
      agency: 'DPH',
    },
    officerOf('DPH'),
  );
  expect(suggested.json).toMatchObject({
    state: 'open',
    agency: 'DPH',
    author: 'Data officer of DPH',
    outdated: false,
  });
  expect(await problems()).toEqual(expect.arrayContaining(['1 suggestion is not decided.']));
  const second = await post(`/cycles/${cycle}/suggestions`, {
    item: 'ethical-use',
    words: 'Never mind ethics.',
    reason: 'Shorter.',
  });
  const decided = await post(`/suggestions/${suggested.json.suggestion}/decide`, {
    decision: 'accept',
    reason: 'Agreed.',
  });
  expect(decided.json).toMatchObject({ state: 'accepted', decidedBy: 'R. Calloway', decision: 'Agreed.' });
  const words = async () =>
    (await get(`/cycles/${cycle}/draft`)).json.items.find(
      (one: { item: string }) => one.item === 'ethical-use',
    ).words;
  expect(await words()).toBe('Always employ ethical standards.');
  // The other one was made about words that are gone: it says so before anyone decides.
  const open = (await get(`/cycles/${cycle}/suggestions?item=ethical-use`)).json.suggestions[0];
  expect([open.suggestion, open.outdated]).toEqual([second.json.suggestion, true]);
  await post(`/suggestions/${second.json.suggestion}/decide`, { decision: 'decline', reason: 'No.' });
  expect(await words()).toBe('Always employ ethical standards.');

  const asked = (await post(`/cycles/${cycle}/consultations`, { outcome: 'asked' })).json;
  const covered = asked.consultations.length;
  expect(covered).toBeGreaterThan(20);
  expect(asked.missing).toBe(covered);
  expect(
    (await problems()).some((line) => line.startsWith(`${covered} covered agencies are neither consulted`)),
  ).toBe(true);
  for (const { agency } of asked.consultations.slice(0, -1))
    await post(`/cycles/${cycle}/consultations`, {
      agency,
      outcome: 'answered',
      words: 'We agree.',
      on: '2024-08-01',
    });
  expect((await problems()).some((line) => line.startsWith('1 covered agency is neither'))).toBe(true);
  const last = asked.consultations.at(-1).agency;
  const done = await post(`/cycles/${cycle}/consultations`, { agency: last, outcome: 'no-response' });
  expect(done.json.missing).toBe(0);
  expect((await problems()).some((line) => line.includes('consulted'))).toBe(false);
});

test('two people who edit one item lose nothing: the second sees both texts', async () => {
  const draft = (await get(`/cycles/${cycle}/draft`)).json.items.find(
    (one: { item: string }) => one.item === 'ethical-use',
  );
  const first = await post(`/cycles/${cycle}/items/ethical-use`, {
    revision: draft.revision,
    words: 'The words of the first.',
  });
  expect(first.status).toBe(200);
  const second = await post(`/cycles/${cycle}/items/ethical-use`, {
    revision: draft.revision,
    words: 'The words of the second.',
  });
  expect([second.status, second.json.code]).toEqual([409, 'plan.edited-meanwhile']);
  expect(JSON.stringify(second.json)).toContain('The words of the first.');
  const again = await post(`/cycles/${cycle}/items/ethical-use`, {
    revision: first.json.revision,
    words: 'Both together.',
  });
  expect(again.json.words).toBe('Both together.');
});

test('row-4 an objective without baseline, target, owner or date, or due too late, cannot be adopted; the error names what is missing', async () => {
  await post(`/cycles/${cycle}/objectives/bare`, {
    goal: 'knowledge-and-skills',
    title: 'Bare objective',
    measure: 'agencies.posts-filled',
  });
  const named = async () => (await problems()).filter((line) => line.includes('Bare objective'));
  expect(await named()).toEqual([
    'The objective "Bare objective" lacks a baseline, a target with its due date and an owner.',
  ]);
  const whole = {
    goal: 'knowledge-and-skills',
    title: 'Bare objective',
    measure: 'agencies.posts-filled',
    owner: 'Chief data officer',
    baseline: { value: 76, on: '2024-07-01' },
    target: { value: 100, by: '2026-12-31', direction: 'at-least' },
  };
  await post(`/cycles/${cycle}/objectives/bare`, { ...whole, baseline: undefined });
  expect(await named()).toEqual(['The objective "Bare objective" lacks a baseline.']);
  await post(`/cycles/${cycle}/objectives/bare`, whole);
  world.moveTo('2024-12-31T14:00:00Z');
  expect(await named()).toEqual([]);
  await post(`/cycles/${cycle}/objectives/bare`, { ...whole, target: { ...whole.target, by: '2027-01-01' } });
  expect(await named()).toEqual([
    'The objective "Bare objective" is short-term and due on 2027-01-01, after two years from adoption (2026-12-31).',
  ]);
  await post(`/cycles/${cycle}/objectives/bare`, {
    ...whole,
    horizon: 'long',
    target: { ...whole.target, by: '2030-12-31' },
  });
  expect(await named()).toEqual([
    'The objective "Bare objective" is long-term and lacks the date of its next check.',
  ]);
});

test('row-5 short and long-term objectives are told apart, and a long-term one shows its next check', async () => {
  const of = async (query: string) => (await world.http('GET', `/api/v1/objectives${query}`)).json.objectives;
  const [all, short, long] = [await of(''), await of('?horizon=short'), await of('?horizon=long')];
  // 9 short-term and 2 long-term: counted by hand in the plan's file.
  expect([all.length, short.length, long.length]).toEqual([11, 9, 2]);
  expect(long.every((one: { nextCheck: string | null }) => one.nextCheck === '2027-12-31')).toBe(true);
  const page = (await world.http('GET', '/plan?horizon=long', { accept: 'text/html' })).text;
  expect(page).toContain('Accepted quality rules that pass');
  expect(page).not.toContain('Datasets with a named owner');
});

test('the office alone writes the draft, and nobody changes the words of a plan that is adopted', async () => {
  const revision = (await get(`/cycles/${cycle}/draft`)).json.items[0].revision;
  for (const as of [officerOf('DPH'), undefined])
    expect(
      (
        await world.http('POST', `/api/v1/plan/cycles/${cycle}/items/ethical-use`, {
          body: { revision, words: 'Mine.' },
          ...(as ? { as } : {}),
        })
      ).status,
    ).toBeGreaterThanOrEqual(401);
  await world.close();
  world = await openPlanWorld('2026-07-24T14:00:00Z', { plan: 'in-force' });
  const closed = await post(`/cycles/${cycle}/items/ethical-use`, { revision: 'x', words: 'New words.' });
  expect([closed.status, closed.json.code]).toEqual([409, 'plan.cycle-closed']);
});
