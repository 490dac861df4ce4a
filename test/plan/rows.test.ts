import { afterEach, beforeEach, expect, test } from 'vitest';
import { areas } from '../../src/app.ts';
import { readActor } from '../../src/areas/access/read-actor.ts';
import { digestOfSecret } from '../../src/areas/access/secret.ts';
import { recompute } from '../../src/areas/plan/contract.ts';
import { measures } from '../../src/areas/plan/measures.ts';
import { type Actor, operatorActor } from '../../src/core/access.ts';
import { openHistory } from '../../src/roles/replay-history.ts';
import { exampleState } from '../state-context.ts';
import { office, officerOf, openPlanWorld, type PlanWorld } from './plan-world.ts';

/** Rows of the state's requirements about responsibility, which no other file of tests holds. Clock: Eastern time. */
let world: PlanWorld;
beforeEach(async () => {
  world = await openPlanWorld('2026-03-02T15:00:00Z', { plan: 'in-force' });
});
afterEach(() => world.close());

const post = async (path: string, body: unknown, as: Actor = office) => {
  const answer = await world.http('POST', `/api/v1${path}`, { body, as });
  return { status: answer.status, ...answer.json };
};
const get = async (path: string, as?: Actor) =>
  (await world.http('GET', `/api/v1${path}`, as ? { as } : {})).json;
const register = async (title: string, agency: string, more: object = {}) =>
  (await post('/datasets', { title, agency, owner: 'Avery Lane', ...more }, officerOf(agency))).dataset;
const account = async (id: string, name: string, agency: string) => {
  const at = world.clock.now();
  await world.app.store.write((tx) =>
    tx
      .insertInto('account')
      .values({
        id,
        issuer: 'test',
        subject: id,
        name,
        email: `${id}@example.gov`,
        person: null,
        example: 1,
        created_at: at,
        signed_in_at: at,
      })
      .execute(),
  );
  expect((await post(`/people/${id}/roles`, { role: 'steward', agency })).status).toBe(200);
};

test('row-2 each asset has one custodian agency and an owner; one that loses its owner is in the queue that day and counts against its agency', async () => {
  const dataset = await register('Crash reports', 'DOT');
  await register('Births', 'DPH', { owner: 'Robin Marsh' });
  const shown = await get(`/datasets/${dataset}`);
  expect([shown.agency, shown.owner]).toEqual(['DOT', 'Avery Lane']);
  const queue = async () =>
    (await get('/ownerless-datasets', office)).datasets.map((one: { title: string }) => one.title);
  const named = areas.flatMap((area) => area.measures ?? []).find(({ id }) => id === 'catalog.owner-named')!;
  const share = async (agency: string) => {
    const records = await named.records(world.app.contextFor({ actor: operatorActor, purpose: 'test' }), {
      agencies: [agency],
    });
    return [records.filter(({ counts }) => counts).length, records.length];
  };
  expect([await queue(), await share('DOT')]).toEqual([[], [1, 1]]);
  await account('lane', 'Avery Lane', 'DOT');
  const notice = await post(
    '/agencies/DOT/leaving',
    { account: 'lane', last_day: '2026-03-02' },
    officerOf('DOT'),
  );
  expect(notice.status).toBe(200);
  world.moveTo('2026-03-03T15:00:00Z');
  expect([await queue(), await share('DOT'), await share('DPH')]).toEqual([
    ['Crash reports'],
    [0, 1],
    [1, 1],
  ]);
});

