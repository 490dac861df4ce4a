import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exampleState, openStateContext, type StateContext } from '../../../test/state-context.ts';
import { area } from './index.ts';

const { handlers } = area;
let context: StateContext;
const file = { role: 'agency-data-officer' };
const state = `
roles:
  - { id: agency-data-officer, title: Agency data officer, required: covered }
agencies:
  - { code: OPM, name: Office of Policy, kind: executive, coverage: [{ status: covered, from: '2018-06-07', standing: read }] }
  - { code: OSC, name: Comptroller, kind: executive, coverage: [{ status: opted-in, from: '2020-01-01', to: '2025-12-31', standing: read }] }
  - { code: JUD, name: Judicial Branch, kind: judicial, coverage: [{ status: not-covered, standing: inferred }] }
people:
  - { id: a, name: Ade Adeyemi, example: true }
  - { id: b, name: Bruno Castellano, example: true }
terms:
  - { agency: OPM, role: agency-data-officer, person: a, from: '2019-01-01', to: '2022-06-30', example: true }
  - { agency: OPM, role: agency-data-officer, person: b, from: '2022-08-15', example: true }
  - { agency: OSC, role: agency-data-officer, person: a, from: '2022-07-01', example: true }
`;
const load = (text = state) => handlers['load-agencies'](context.withUpload(text, 'agencies.yaml'), {});
const list = (on: string, known_at?: string) => handlers['list-agencies'](context, { on, known_at });
const posts = async (on: string) =>
  (await list(on)).agencies.flatMap((line) =>
    line.posts.map((post) => [post.agency, post.holder?.name ?? null, post.vacantSince]),
  );

beforeEach(async () => {
  context = await openStateContext('2026-11-23T15:00:00Z');
});
afterEach(() => context.close());

test('who holds a post, and since when it stands vacant, is answered for any date', async () => {
  await load();
  expect(await posts('2022-06-30')).toEqual([
    ['OSC', null, null],
    ['OPM', 'Ade Adeyemi', null],
  ]);
  expect(await posts('2022-07-20')).toEqual([
    ['OSC', 'Ade Adeyemi', null],
    ['OPM', null, '2022-07-01'],
  ]);
  expect(await posts('2026-11-23')).toEqual([
    ['OSC', 'Ade Adeyemi', null],
    ['OPM', 'Bruno Castellano', null],
  ]);
});

test('coverage begins and ends by its dates, and only those covered or complying by choice owe a post', async () => {
  await load();
  expect((await list('2018-06-06')).counts).toEqual({ covered: 0, optedIn: 0, posts: 0, filled: 0 });
  expect((await list('2021-05-05')).counts).toEqual({ covered: 1, optedIn: 1, posts: 2, filled: 1 });
  expect((await list('2026-11-23')).counts).toEqual({ covered: 1, optedIn: 0, posts: 1, filled: 1 });
});

test('loading the same file again changes nothing', async () => {
  expect(await load()).toEqual({ agencies: 3, people: 2, added: 6, superseded: 0 });
  const before = await context.store.read.selectFrom('role_term').selectAll().execute();
  expect(await load()).toEqual({ agencies: 3, people: 2, added: 0, superseded: 0 });
  expect(await context.store.read.selectFrom('role_term').selectAll().execute()).toEqual(before);
});

test('a correction keeps what was known before', async () => {
  await load();
  context.clock.moveTo('2026-11-24T15:00:00Z');
  expect(await load(state.replace("from: '2022-08-15'", "from: '2022-09-01'"))).toMatchObject({
    added: 1,
    superseded: 1,
  });
  const asked = { agency: 'OPM', on: '2022-08-20' };
  const now = await handlers['show-agency'](context, asked);
  const then = await handlers['show-agency'](context, { ...asked, known_at: '2026-11-23T16:00:00.000Z' });
  expect([now.posts[0]!.holder, then.posts[0]!.holder?.name]).toEqual([null, 'Bruno Castellano']);
});

