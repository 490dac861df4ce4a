import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { office, openPlanWorld, type PlanWorld } from './plan-world.ts';

let world: PlanWorld;
afterEach(() => world.close());

const post = (path: string, body: unknown) => world.http('POST', `/api/v1/plan${path}`, { body, as: office });
const get = (path: string) => world.http('GET', `/api/v1/plan${path}`);
const cycle = '2025-2026';

/** From the draft as it was first read to an open phase 2. */
async function untilPhaseTwo() {
  await post(`/cycles/${cycle}/phases`, { phase: 1, comments_until: '2024-08-24' });
  world.moveTo('2024-09-02T14:00:00Z');
  expect((await post(`/cycles/${cycle}/phases/1/close`, {})).status).toBe(200);
  await post(`/cycles/${cycle}/phases`, { phase: 2, comments_until: '2024-10-04' });
}

async function addActions() {
  const draft = (await get(`/cycles/${cycle}/draft`)).json;
  for (const item of draft.items.filter((one: { kind: string }) => one.kind === 'principle'))
    await post(`/cycles/${cycle}/items`, {
      item: `action-${item.item}`,
      kind: 'action',
      words: `Act on principle ${item.number}.`,
      parent: item.item,
      details: {
        owner: 'Chief data officer',
        agencies: ['OPM'],
        due: '2025-12-31',
        evidence: 'a published guide',
      },
    });
}

const dated = async (duty: string, year: string) =>
  (await world.http('GET', `/api/v1/duties?from=${year}-01-01&to=${Number(year) + 1}-03-01`)).json.duties
    .filter((line: { duty: string }) => line.duty === duty)
    .map((line: { due: string }) => line.due);

test('row-10 the law gives November 1 and December 31, the board 30 days from receipt; another law gives other dates', async () => {
  world = await openPlanWorld('2026-05-04T14:00:00Z');
  expect(await dated('plan-draft', '2026')).toEqual(['2026-11-01']);
  expect(await dated('plan-final', '2026')).toEqual(['2026-12-31']);
  expect(await dated('board-recommends', '2026')).toEqual([]);
  await post(`/cycles/${cycle}/phases`, { phase: 1, comments_until: '2026-06-01' });
  world.moveTo('2026-06-02T14:00:00Z');
  await post(`/cycles/${cycle}/phases/1/close`, {});
  await post(`/cycles/${cycle}/phases`, { phase: 2, comments_until: '2026-07-01' });
  await addActions();
  world.moveTo('2026-07-02T14:00:00Z');
  const closed = await post(`/cycles/${cycle}/phases/2/close`, {});
  // Every goal of the file has an objective, but only what an area measures runs here: all areas are in the program.
  expect(closed.json.detail ?? closed.json.cycle).toBe(cycle);
  world.moveTo('2026-10-31T14:00:00Z');
  await post(`/cycles/${cycle}/phases`, { phase: 3, comments_until: '2026-12-04' });
  expect((await post(`/cycles/${cycle}/deliver`, {})).json.draftDelivered).toBe('2026-10-31');
  expect(await dated('board-recommends', '2026')).toEqual(['2026-11-30']);
  const entries = (await get('/calendar?from=2026-10-01&to=2026-12-31')).json.entries;
  expect(
    entries
      .filter((line: { kind: string }) => line.kind === 'law')
      .map((line: { on: string; state: string }) => [line.on, line.state]),
  ).toEqual(
    expect.arrayContaining([
      ['2026-11-01', 'done'],
      ['2026-11-30', 'coming'],
      ['2026-12-31', 'coming'],
    ]),
  );
  await world.close();

  world = await openPlanWorld('2026-05-04T14:00:00Z', {
    law: (text) =>
      text.replace("on: '11-01', first: 2018", "on: '10-15', first: 2018").replace('days: 30', 'days: 45'),
  });
  expect(await dated('plan-draft', '2026')).toEqual(['2026-10-15']);
  expect((await get('/calendar?from=2026-10-01&to=2026-10-31')).json.entries[0]).toMatchObject({
    on: '2026-10-15',
    kind: 'law',
    state: 'coming',
  });
});