test('row-33 an unfilled role is seen, only its holder does its acts, and who leaves loses access within 24 hours of notice', async () => {
  const { agencies, counts } = await get('/agencies?covered=true');
  const vacant = agencies.filter((one: { posts: { holder: unknown }[] }) => one.posts[0]!.holder === null);
  expect([vacant.length > 0, vacant.length]).toEqual([true, counts.posts - counts.filled]);
  expect((await world.http('GET', `/agencies/${vacant[0].code}`, { accept: 'text/html' })).text).toMatch(
    /the post is vacant|Nobody is recorded/,
  );
  const entry = { title: 'Licenses', planned_on: '2026-12-01', frequency: 'yearly' };
  expect((await post('/agencies/DOT/access-plan/licenses', entry, officerOf('DPH'))).status).toBe(403);
  expect((await post('/agencies/DOT/access-plan/licenses', entry, officerOf('DOT'))).status).toBe(200);
  await account('lane', 'Avery Lane', 'DOT');
  const left = await post(
    '/agencies/DOT/leaving',
    { account: 'lane', last_day: '2026-03-02' },
    officerOf('DOT'),
  );
  const hours = (Date.parse(left.endsAt) - Date.parse(world.clock.now())) / 3_600_000;
  expect([hours > 0, hours <= 24]).toEqual([true, true]);
  // Their session, a minute before and a minute after: first the role goes through the door, then nobody does.
  await world.app.store.write((tx) =>
    tx
      .insertInto('session')
      .values({
        hash: digestOfSecret('lane'),
        account: 'lane',
        signed_in_at: world.clock.now(),
        seen_at: world.clock.now(),
        ends_at: '2026-12-31T00:00:00.000Z',
      })
      .execute(),
  );
  const through = async (minutes: number) => {
    world.moveTo(new Date(Date.parse(left.endsAt) + minutes * 60_000).toISOString());
    await world.app.store.write((tx) =>
      tx.updateTable('session').set({ seen_at: world.clock.now() }).where('account', '=', 'lane').execute(),
    );
    const who = await readActor(world.app, { session: 'lane' });
    return who?.actor.roles?.length ?? 0;
  };
  expect([await through(-1), await through(1)]).toEqual([1, 0]);
});

test('row-43 feedback on a dataset reaches its contact, has a state that all can see, and the time to an answer is a figure', async () => {
  const dataset = await register('Crash reports', 'DOT', { contact: 'roads@example.gov' });
  const ask = async (words: string) =>
    (
      await world.http('POST', `/api/v1/datasets/${dataset}/questions`, {
        body: { words, reply_to: 'who@example.org' },
      })
    ).json;
  const [first, second, third] = [
    await ask('What does K stand for?'),
    await ask('Why is March missing?'),
    await ask('When is the next file?'),
  ];
  const mails = await world.app.store.read
    .selectFrom('mail_message')
    .select('recipient')
    .where('topic', '=', 'catalog.question-asked')
    .execute();
  expect(mails.map(({ recipient }) => recipient)).toEqual(Array(3).fill('roads@example.gov'));
  expect((await get(`/datasets/${dataset}/questions`)).waiting).toBe(3);
  const answer = (question: string, by = officerOf('DOT')) =>
    post(
      `/datasets/${dataset}/questions/${question}/answer`,
      { answer: 'It was asked and answered.', show: true },
      by,
    );
  expect((await answer(first.question, officerOf('DPH'))).status).toBe(403);
  // Answered after 1, 3 and 9 days: the median is 3.
  world.moveTo('2026-03-03T16:00:00Z');
  await answer(first.question);
  world.moveTo('2026-03-05T16:00:00Z');
  await answer(second.question);
  world.moveTo('2026-03-11T16:00:00Z');
  await answer(third.question);
  const shown = await get(`/datasets/${dataset}/questions`);
  expect([shown.waiting, shown.typical_days]).toEqual([0, 3]);
  expect(
    shown.questions.map(({ state, days }: { state: string; days: number }) => [state, days]).sort(),
  ).toEqual([
    ['answered', 1],
    ['answered', 3],
    ['answered', 9],
  ]);
  expect(JSON.stringify(shown)).not.toContain('who@example.org');
});