test('naming an officer ends the term before, and the file does not undo it', async () => {
  await load();
  const { term, ended } = await handlers['name-officer'](context, {
    agency: 'OPM',
    person: 'Nia Cole',
    ...file,
  });
  expect([term.from, term.example, ended?.name, ended?.to]).toEqual([
    '2026-11-23',
    false,
    'Bruno Castellano',
    '2026-11-22',
  ]);
  expect(await load()).toMatchObject({ added: 0, superseded: 0 });
  const shown = await handlers['show-agency'](context, { agency: 'OPM' });
  expect(shown.terms.map(({ name, from, to }) => [name, from, to])).toEqual([
    ['Nia Cole', '2026-11-23', null],
    ['Bruno Castellano', '2022-08-15', '2026-11-22'],
    ['Ade Adeyemi', '2019-01-01', '2022-06-30'],
  ]);
});

test('today is counted in the time zone of the state', async () => {
  await load();
  context.clock.moveTo('2026-12-01T03:00:00Z');
  const { term } = await handlers['name-officer'](context, { agency: 'OPM', person: 'Nia Cole', ...file });
  expect(term.from).toBe('2026-11-30');
});

test('ending a term leaves the post vacant from the next day, and moves the measure by one record', async () => {
  await load();
  const measure = area.measures![0]!;
  const counted = async () => {
    const records = await measure.records(context, {});
    return [records.filter((record) => record.counts).length, records.length];
  };
  expect(await counted()).toEqual([1, 1]);
  const { terms } = await handlers['show-agency'](context, { agency: 'OPM' });
  const ended = await handlers['end-term'](context, {
    agency: 'OPM',
    term: terms[0]!.term,
    on: '2026-11-20',
  });
  expect([ended.post?.holder, ended.post?.vacantSince]).toEqual([null, '2026-11-21']);
  expect(await counted()).toEqual([0, 1]);
  expect((await measure.records(context, {}))[0]!.because).toBe('Vacant since 2026-11-21');
});

test('what cannot be is refused with its reason', async () => {
  await load();
  await expect(handlers['show-agency'](context, { agency: 'NONE' })).rejects.toMatchObject({
    code: 'agencies.no-such-agency',
  });
  await expect(
    handlers['name-officer'](context, { agency: 'OPM', person: 'Nia Cole', role: 'king' }),
  ).rejects.toMatchObject({ code: 'agencies.no-such-role' });
  await expect(
    handlers['name-officer'](context, { agency: 'OPM', person: 'Nia Cole', ...file, from: '2021-01-01' }),
  ).rejects.toMatchObject({ code: 'agencies.term-overlaps' });
  const { terms } = await handlers['show-agency'](context, { agency: 'OPM' });
  await expect(
    handlers['end-term'](context, { agency: 'OPM', term: terms[0]!.term, on: '2020-01-01' }),
  ).rejects.toMatchObject({ code: 'agencies.term-ends-before-it-begins' });
  await expect(load(state.replace('person: b, from', 'person: nobody, from'))).rejects.toThrow(
    'agencies.yaml, line 13, terms[1].person: nobody is not in this file.',
  );
});

test('the example state: 23 covered and 2 by choice, as counted by hand from its file; every person is marked as invented', async () => {
  await handlers['load-agencies'](await context.withFile(exampleState, 'agencies.yaml'), {});
  const { counts, agencies } = await list('2026-11-23');
  expect(counts).toEqual({ covered: 23, optedIn: 2, posts: 25, filled: 19 });
  // The General Statutes except the Board of Regents by name.
  expect(agencies.find(({ code }) => code === 'BOR')!.coverage!.status).toBe('not-covered');
  const notRead = agencies.filter((line) => line.coverage && line.coverage.standing !== 'read');
  expect(notRead.every((line) => line.coverage!.note !== null)).toBe(true);
  const text = await readFile(join(exampleState, 'agencies.yaml'), 'utf8');
  const people = text
    .split('\n')
    .filter((line) => /^ {2}- \{ id: .*name:/.test(line) && !line.includes('title'));
  expect(people.length).toBeGreaterThan(20);
  expect(people.filter((line) => !line.includes('example: true'))).toEqual([]);
});
