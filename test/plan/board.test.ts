import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { areas } from '../../src/app.ts';
import { loadBoard } from '../../src/areas/plan/board/contract.ts';
import { type Actor, operatorActor } from '../../src/core/access.ts';
import { exampleState } from '../state-context.ts';
import { board, office, openPlanWorld, type PlanWorld, signedInMember, uploaded } from './plan-world.ts';

const cycle = '2025-2026';
let world: PlanWorld;
const post = (path: string, body: unknown, as = office) =>
  world.http('POST', `/api/v1/plan${path}`, { body, as });
const get = (path: string) => world.http('GET', `/api/v1/plan${path}`);
const voting = [
  'speaker-1',
  'speaker-2',
  'president-1',
  'president-2',
  'house-minority-1',
  'house-minority-2',
  'senate-minority-1',
];

beforeEach(async () => {
  world = await openPlanWorld('2024-07-24T14:00:00Z');
  await world.ask(
    loadBoard,
    {},
    { upload: uploaded(await readFile(join(exampleState, 'plan/board.yaml')), 'board.yaml') },
  );
});
afterEach(() => world.close());

/** A signed-in member for each of these seats, their account bound to it by the office. */
async function seated(seats: readonly string[]): Promise<Map<string, Actor>> {
  const members = new Map<string, Actor>();
  for (const seat of seats) {
    const member = await signedInMember(world, `holder-of-${seat}`);
    const bound = await post(`/board/seats/${seat}/account`, { account: member.id });
    expect([bound.status, bound.json.hasAccount]).toEqual([200, true]);
    members.set(seat, member);
  }
  return members;
}

/** A meeting noticed and, when seats are given, held with them present. */
async function meetingAt(at: string, present?: readonly string[]): Promise<string> {
  const noticed = await post('/board/meetings', { kind: 'meeting', title: 'Meeting', at, place: 'Room 1' });
  if (present !== undefined) {
    world.moveTo(new Date(Date.parse(at) + 3_600_000).toISOString());
    expect((await post(`/board/meetings/${noticed.json.meeting}`, { present })).status).toBe(200);
  }
  return noticed.json.meeting;
}

/** Phases 1 and 2 done, phase 3 open, the draft with the board on November 1, 2024. */
async function untilTheBoard() {
  for (const [phase, from, until, closes] of [
    [1, '2024-07-24', '2024-08-24', '2024-09-02'],
    [2, '2024-09-03', '2024-10-04', '2024-10-07'],
  ] as const) {
    world.moveTo(`${from}T14:00:00Z`);
    await post(`/cycles/${cycle}/phases`, { phase, comments_until: until });
    if (phase === 2)
      for (const item of (await get(`/cycles/${cycle}/draft`)).json.items.filter(
        (one: { kind: string }) => one.kind === 'principle',
      ))
        await post(`/cycles/${cycle}/items`, {
          item: `action-${item.item}`,
          kind: 'action',
          words: `Act on principle ${item.number}.`,
          parent: item.item,
          details: { owner: 'Chief data officer', agencies: ['OPM'], due: '2025-12-31', evidence: 'a guide' },
        });
    world.moveTo(`${closes}T14:00:00Z`);
    expect((await post(`/cycles/${cycle}/phases/${phase}/close`, {})).status).toBe(200);
  }
  world.moveTo('2024-11-01T14:00:00Z');
  await post(`/cycles/${cycle}/phases`, { phase: 3, comments_until: '2024-12-04' });
  await post(`/cycles/${cycle}/deliver`, {});
}

test('row-27 seats carry who appoints and until when; when the authority’s term ends the seat is vacant; quorum follows the seats', async () => {
  const on = async (date: string) => (await get(`/board?on=${date}`)).json;
  const before = await on('2024-12-01');
  const seat = (shown: { seats: { seat: string }[] }, id: string) =>
    shown.seats.find((one) => one.seat === id);
  expect(seat(before, 'house-minority-2')).toMatchObject({
    holder: 'D. Marchetti',
    until: '2025-01-07',
    authority: 'House minority leader',
  });
  // 8 seats vote, 7 are filled; more than half of 8 is 5: by hand.
  expect(before.quorum).toEqual({ voting: 8, filled: 7, needed: 5 });
  const after = await on('2025-01-08');
  expect(after.quorum.filled).toBe(0);
  expect(seat(after, 'president-1')).toMatchObject({
    holder: null,
    vacantBecause: 'The term of the last member ended on 2025-01-07',
  });
  expect((await on('2025-04-01')).quorum.filled).toBe(6);
  expect(seat(before, 'chair')).toMatchObject({ voting: false, chair: true });
  expect((await world.http('GET', '/plan/board', { accept: 'text/html' })).status).toBe(200);
});

