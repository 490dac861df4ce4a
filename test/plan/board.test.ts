import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadBoard } from '../../src/areas/plan/board/contract.ts';
import { exampleState } from '../state-context.ts';
import { board, office, openPlanWorld, type PlanWorld, uploaded } from './plan-world.ts';

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
  expect((await post(`/board/meetings/${id}`, { present: voting })).json.code).toBe('plan.illegal-move');
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

  const chair = await post('/board/recommendations', { words: 'Adopt it as it is.', seat: 'chair' }, board);
  expect([chair.status, chair.json.code]).toEqual([403, 'plan.may-not-vote']);
  const moved = await post(
    '/board/recommendations',
    { meeting: id, words: 'Name a date for each step.', items: ['opioids'], seat: 'speaker-1' },
    board,
  );
  expect(moved.json).toMatchObject({ number: 1, state: 'open' });
  const path = `/board/recommendations/${moved.json.recommendation}`;
  const byChair = await post(`${path}/votes`, { seat: 'chair', vote: 'yes' }, board);
  expect([byChair.status, byChair.json.code]).toEqual([403, 'plan.may-not-vote']);
  expect(byChair.json.detail).toContain('the chair has no vote');
  const byExOfficio = await post(`${path}/votes`, { seat: 'ex-officio-2', vote: 'yes' }, board);
  expect(byExOfficio.json.code).toBe('plan.may-not-vote');
  for (const seat of voting.slice(0, 4)) await post(`${path}/votes`, { seat, vote: 'yes' }, board);
  const few = await post(`${path}/decide`, {}, board);
  expect([few.status, few.json.code]).toEqual([409, 'plan.no-quorum']);
  await post(`${path}/votes`, { seat: voting[4], vote: 'no' }, board);
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
  world.moveTo('2025-01-07T15:00:00Z');
  const moved = await post(
    '/board/recommendations',
    { words: 'Wait for the next board.', seat: 'speaker-1' },
    board,
  );
  expect(moved.status).toBe(200);
  world.moveTo('2025-01-08T15:00:00Z');
  const late = await post(
    `/board/recommendations/${moved.json.recommendation}/votes`,
    { seat: 'speaker-1', vote: 'yes' },
    board,
  );
  expect([late.status, late.json.code]).toEqual([403, 'plan.may-not-vote']);
  expect(late.json.detail).toContain('ended on 2025-01-07');
});