test('row-43 the days to an answer are a figure of the plan: a median worked out by hand, which opens to its questions', async () => {
  const asked = await openPlanWorld('2026-03-02T15:00:00Z', {
    plan: 'in-force',
    planText: (text) => text.replace('measure: skills.course-finished', 'measure: catalog.days-to-answer'),
  });
  try {
    const officer = { as: officerOf('DOT') };
    const { json } = await asked.http('POST', '/api/v1/datasets', {
      body: { title: 'Crash reports', agency: 'DOT', owner: 'Avery Lane' },
      ...officer,
    });
    const figure = async () => {
      await asked.app.ask(recompute, {}, { actor: office, purpose: 'test' });
      const { numerator, denominator, value } = (
        await asked.http('GET', '/api/v1/objectives/course-finished/records')
      ).json;
      return { numerator, denominator, value };
    };
    // Nobody asked: there is no middle, and 0 days would be a boast.
    expect(await figure()).toEqual({ numerator: 0, denominator: 0, value: null });
    const questions: string[] = [];
    for (let at = 0; at < 5; at++) {
      const body = { words: `Question ${at}: what does it stand for?` };
      questions.push(
        (await asked.http('POST', `/api/v1/datasets/${json.dataset}/questions`, { body })).json.question,
      );
    }
    const answered = [];
    // Answered after 1, 2, 4 and 9 days; the fifth waits. Four days have the middle (2 + 4) / 2 = 3; the mean would be 4.
    for (const [at, day] of ['03', '04', '06', '11'].entries()) {
      asked.moveTo(`2026-03-${day}T16:00:00Z`);
      await asked.http('POST', `/api/v1/datasets/${json.dataset}/questions/${questions[at]}/answer`, {
        body: { answer: 'It was asked and answered.', show: true },
        ...officer,
      });
      answered.push((await figure()).value);
    }
    expect(answered).toEqual([1, 1.5, 2, 3]);
    expect(await figure()).toEqual({ numerator: 4, denominator: 5, value: 3 });
    const csv = (await asked.http('GET', '/api/v1/objectives/course-finished/records.csv?view=numerator'))
      .text;
    const [head, ...lines] = csv.trimEnd().split('\r\n');
    expect(head).toBe('id,title,agency,counts,because,address,amount');
    expect(lines.map((line) => line.split(',').at(-1)).sort()).toEqual(['1', '2', '4', '9']);
    const page = (await asked.http('GET', '/plan/objectives/course-finished', { accept: 'text/html' })).text;
    expect(page.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')).toMatch(/ 3 days; 4 of 5 questions/);
  } finally {
    await asked.close();
  }
});

test('row-73 the directory shows each data officer, the days a post is vacant and who held it; requests to a vacant post go to the head', async () => {
  await post('/agencies/DOT/terms', { person: 'Quill Adeyemi', from: '2026-03-02' }, office);
  const filled = await get('/agencies/DOT');
  expect([filled.posts[0].holder.name, filled.requestsTo]).toEqual(['Quill Adeyemi', 'Quill Adeyemi']);
  const term = filled.terms.find((one: { name: string }) => one.name === 'Quill Adeyemi').term;
  await post(`/agencies/DOT/terms/${term}/end`, { on: '2026-03-10' }, office);
  world.moveTo('2026-03-21T15:00:00Z');
  const vacant = await get('/agencies/DOT');
  expect([vacant.posts[0].holder, vacant.posts[0].vacantDays, vacant.requestsTo]).toEqual([
    null,
    10,
    vacant.head,
  ]);
  expect([vacant.head, vacant.headContact]).toEqual(['Commissioner', 'head.dot@example.gov']);
  expect(vacant.terms.map((one: { name: string }) => one.name)).toContain('Quill Adeyemi');
  const page = (await world.http('GET', '/agencies/DOT/desk', { accept: 'text/html' })).text;
  expect(page).toContain('Vacant for 10 days. Requests go to the Commissioner.');
  // A request is sent there: to the head's own address, with the reason; with the post held again it is not.
  const dataset = await register('Crash reports', 'DOT', { contact: 'roads@example.gov' });
  const ask = async () => {
    const words = 'Which roads are counted in these reports?';
    expect(
      (await world.http('POST', `/api/v1/datasets/${dataset}/questions`, { body: { words } })).status,
    ).toBe(200);
    const mails = await world.app.store.read
      .selectFrom('mail_message')
      .select(['recipient', 'content'])
      .where('topic', '=', 'catalog.question-asked')
      .execute();
    return mails.map(({ recipient }) => recipient).sort();
  };
  expect(await ask()).toEqual(['head.dot@example.gov', 'roads@example.gov']);
  const [toHead] = await world.app.store.read
    .selectFrom('mail_message')
    .select('content')
    .where('recipient', '=', 'head.dot@example.gov')
    .execute();
  expect(toHead!.content).toContain('Commissioner of the Department of Transportation');
  await post('/agencies/DOT/terms', { person: 'Quill Adeyemi', from: '2026-03-21' }, office);
  expect(await ask()).toEqual(['head.dot@example.gov', 'roads@example.gov', 'roads@example.gov']);
});

test('row-79 a written notice turns duties on from its day, withdrawing turns them off, and those by choice are counted apart', async () => {
  const owing = async (on: string) => {
    const { agencies, counts } = await get(`/agencies?covered=true&on=${on}`);
    return [
      agencies.some(({ code }: { code: string }) => code === 'POMFRET'),
      counts.covered,
      counts.optedIn,
    ];
  };
  const before = await get('/agencies');
  const { covered, optedIn } = before.counts;
  world.moveTo('2026-03-02T16:00:00Z');
  const comply = { notice: 'comply', from: '2026-07-01', dated: '2026-03-01', name: 'Town of Pomfret' };
  expect((await post('/agencies/POMFRET/notices', comply, officerOf('DOT'))).status).toBe(403);
  expect((await post('/agencies/POMFRET/notices', { ...comply, name: undefined })).code).toBe(
    'agencies.no-such-agency',
  );
  expect((await post('/agencies/DOT/notices', comply)).code).toBe('agencies.covered-by-law');
  expect((await post('/agencies/POMFRET/notices', comply)).status).toBe(200);
  expect(await owing('2026-06-30')).toEqual([false, covered, optedIn]);
  expect(await owing('2026-07-01')).toEqual([true, covered, optedIn + 1]);
  // Its duties are real: from that day it owes an inventory and an access plan, and before it does not.
  const owes = async () =>
    (await get('/plan/inventories')).inventories.find(
      ({ agency }: { agency: string }) => agency === 'POMFRET',
    );
  expect(await owes()).toBeUndefined();
  world.moveTo('2026-07-02T15:00:00Z');
  expect(await owes()).toMatchObject({ covered: 'by choice', late: false });
  const withdrawn = { notice: 'withdraw', from: '2026-10-01', dated: '2026-09-01' };
  expect((await post('/agencies/CGB/notices', { ...withdrawn, from: '2026-10-01' })).status).toBe(200);
  expect((await post('/agencies/POMFRET/notices', withdrawn)).status).toBe(200);
  expect(await owing('2026-09-30')).toEqual([true, covered, optedIn + 1]);
  expect(await owing('2026-10-01')).toEqual([false, covered, optedIn - 1]);
  expect((await post('/agencies/POMFRET/notices', { ...withdrawn, from: '2027-01-01' })).code).toBe(
    'agencies.nothing-to-withdraw',
  );
  // As it was known before the notice came, nothing of it was known.
  const then = await get('/agencies?on=2026-07-01&known_at=2026-03-02T15:30:00.000Z');
  expect(then.counts.optedIn).toBe(optedIn);
});

test('row-9 each of the ten metrics of the handbook has an objective under a goal of the plan, and those reported say so', async () => {
  const living = await openPlanWorld('2026-11-23T15:00:00Z', { plan: 'nothing' });
  try {
    const history = await openHistory(living.app, exampleState, 'plan/history.yaml');
    await history.begin();
    await history.rest();
    const { objectives } = (await living.http('GET', '/api/v1/objectives')).json;
    const goalOf = new Map(
      objectives.map((one: { measure: string; goal: string }) => [one.measure, one.goal]),
    );
    for (const metric of [
      'plan.agencies-with-access-plan',
      'plan.datasets-published',
      'plan.planned-published',
      'plan.automated-updates',
      'plan.published-on-time',
      'catalog.fresh',
      'catalog.metadata-complete',
      'plan.data-used',
      'reported.products-made',
      'reported.hours-saved',
    ])
      expect([metric, typeof goalOf.get(metric)]).toEqual([metric, 'string']);
    expect(measures.every(({ id }) => !id.startsWith('reported.'))).toBe(true);
    // By hand, from the access plans of the example: six planned, three agencies of 25 submitted; four published, of which
    // three without a hand; of six first dates that have come two were kept.
    const value = (id: string) => {
      const measure = measures.find((one) => one.id === id)!;
      return measure
        .records(living.app.contextFor({ actor: operatorActor, purpose: 'test' }), {})
        .then((records) => [records.filter(({ counts }) => counts).length, records.length]);
    };
    expect(await value('plan.agencies-with-access-plan')).toEqual([3, 25]);
    expect(await value('plan.planned-published')).toEqual([4, 6]);
    expect(await value('plan.automated-updates')).toEqual([3, 4]);
    expect(await value('plan.published-on-time')).toEqual([2, 6]);
  } finally {
    await living.close();
  }
});