test('row-27 a member whose authority has gone sits no longer, though the member’s own term runs on', async () => {
  const text = `authorities:
  - { id: speaker, title: Speaker, terms: [{ from: '2023-01-04', to: '2025-01-07' }, { from: '2025-01-08' }] }
seats:
  - { id: one, title: One, authority: speaker, voting: true, holders: [{ name: A. Member, from: '2023-03-01' }] }
`;
  await world.ask(loadBoard, {}, { upload: uploaded(text, 'board.yaml') });
  const seat = async (date: string) =>
    (await get(`/board?on=${date}`)).json.seats.find((one: { seat: string }) => one.seat === 'one');
  expect((await seat('2025-01-07')).holder).toBe('A. Member');
  expect(await seat('2025-01-08')).toMatchObject({
    holder: null,
    vacantBecause: 'The term of Speaker ended on 2025-01-07',
  });
});

test('row-26 the board hears, votes by its voting members only, and each recommendation it carries is answered before the plan is final', async () => {
  const early = await post('/board/meetings', {
    kind: 'hearing',
    title: 'Public hearing',
    at: '2024-11-15T10:00:00-05:00',
    place: 'Legislative Office Building',
  });
  expect([early.status, early.json.code]).toEqual([409, 'plan.illegal-move']);
  await untilTheBoard();
  const { duties } = (await world.http('GET', '/api/v1/duties?from=2024-11-01&to=2024-12-31')).json;
  expect(duties.find((one: { duty: string }) => one.duty === 'board-recommends').due).toBe('2024-12-01');
  const hearing = await post('/board/meetings', {
    kind: 'hearing',
    title: 'Public hearing',
    at: '2024-11-15T10:00:00-05:00',
    place: 'Legislative Office Building',
  });
  expect(hearing.json).toMatchObject({ state: 'noticed', at: '2024-11-15T15:00:00.000Z' });
  const id = hearing.json.meeting;
  expect((await post(`/board/meetings/${id}`, { present: voting })).json.code).toBe('plan.not-at-meeting');
  world.moveTo('2024-11-15T18:00:00Z');
  const held = await post(`/board/meetings/${id}`, {
    present: voting.slice(0, 5),
    record: 'The chair opened the hearing at 10:00.',
    speakers: [
      {
        name: 'A. Speaker',
        onBehalf: 'A nonprofit',
        item: 'ethical-use',
        words: 'Say always instead of sometimes.',
      },
    ],
  });
  expect(held.json).toMatchObject({ state: 'held', quorum: { present: 5, needed: 5, reached: true } });
  // What was said at the hearing stands in the docket and waits for an answer like any comment.
  expect((await get('/comments')).json.comments[0]).toMatchObject({
    channel: 'hearing',
    item: 'ethical-use',
    disposition: null,
  });

  const members = await seated(voting.slice(0, 5));
  const chair = await post(
    '/board/recommendations',
    { meeting: id, words: 'Adopt it as it is.', seat: 'chair' },
    board,
  );
  expect([chair.status, chair.json.code]).toEqual([403, 'plan.may-not-vote']);
  const moved = await post(
    '/board/recommendations',
    { meeting: id, words: 'Name a date for each step.', items: ['opioids'], seat: 'speaker-1' },
    members.get('speaker-1'),
  );
  expect(moved.json).toMatchObject({ number: 1, state: 'open' });
  const path = `/board/recommendations/${moved.json.recommendation}`;
  const vote = (seat: string, choice: string, as = members.get(seat) ?? board) =>
    post(`${path}/votes`, { seat, vote: choice }, as);
  const byChair = await vote('chair', 'yes');
  expect([byChair.status, byChair.json.code]).toEqual([403, 'plan.may-not-vote']);
  expect(byChair.json.detail).toContain('the chair has no vote');
  const byExOfficio = await vote('ex-officio-2', 'yes');
  expect(byExOfficio.json.code).toBe('plan.may-not-vote');
  for (const seat of voting.slice(0, 4)) expect((await vote(seat, 'yes')).status).toBe(200);
  const few = await post(`${path}/decide`, {}, board);
  expect([few.status, few.json.code]).toEqual([409, 'plan.no-quorum']);
  await vote(voting[4]!, 'no');
  expect((await post(`${path}/decide`, {}, board)).json).toMatchObject({
    state: 'carried',
    counts: { yes: 4, no: 1, abstain: 0 },
  });

  world.moveTo('2024-12-05T15:00:00Z');
  await post(`/cycles/${cycle}/phases/3/close`, {});
  world.moveTo('2024-12-31T15:00:00Z');
  const blocked = (await get(`/cycles/${cycle}`)).json.next;
  expect(blocked.move).toBe('adopt');
  expect(blocked.blockers).toEqual(
    expect.arrayContaining(['Recommendation 1 of the board has no response.', '1 comment has no answer.']),
  );
  expect((await post(`/cycles/${cycle}/adopt`, {})).json.code).toBe('plan.not-ready');
  await post(`${path}/answer`, { response: 'accept', reason: 'Each step now has a date.' });
  await post('/comments/1/answer', { disposition: 'not-adopted', reason: 'The principle says it already.' });
  const covered = (await post(`/cycles/${cycle}/consultations`, { outcome: 'asked' })).json.consultations;
  for (const { agency } of covered)
    await post(`/cycles/${cycle}/consultations`, { agency, outcome: 'no-response' });
  for (const { objective } of (await world.http('GET', '/api/v1/objectives')).json.objectives) {
    const version = (await get(`/versions/${cycle}-delivered`)).json.content.objectives.find(
      (one: { objective: string }) => one.objective === objective,
    );
    await post(`/cycles/${cycle}/objectives/${objective}`, {
      ...version,
      next_check: version.nextCheck ?? undefined,
      baseline: version.baseline ?? { value: 10, on: '2024-12-01' },
    });
  }
  const adopted = await post(`/cycles/${cycle}/adopt`, {});
  expect([adopted.status, adopted.json.state, adopted.json.adopted?.on]).toEqual([
    200,
    'in-force',
    '2024-12-31',
  ]);
  expect(adopted.json.versions.at(-1)).toMatchObject({ occasion: 'adopted', title: 'Final' });
  // The law asks for the next one two years later.
  expect((await get('')).json.cycle.nextDue).toBe('2026-12-31');
});

