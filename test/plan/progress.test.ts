import { afterEach, beforeEach, expect, test } from 'vitest';
import { agencyAddresses } from '../../src/areas/access/index.ts';
import { nameOfficer } from '../../src/areas/agencies/contract.ts';
import { area as agencies } from '../../src/areas/agencies/index.ts';
import { measuresRegistry } from '../../src/areas/plan/measures-registry.ts';
import { isReminderDay, remindAgencies } from '../../src/areas/plan/progress/remind-agencies.ts';
import { recomputeAll } from '../../src/areas/plan/recompute.ts';
import { operatorActor } from '../../src/core/access.ts';
import { office, officerOf, openPlanWorld, type PlanWorld } from './plan-world.ts';

let world: PlanWorld;
const post = (path: string, body: unknown, as = office) => world.http('POST', `/api/v1${path}`, { body, as });
const get = (path: string) => world.http('GET', `/api/v1${path}`);
const context = () => world.app.contextFor({ actor: operatorActor, purpose: 'test' });
const recount = () => recomputeAll(measuresRegistry([agencies]))(context());

beforeEach(async () => {
  world = await openPlanWorld('2026-10-01T14:00:00Z', {
    plan: 'in-force',
    planText: (text) => text.replace('measure: skills.course-finished', 'measure: reported.course-finished'),
  });
});
afterEach(() => world.close());
const round = {
  title: 'Quarter to September 30, 2026',
  from: '2026-07-01',
  to: '2026-09-30',
  due_on: '2026-10-30',
};

test('row-13 a round opens filled in; an agency says only what cannot be counted; the board sees how many stand where', async () => {
  const opened = (await post('/plan/rounds', round)).json;
  const covered = opened.reports.length;
  expect(opened.counts).toEqual({
    'not-submitted': covered,
    submitted: 0,
    'needs-clarification': 0,
    accepted: 0,
  });
  const report = (await get(`/plan/rounds/${opened.round}/reports/DPH`)).json;
  const post1 = report.lines.find((line: { ref: string }) => line.ref === 'posts-filled');
  expect(post1).toMatchObject({
    computed: { numerator: 1, denominator: 1, value: 100 },
    wanted: false,
    differs: false,
  });
  const wanted = report.lines.filter((line: { wanted: boolean }) => line.wanted);
  expect(wanted.length).toBeGreaterThan(0);
  const empty = await post(`/plan/rounds/${opened.round}/reports/DPH`, {}, officerOf('DPH'));
  expect([empty.status, empty.json.code]).toEqual([422, 'plan.unfit']);
  const lines = wanted.map((line: { ref: string }) => ({
    ref: line.ref,
    explanation: 'Not measured by us.',
  }));
  const differs = await post(
    `/plan/rounds/${opened.round}/reports/DPH`,
    { lines: [...lines, { ref: 'posts-filled', reported: 0 }] },
    officerOf('DPH'),
  );
  expect(differs.json.detail).toContain('differs from what was counted');
  const sent = await post(
    `/plan/rounds/${opened.round}/reports/DPH`,
    { lines: [...lines, { ref: 'posts-filled', reported: 0, explanation: 'She left last week.' }] },
    officerOf('DPH'),
  );
  expect(sent.json.state).toBe('submitted');
  // What the agency reports stands beside what was counted, and the difference is marked.
  expect(sent.json.lines.find((line: { ref: string }) => line.ref === 'posts-filled')).toMatchObject({
    computed: { value: 100 },
    reported: 0,
    differs: true,
  });
  // Only of its own agency.
  const foreign = await post(`/plan/rounds/${opened.round}/reports/DOT`, { lines }, officerOf('DPH'));
  expect(foreign.status).toBeGreaterThanOrEqual(401);
  const asked = await post(`/plan/rounds/${opened.round}/reports/DPH/review`, {
    decision: 'clarify',
    clarification: 'Since when?',
  });
  expect(asked.json.state).toBe('needs-clarification');
  // Sent again with an explanation alone, the figure that was given stays; sent as nothing, it is taken away.
  const again = async (body: object) => {
    world.moveTo(new Date(Date.parse(world.clock.now()) + 60_000).toISOString());
    const { json } = await post(`/plan/rounds/${opened.round}/reports/DPH`, body, officerOf('DPH'));
    return json.lines.find((line: { ref: string }) => line.ref === 'posts-filled');
  };
  const why = { ref: 'posts-filled', explanation: 'Since October 1.' };
  expect(await again({ note: 'Since October 1.', lines: [why] })).toMatchObject({ ...why, reported: 0 });
  const read = (await get(`/plan/rounds/${opened.round}/reports/DPH`)).json.submittedAt;
  expect(await again({ lines: [{ ref: 'posts-filled', reported: null }] })).toMatchObject({
    ...why,
    reported: null,
  });
  const kept = (await get(`/plan/rounds/${opened.round}/reports/DPH`)).json;
  expect(kept.note).toBe('Since October 1.');
  expect(kept.lines.find((line: { ref: string }) => line.ref === lines[0].ref).explanation).toBe(
    'Not measured by us.',
  );
  // The office accepts what it has read, and not what came meanwhile.
  const accept = (body: object) =>
    post(`/plan/rounds/${opened.round}/reports/DPH/review`, { decision: 'accept', ...body });
  const stale = await accept({ read });
  expect([stale.status, stale.json.detail]).toEqual([409, expect.stringContaining('sent it again since')]);
  expect((await accept({ read: kept.submittedAt })).json.state).toBe('accepted');
  const [now] = (await get('/plan/rounds')).json.rounds;
  expect(now.counts).toEqual({
    'not-submitted': covered - 1,
    submitted: 0,
    'needs-clarification': 0,
    accepted: 1,
  });
  const page = await world.http('GET', '/plan/progress', { accept: 'text/html' });
  expect(page.status).toBe(200);
  expect(page.text).toContain('Quarter to September 30, 2026');
});