test('row-10 a deadline for comments is the end of the day on the wall clock, on days of clock change too, also in the feed', async () => {
  world = await openPlanWorld('2026-10-20T14:00:00Z');
  // Clocks go back on November 1, 2026: that day has 25 hours and ends at 05:00 UTC.
  await post(`/cycles/${cycle}/phases`, { phase: 1, comments_until: '2026-11-01' });
  const [phase] = (await get(`/cycles/${cycle}`)).json.phases;
  expect(phase.commentsUntil).toBe('2026-11-02T04:59:59.999Z');
  const feed = await get('/calendar.ics');
  expect(feed.headers.get('content-type')).toContain('text/calendar');
  expect(feed.text).toContain('DTSTART:20261102T045959Z');
  expect(feed.text).toContain('DTSTART;VALUE=DATE:20261101\r\nDTEND;VALUE=DATE:20261102');
  expect(feed.text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  // What a calendar program opens is a whole address, or nothing.
  expect(feed.text).not.toMatch(/^URL:/m);
  const linked = (await get('/calendar.ics?base=https://plan.example.gov')).text.replaceAll('\r\n ', '');
  expect(linked.match(/^URL:/gm)).toHaveLength(linked.match(/BEGIN:VEVENT/g)!.length);
  expect(linked.match(/^URL:.*$/gm)!.filter((line) => !URL.canParse(line.slice(4)))).toEqual([]);
  expect(feed.text.match(/BEGIN:VEVENT/g)!.length).toBe(feed.text.match(/END:VEVENT/g)!.length);
});

test('row-17 phases open and close by date in their order, and each freezes the words with a hash of their content', async () => {
  world = await openPlanWorld('2024-07-24T14:00:00Z');
  const early = await post(`/cycles/${cycle}/phases`, { phase: 3, comments_until: '2024-12-04' });
  expect([early.status, early.json.code]).toEqual([409, 'plan.illegal-move']);
  expect(early.json.detail).toContain('phase 1 is not done');
  const opened = await post(`/cycles/${cycle}/phases`, { phase: 1, comments_until: '2024-08-24' });
  expect(opened.json.versions).toHaveLength(1);
  const tooSoon = await post(`/cycles/${cycle}/phases/1/close`, {});
  expect([tooSoon.status, tooSoon.json.code]).toEqual([409, 'plan.not-ready']);
  expect(tooSoon.json.detail).toContain('until 2024-08-24');

  const version = (await get(`/versions/${cycle}-phase-1-opened`)).json;
  expect(createHash('sha256').update(JSON.stringify(version.content)).digest('hex')).toBe(version.hash);
  const [principle] = version.content.items.filter((item: { kind: string }) => item.kind === 'principle');
  const revision = (await get(`/cycles/${cycle}/draft`)).json.items.find(
    (item: { item: string }) => item.item === principle.item,
  ).revision;
  const words = 'Data are an investment.';
  expect((await post(`/cycles/${cycle}/items/${principle.item}`, { revision, words })).status).toBe(200);
  world.moveTo('2024-09-02T14:00:00Z');
  await post(`/cycles/${cycle}/phases/1/close`, {});
  // What was frozen stays as it was, at its own address.
  expect((await get(`/versions/${cycle}-phase-1-opened`)).json).toEqual(version);
  const after = (await get(`/versions/${cycle}-phase-1-closed`)).json;
  expect(after.hash).not.toBe(version.hash);
  expect(after.content.items.find((item: { item: string }) => item.item === principle.item).words).toBe(
    words,
  );
  expect(
    (await world.http('GET', `/plan/versions/${cycle}-phase-1-opened`, { accept: 'text/html' })).status,
  ).toBe(200);
});

test('row-17 a clock that was moved backwards records no step before the last one', async () => {
  world = await openPlanWorld('2024-07-24T14:00:00Z');
  await post(`/cycles/${cycle}/phases`, { phase: 1, comments_until: '2024-08-24' });
  world.moveTo('2024-07-23T14:00:00Z');
  const answer = await post(`/cycles/${cycle}/phases/1/close`, {});
  expect([answer.status, answer.json.code]).toEqual([409, 'plan.clock-behind']);
  expect((await get(`/cycles/${cycle}`)).json.phases[0].state).toBe('open');
});

test('row-21 a principle without an action, or an action without owner, date or evidence, blocks the close of phase 2', async () => {
  world = await openPlanWorld('2024-07-24T14:00:00Z');
  await untilPhaseTwo();
  world.moveTo('2024-10-05T14:00:00Z');
  const refused = await post(`/cycles/${cycle}/phases/2/close`, {});
  expect([refused.status, refused.json.code]).toEqual([409, 'plan.not-ready']);
  expect(refused.json.detail).toContain('Principle 1 has no action.');
  await addActions();
  const unowned = await post(`/cycles/${cycle}/items`, {
    item: 'unowned',
    kind: 'action',
    words: 'Nobody does this.',
    parent: 'ethical-use',
  });
  expect(unowned.status).toBe(200);
  const missing = await post(`/cycles/${cycle}/phases/2/close`, {});
  expect(missing.json.detail).toContain('lacks an owner and a due date and a kind of evidence');
  await post(`/cycles/${cycle}/items/unowned/drop`, { revision: unowned.json.revision });
  expect((await post(`/cycles/${cycle}/phases/2/close`, {})).status).toBe(200);
  // An agency sees its own actions only.
  const own = (await get('/tasks?agency=OPM')).json.tasks;
  expect(own).toHaveLength(12);
  expect((await get('/tasks?agency=DOT')).json.tasks).toEqual([]);
});

test('row-11 versions compare item by item: moved, merged, reworded, dropped, new; a merged principle keeps the links of both', async () => {
  world = await openPlanWorld('2024-07-24T14:00:00Z');
  await untilPhaseTwo();
  await addActions();
  const items = async () =>
    Object.fromEntries(
      (await get(`/cycles/${cycle}/draft`)).json.items.map((item: { item: string }) => [item.item, item]),
    );
  const before = await items();
  const linked = (await world.http('GET', '/api/v1/objectives')).json.objectives
    .filter((one: { principles: string[] }) => one.principles.includes('standardized-governance'))
    .map((one: { objective: string }) => one.objective);
  expect(linked.length).toBeGreaterThan(0);
  const merged = await post(`/cycles/${cycle}/merge`, {
    into: 'continuous-quality',
    from: ['standardized-governance'],
    words: 'Improve data quality continuously under standardized governance.',
  });
  expect(merged.status).toBe(200);
  await post(`/cycles/${cycle}/items/ethical-use`, {
    revision: before['ethical-use'].revision,
    words: before['ethical-use'].words.replace('Employ', 'Always employ'),
  });
  await post(`/cycles/${cycle}/items/culture-of-learning`, {
    revision: before['culture-of-learning'].revision,
    number: 3,
  });
  await post(`/cycles/${cycle}/items/data-have-value/drop`, { revision: before['data-have-value'].revision });
  const stillThere = await post(`/cycles/${cycle}/items/data-have-value/drop`, {
    revision: before['data-have-value'].revision,
  });
  // Its action stands under it: dropping waits until that is moved.
  expect([stillThere.status, stillThere.json.code]).toEqual([422, 'plan.unfit']);
  await post(`/cycles/${cycle}/items/action-data-have-value/drop`, {
    revision: before['action-data-have-value'].revision,
  });
  await post(`/cycles/${cycle}/items/data-have-value/drop`, { revision: before['data-have-value'].revision });
  const compared = (await get(`/compare?from=${cycle}-phase-2-opened&to=draft-${cycle}`)).json;
  const by = Object.fromEntries(compared.items.map((line: { id: string }) => [line.id, line]));
  expect([
    by['continuous-quality'].change,
    by['ethical-use'].change,
    by['culture-of-learning'].change,
    by['data-have-value'].change,
    by['action-ethical-use'].change,
    by['sharing-with-user-input'].change,
  ]).toEqual(['merged', 'reworded', 'moved', 'dropped', 'new', 'same']);
  expect(by['continuous-quality'].before.map((one: { id: string }) => one.id)).toEqual([
    'continuous-quality',
    'standardized-governance',
  ]);
  expect(by['standardized-governance']).toBeUndefined();
  expect(by['ethical-use'].segments).toEqual([
    { kind: 'out', text: 'Employ' },
    { kind: 'in', text: 'Always employ' },
    { kind: 'same', text: expect.stringContaining(' ethical standards') },
  ]);
  // Both parents' links: the objectives that named the one merged away now name the one that stays, and its action too.
  const objectives = (await world.http('GET', '/api/v1/objectives')).json.objectives;
  for (const id of linked)
    expect(objectives.find((one: { objective: string }) => one.objective === id).principles).toContain(
      'continuous-quality',
    );
  expect((await items())['action-standardized-governance'].parent).toBe('continuous-quality');
  expect((await world.http('GET', '/plan/compare', { accept: 'text/html' })).status).toBe(200);
});

test('row-20 each principle, focal point and goal has its own address with its text and its comments', async () => {
  world = await openPlanWorld('2024-07-24T14:00:00Z');
  await post(`/cycles/${cycle}/phases`, { phase: 1, comments_until: '2024-08-24' });
  const items = (await get('')).json.items.filter((item: { kind: string }) =>
    ['principle', 'focal-point', 'goal'].includes(item.kind),
  );
  expect(items).toHaveLength(12 + 7 + 6);
  for (const item of items) {
    const page = await world.http('GET', `/plan/${item.item}`, { accept: 'text/html' });
    expect(page.status).toBe(200);
    expect(page.text).toContain(`/plan/comments?item=${item.item}`);
    expect(page.text.replaceAll('&#39;', "'").replaceAll('&amp;', '&')).toContain(item.words);
  }
});

test('row-23 steps of a focal point stand in order: a step is locked until those before it are done, and slippage moves the forecasts', async () => {
  world = await openPlanWorld('2024-07-24T14:00:00Z');
  const step = (id: string, days: number, due: string, after: string[]) =>
    post(`/cycles/${cycle}/items`, {
      item: id,
      kind: 'step',
      words: `Step ${id}`,
      parent: 'opioids',
      details: { owner: 'DPH', due, days, after, evidence: 'minutes' },
    });
  await step('agree-feeds', 30, '2024-09-01', []);
  await step('join-feeds', 60, '2024-11-01', ['agree-feeds']);
  await step('alert-towns', 30, '2024-12-01', ['join-feeds']);
  const tasks = async () =>
    Object.fromEntries(
      (await get('/tasks?parent=opioids')).json.tasks.map((task: { item: string }) => [task.item, task]),
    );
  const first = await tasks();
  // 24 July + 30 days = 23 August; + 60 = 22 October; + 30 = 21 November: by hand.
  expect(
    ['agree-feeds', 'join-feeds', 'alert-towns'].map((id) => [
      first[id].state,
      first[id].forecast,
      first[id].slipDays,
    ]),
  ).toEqual([
    ['ready', '2024-08-23', 0],
    ['locked', '2024-10-22', 0],
    ['locked', '2024-11-21', 0],
  ]);
  const locked = await post('/tasks/join-feeds', { state: 'done', evidence: 'a letter' });
  expect([locked.status, locked.json.code]).toEqual([409, 'plan.illegal-move']);
  world.moveTo('2024-10-01T14:00:00Z');
  await post('/tasks/agree-feeds', { state: 'done', evidence: 'the signed memorandum' });
  const then = await tasks();
  // Done on 1 October: + 60 days = 30 November, 29 days after 1 November; + 30 = 30 December, 29 days late.
  expect(
    ['agree-feeds', 'join-feeds', 'alert-towns'].map((id) => [
      then[id].state,
      then[id].forecast,
      then[id].slipDays,
    ]),
  ).toEqual([
    ['done', null, 30],
    ['ready', '2024-11-30', 29],
    ['locked', '2024-12-30', 29],
  ]);
});

test('row-30 from any action up to principle and law, from a clause down to actions and data; nothing leads nowhere', async () => {
  world = await openPlanWorld('2024-07-24T14:00:00Z');
  await untilPhaseTwo();
  await addActions();
  const up = (await get('/trace/action-ethical-use')).json.up.map((node: { id: string }) => node.id);
  expect(up).toEqual(expect.arrayContaining(['ethical-use', 'careful-stewardship', 'pa-18-175-plan-1']));
  const down = (await get('/trace/pa-18-175-plan-1')).json.down;
  expect(down.some((node: { kind: string }) => node.kind === 'action')).toBe(true);
  expect(down.some((node: { kind: string }) => node.kind === 'data')).toBe(true);
  expect((await get('/orphans')).json.orphans).toEqual([]);
});

test('row-22 every goal has an objective whose formula runs, and recomputing the same data gives the same value', async () => {
  world = await openPlanWorld('2024-07-24T14:00:00Z');
  await untilPhaseTwo();
  await addActions();
  await post(`/cycles/${cycle}/items`, {
    item: 'a-new-goal',
    kind: 'goal',
    number: 7,
    words: 'A goal nobody measures',
  });
  world.moveTo('2024-10-05T14:00:00Z');
  const refused = await post(`/cycles/${cycle}/phases/2/close`, {});
  expect(refused.json.detail).toContain('Goal 7 has no objective.');
  await post(`/cycles/${cycle}/objectives/unmeasured`, {
    goal: 'a-new-goal',
    title: 'Something',
    measure: 'nobody.counts',
  });
  expect((await post(`/cycles/${cycle}/phases/2/close`, {})).json.detail).toContain(
    'Goal 7 has no objective whose formula runs.',
  );
  await post(`/cycles/${cycle}/objectives/unmeasured`, {
    goal: 'a-new-goal',
    title: 'Posts filled',
    measure: 'agencies.posts-filled',
  });
  expect((await post(`/cycles/${cycle}/phases/2/close`, {})).status).toBe(200);
});