test('a vote by a seat whose term ended yesterday is refused, and says so', async () => {
  await untilTheBoard();
  const member = (await seated(['speaker-1'])).get('speaker-1')!;
  const meeting = await meetingAt('2025-01-08T09:00:00-05:00');
  world.moveTo('2025-01-07T15:00:00Z');
  const moved = await post(
    '/board/recommendations',
    { meeting, words: 'Wait for the next board.', seat: 'speaker-1' },
    member,
  );
  expect(moved.status).toBe(200);
  world.moveTo('2025-01-08T15:00:00Z');
  const late = await post(
    `/board/recommendations/${moved.json.recommendation}/votes`,
    { seat: 'speaker-1', vote: 'yes' },
    member,
  );
  expect([late.status, late.json.code]).toEqual([403, 'plan.may-not-vote']);
  expect(late.json.detail).toContain('ended on 2025-01-07');
});

test('attack: one account of the board, of the office or of the operator votes for no seat but its own', async () => {
  await untilTheBoard();
  const members = await seated(['speaker-1', 'speaker-2']);
  const meeting = await meetingAt('2024-11-15T10:00:00-05:00');
  const one = members.get('speaker-1')!;
  const motion = { meeting, words: 'Name a date for each step.', seat: 'speaker-1' };
  // Nobody moves in another's name, with any account.
  for (const as of [members.get('speaker-2')!, board, office, operatorActor]) {
    const refused = await post('/board/recommendations', motion, as);
    expect([as.id, refused.status]).toEqual([as.id, 403]);
  }
  const moved = (await post('/board/recommendations', motion, one)).json;
  const votes = `/board/recommendations/${moved.recommendation}/votes`;
  const early = await post(votes, { seat: 'speaker-1', vote: 'yes' }, one);
  expect([early.status, early.json.code]).toEqual([409, 'plan.not-at-meeting']);
  expect(early.json.detail).toContain('The meeting begins Nov 15, 2024, 10:00 am');
  world.moveTo('2024-11-15T15:05:00Z');
  for (const seat of voting.slice(1)) {
    const refused = await post(votes, { seat, vote: 'yes' }, one);
    expect([seat, refused.status, refused.json.code]).toEqual([seat, 403, 'plan.may-not-vote']);
  }
  for (const as of [members.get('speaker-2')!, board, office, operatorActor])
    expect((await post(votes, { seat: 'speaker-1', vote: 'no' }, as)).status).toBe(403);
  const own = await post(votes, { seat: 'speaker-1', vote: 'yes' }, one);
  // An auditor sees which seats the account reached for.
  const tried = await world.app.store.read
    .selectFrom('audit_entry')
    .select('detail')
    .where('actor', '=', one.id)
    .where('detail', 'like', '%may-not-vote%')
    .execute();
  expect(tried.map(({ detail }) => (JSON.parse(detail!) as { seat: string }).seat).sort()).toEqual(
    voting.slice(1).sort(),
  );
  expect(own.json.votes).toEqual([{ seat: 'speaker-1', vote: 'yes', how: 'cast' }]);
  // Not counted before the meeting has its record, which cannot leave out who voted.
  const path = `/board/recommendations/${moved.recommendation}`;
  expect((await post(`${path}/decide`, {}, one)).json.code).toBe('plan.not-at-meeting');
  const without = await post(`/board/meetings/${meeting}`, { present: voting.slice(1) });
  expect([without.status, without.json.detail]).toEqual([
    422,
    expect.stringContaining('seat speaker-1 voted'),
  ]);

  // A seat is bound by the office, to one account, never to the binder's own, and not by a member.
  const bind = (seat: string, account: string, as = office) =>
    post(`/board/seats/${seat}/account`, { account }, as);
  expect((await bind('president-1', one.id)).json.detail).toContain('speaks for the seat speaker-1 already');
  await signedInMember(world, office);
  expect((await bind('president-1', office.id)).json.detail).toContain('their own account');
  expect((await bind('president-1', one.id, one)).status).toBe(403);
  expect((await bind('president-1', 'nobody-here')).status).toBe(404);
  // The page offers a member their own seat alone, and a member without one nothing.
  const page = (as: Actor) => world.http('GET', '/plan/board', { accept: 'text/html', as });
  expect((await page(one)).text.match(/name="seat" value="[^"]*"/g)).toEqual([
    'name="seat" value="speaker-1"',
    'name="seat" value="speaker-1"',
  ]);
  const stranger = (await page(board)).text;
  expect(stranger).toContain('No seat with a vote is bound to your account');
  expect(stranger).not.toContain('name="seat"');
});