test('row-13 a late agency is reminded on a schedule, one digest a person, and a deputy gets it during leave', async () => {
  // By hand: 14, 7, 1 days before, on the day, then every seventh day.
  const days = Array.from({ length: 60 }, (_, at) =>
    new Date(Date.UTC(2026, 9, 10) + at * 86_400_000).toISOString().slice(0, 10),
  );
  expect(days.filter((day) => isReminderDay(day, '2026-10-30'))).toEqual([
    '2026-10-16',
    '2026-10-23',
    '2026-10-29',
    '2026-10-30',
    '2026-11-06',
    '2026-11-13',
    '2026-11-20',
    '2026-11-27',
    '2026-12-04',
  ]);
  await post('/plan/rounds', round);
  const { term } = await world.ask(nameOfficer, { agency: 'DPH', person: 'New Officer', from: '2026-10-01' });
  await world.app.store.write(async (tx) => {
    await tx.deleteFrom('post_role').execute();
    await tx.insertInto('post_role').values({ post: 'agency-data-officer', role: 'officer' }).execute();
    const account = {
      issuer: 'test',
      example: 0,
      created_at: world.clock.now(),
      signed_in_at: world.clock.now(),
    };
    await tx
      .insertInto('account')
      .values({
        ...account,
        id: 'a1',
        subject: '1',
        name: 'New Officer',
        email: 'officer@dph.example',
        person: term.person,
      })
      .execute();
    await tx
      .insertInto('account')
      .values({ ...account, id: 'a2', subject: '2', name: 'Deputy', email: 'deputy@dph.example' })
      .execute();
    await tx
      .insertInto('account_role')
      .values({
        id: 'r2',
        account: 'a2',
        role: 'deputy',
        agency: 'DPH',
        source: 'hand',
        given_by: 'test',
        from_at: world.clock.now(),
      })
      .execute();
  });
  expect(await agencyAddresses(world.app.store.read, 'DPH', world.app)).toEqual([
    'deputy@dph.example',
    'officer@dph.example',
  ]);
  world.moveTo('2026-10-23T14:00:00Z');
  // The officer and the deputy, and for each post that nobody holds the head of the agency.
  const { agencies } = (await get('/agencies?covered=true')).json;
  const vacant = agencies.filter(
    (one: { code: string; posts: { holder: unknown }[] }) =>
      one.posts[0]!.holder === null && one.code !== 'DPH',
  );
  expect(vacant.length).toBeGreaterThan(0);
  expect(await remindAgencies(context())).toMatchObject({ reminded: 2 + vacant.length });
  // The same day again adds nothing; the next day is no day of reminders.
  expect(await remindAgencies(context())).toMatchObject({ reminded: 0 });
  world.moveTo('2026-10-24T14:00:00Z');
  expect(await remindAgencies(context())).toMatchObject({ reminded: 0 });
  const rows = await world.app.store.read
    .selectFrom('mail_message')
    .select(['topic', 'digest', 'subject'])
    .execute();
  expect(rows).toHaveLength(2 + vacant.length);
  expect(rows.every((row) => row.digest === 1 && row.topic === 'plan.report-due')).toBe(true);
  world.moveTo('2026-11-06T14:00:00Z');
  await remindAgencies(context());
  const late = await world.app.store.read
    .selectFrom('mail_message')
    .select('subject')
    .where('subject', 'like', '%late%')
    .execute();
  expect(late).toHaveLength(2 + vacant.length);
});

test('row-14 a figure opens to its records, whose CSV adds up to it, and a reported figure that differs is marked', async () => {
  await recount();
  const [{ now }] = (await get('/objectives')).json.objectives.filter(
    (one: { objective: string }) => one.objective === 'posts-filled',
  );
  const csv = (await get('/objectives/posts-filled/records.csv')).text.trimEnd().split('\r\n').slice(1);
  const counts = csv.map((line) => Number(/,([01]),[^,]*,[^,]*$/.exec(line)![1]));
  expect([counts.reduce((a, b) => a + b, 0), counts.length]).toEqual([now.numerator, now.denominator]);
  expect((counts.reduce((a, b) => a + b, 0) / counts.length) * 100).toBeCloseTo(now.value, 10);
  const same = await post('/objectives/posts-filled/reported', { value: now.value, source: 'our own list' });
  expect(same.json.differs).toBe(false);
  const other = await post('/objectives/posts-filled/reported', { value: 90, source: 'the newsletter' });
  expect(other.json.differs).toBe(true);
  const shown = (await get('/objectives/posts-filled')).json;
  expect(shown.reported).toMatchObject([{ value: 90, source: 'the newsletter', differs: true }]);
  expect(shown.now.value).toBe(now.value);
  // An agency's officer gives the figure of that agency, and not that of the state or of another.
  const own = { value: 50, source: 'our own list' };
  const given = async (body: object) =>
    (await post('/objectives/posts-filled/reported', { ...own, ...body }, officerOf('DOT'))).status;
  expect([await given({}), await given({ agency: 'DPH' }), await given({ agency: 'DOT' })]).toEqual([
    422, 403, 200,
  ]);
});