test('a vote belongs to a noticed meeting with a quorum; the clerk records it there, marked as recorded, and of those present only', async () => {
  await untilTheBoard();
  const none = await post('/board/recommendations', { words: 'At no meeting.', seat: 'speaker-1' }, board);
  expect([none.status, none.json.detail]).toEqual([400, 'Meeting: this is missing.']);
  const yes = (seats: readonly string[]) => Object.fromEntries(seats.map((seat) => [seat, 'yes']));
  const motion = { words: 'Name a date for each step.', seat: 'speaker-1' };
  const record = (meeting: string, more: object, as = office) =>
    post(`/board/meetings/${meeting}/votes`, { ...motion, ...more }, as);

  const small = await meetingAt('2024-11-12T10:00:00-05:00', voting.slice(0, 4));
  const few = await record(small, { votes: yes(voting.slice(0, 4)) });
  expect([few.status, few.json.detail]).toEqual([409, expect.stringContaining('no quorum')]);

  const coming = await meetingAt('2024-11-15T10:00:00-05:00');
  expect((await record(coming, { votes: yes(voting) })).json.detail).toContain(
    'begins Nov 15, 2024, 10:00 am',
  );
  world.moveTo('2024-11-15T16:00:00Z');
  expect((await record(coming, { votes: yes(voting) })).json.detail).toContain(
    'Save the record of the meeting',
  );
  const tooEarly = await post(`/board/meetings/${await meetingAt('2024-11-20T10:00:00-05:00')}`, {
    present: voting,
  });
  expect(tooEarly.json.detail).toBe(
    'The meeting begins Nov 20, 2024, 10:00 am; its record can be saved from then on.',
  );

  expect((await post(`/board/meetings/${coming}`, { present: voting.slice(0, 6) })).json.quorum.reached).toBe(
    true,
  );
  const absent = await record(coming, { votes: yes(voting) });
  expect([absent.status, absent.json.detail]).toEqual([
    409,
    expect.stringContaining('was not at this meeting'),
  ]);
  expect((await record(coming, { votes: { chair: 'yes' } })).json.code).toBe('plan.may-not-vote');
  expect((await record(coming, { votes: yes(voting.slice(0, 3)) })).json.code).toBe('plan.no-quorum');
  expect((await record(coming, { votes: yes(voting.slice(0, 5)) }, board)).status).toBe(403);
  // Nothing of what was refused is left behind.
  expect((await get('/board')).json.recommendations).toEqual([]);
  const taken = await record(coming, { votes: { ...yes(voting.slice(0, 5)), [voting[5]!]: 'no' } });
  expect([taken.status, taken.json.state, taken.json.counts]).toEqual([
    200,
    'carried',
    { yes: 5, no: 1, abstain: 0 },
  ]);
  expect(new Set(taken.json.votes.map((one: { how: string }) => one.how))).toEqual(new Set(['recorded']));
  expect((await world.http('GET', '/plan/board', { accept: 'text/html' })).text).toContain(
    'Recorded by the clerk',
  );

  // What a meeting that was cancelled left undecided is taken up at the next: it cannot stand in the way for ever.
  const member = (await seated(['speaker-1'])).get('speaker-1')!;
  const cancelled = await meetingAt('2024-11-22T10:00:00-05:00');
  const left = (await post('/board/recommendations', { ...motion, meeting: cancelled }, member)).json;
  await post(`/board/meetings/${cancelled}`, { state: 'cancelled' });
  const votes = `/board/recommendations/${left.recommendation}/votes`;
  expect((await post(votes, { seat: 'speaker-1', vote: 'yes' }, member)).json.code).toBe(
    'plan.not-at-meeting',
  );
  const next = await meetingAt('2024-11-25T10:00:00-05:00', voting.slice(0, 5));
  const takenUp = await post(`/board/meetings/${next}/votes`, {
    recommendation: left.recommendation,
    votes: yes(voting.slice(0, 5)),
  });
  expect([takenUp.json.state, takenUp.json.meeting]).toEqual(['carried', next]);
});

test('the log says of each act of the board what was done, by ids: never a name, a word or an address', async () => {
  await untilTheBoard();
  const member = (await seated(['speaker-1'])).get('speaker-1')!;
  const meeting = await meetingAt('2024-11-15T10:00:00-05:00');
  const words = 'Name a date for each step, says Wilhelmina Quux.';
  const { recommendation } = (
    await post('/board/recommendations', { meeting, words, items: ['opioids'], seat: 'speaker-1' }, member)
  ).json;
  world.moveTo('2024-11-15T15:05:00Z');
  await post(`/board/recommendations/${recommendation}/votes`, { seat: 'speaker-1', vote: 'no' }, member);
  await world.app.audit.settle();
  const { entries } = (await world.http('GET', '/api/v1/audit/entries?limit=200', { as: operatorActor }))
    .json;
  const said = (operation: string) =>
    entries.find((one: { operation: string }) => one.operation === operation);
  expect(said('plan.cast-vote')).toMatchObject({
    actor: member.id,
    detail: { recommendation, seat: 'speaker-1', vote: 'no' },
  });
  expect(said('plan.move-recommendation').detail).toEqual({
    recommendation,
    meeting,
    seat: 'speaker-1',
    items: 'opioids',
  });
  expect(said('plan.bind-seat')).toMatchObject({ person: member.id, detail: { seat: 'speaker-1' } });
  expect(said('plan.notice-meeting').detail).toMatchObject({ meeting, kind: 'meeting' });
  expect(JSON.stringify(entries)).not.toMatch(/Wilhelmina|Name a date|Member holder|Room 1/);
  // Every other act that led here says what it was about, and each change to the plan that there is names what it will say.
  const silent = entries.filter(
    (one: { operation: string; detail: object }) =>
      one.operation.startsWith('plan.') && Object.keys(one.detail).length === 0,
  );
  expect(silent.map((one: { operation: string }) => one.operation)).toEqual([]);
  expect(said('plan.close-phase').detail).toEqual({ cycle, phase: 2 });
  const plan = areas.find(({ name }) => name === 'plan')!;
  for (const { name, effect, upload, input, audited = [] } of Object.values(plan.operations)) {
    if (effect === 'read' || upload || name === 'plan.recompute') continue;
    expect([name, audited.length > 0]).toEqual([name, true]);
    expect([name, audited.filter((field) => !(field in input.shape))]).toEqual([name, []]);
  }
});
