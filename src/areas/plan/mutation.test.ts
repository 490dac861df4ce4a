import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRowsContext, type RowsContext } from '../../../test/rows-context.ts';
import { exampleState } from '../../../test/state-context.ts';
import { loadJurisdiction } from '../../core/load-jurisdiction.ts';
import { sql } from '../../engine/sql.ts';
import { area as agencies } from '../agencies/index.ts';
import { area as catalog } from '../catalog/index.ts';
import { area as quality } from '../quality/index.ts';
import { area as standards } from '../standards/index.ts';
import { planArea } from './index.ts';
import { measuresRegistry } from './measures-registry.ts';
import { recomputeAll } from './recompute.ts';

/** One fact is changed, and exactly the objectives that count it move, by what was worked out by hand. */

const areas = [agencies, catalog, standards, quality];
const plan = planArea(areas);
const recount = recomputeAll(measuresRegistry(areas));
let context: RowsContext;
let complete: string;
let deaths: { dataset: string; publicId: string; version: number };

const upload = async (path: string) => ({
  ...context,
  upload: {
    filename: path.split('/').at(-1)!,
    stream: new Blob([await readFile(join(exampleState, path))]).stream(),
  },
});

type Counted = Record<string, string>;
const counted = async (): Promise<Counted> => {
  await recount(context);
  const { objectives } = await plan.handlers['list-objectives'](context, {});
  return Object.fromEntries(
    objectives.flatMap(({ objective, now }) =>
      now ? [[objective, `${now.numerator} of ${now.denominator}`]] : [],
    ),
  );
};
const moved = (before: Counted, after: Counted): Counted =>
  Object.fromEntries(
    Object.keys({ ...before, ...after })
      .filter((id) => before[id] !== after[id])
      .map((id) => [id, `${before[id]} to ${after[id]}`]),
  );

beforeAll(async () => {
  context = await openRowsContext({ jurisdiction: await loadJurisdiction(exampleState) });
  await agencies.handlers['load-agencies'](await upload('agencies.yaml'), {});
  await plan.handlers['load-plan'](await upload('plan/plan.yaml'), {});
  // Two datasets with all that is asked of one, but for one without an owner and a promise; and one with places.
  const all = {
    description: 'D',
    agency: 'DPH',
    licence: 'L',
    owner: 'Ada',
    cadence: 'weekly' as const,
    tags: ['t'],
  };
  const made = await context.addVersion({
    rows: sql`select 1 as n`,
    columns: [{ name: 'n', type: 'integer' }],
    title: 'Complete',
  });
  complete = made.publicId;
  await catalog.handlers['edit-dataset'](context, { dataset: complete, ...all });
  await catalog.handlers['register-dataset'](context, { title: 'Bare', description: 'D', agency: 'DPH' });
  deaths = await context.addVersion({
    rows: sql`select unnest(['HARTFORD', 'Willimantic', 'UNKNOWN', null]) as town`,
    columns: [{ name: 'town', type: 'text' }],
    title: 'Deaths',
    placeField: 'town',
  });
  await context.store.write((tx) =>
    tx.updateTable('dataset').set({ public_id: 'rybz-nyjw' }).where('id', '=', deaths.dataset).execute(),
  );
});
afterAll(() => context.close());

test('at the start: one of two of covered agencies has an owner, two of four rows name a town, 19 of 25 posts are filled', async () => {
  const now = await counted();
  expect(now).toMatchObject({
    'owner-named': '1 of 2',
    'updated-when-promised': '1 of 1',
    'deaths-name-a-town': '2 of 4',
    'posts-filled': '19 of 25',
  });
});

test('taking an owner away moves owners by one, and putting it back restores the figure', async () => {
  const before = await counted();
  await catalog.handlers['edit-dataset'](context, { dataset: complete, owner: '' });
  expect(moved(before, await counted())).toEqual({ 'owner-named': '1 of 2 to 0 of 2' });
  await catalog.handlers['edit-dataset'](context, { dataset: complete, owner: 'Ada' });
  expect(moved(before, await counted())).toEqual({});
});

test('describing the one field that lacked words completes one dataset; without its owner it is complete no more', async () => {
  const before = await counted();
  await catalog.handlers['edit-field'](context, { dataset: complete, field: 'n', description: 'A number.' });
  const described = await counted();
  expect(moved(before, described)).toEqual({ 'metadata-complete': '0 of 2 to 1 of 2' });
  await catalog.handlers['edit-dataset'](context, { dataset: complete, owner: '' });
  expect(moved(described, await counted())).toEqual({
    'owner-named': '1 of 2 to 0 of 2',
    'metadata-complete': '1 of 2 to 0 of 2',
  });
});

test('a newer version in which one more row names a town moves that figure by one row', async () => {
  const before = await counted();
  await context.addVersion({
    rows: sql`select unnest(['HARTFORD', 'Willimantic', 'Groton', null]) as town`,
    columns: [{ name: 'town', type: 'text' }],
    of: deaths,
    placeField: 'town',
  });
  expect(moved(before, await counted())).toEqual({ 'deaths-name-a-town': '2 of 4 to 3 of 4' });
});

test('rows that say the same are one record that stands for them, and the file adds up to the figure', async () => {
  const { body } = await plan.handlers['download-objective-records'](context, {
    objective: 'deaths-name-a-town',
    view: 'denominator',
  });
  const [head, ...lines] = String(body).trimEnd().split('\r\n');
  expect(head).toBe('id,title,agency,counts,because,address,times');
  const cells = lines.map((line) => line.split(','));
  const sum = (column: number) => cells.reduce((all, line) => all + Number(line.at(column)), 0);
  // Two rows of four named a town before, three now: Hartford, Willimantic and Groton, and one is blank.
  expect([sum(3), sum(-1), lines.length]).toEqual([3, 4, 4]);
});

test('ending one term moves the posts by one', async () => {
  const before = await counted();
  const { terms } = await agencies.handlers['show-agency'](context, { agency: 'DOT' });
  await agencies.handlers['end-term'](context, { agency: 'DOT', term: terms[0]!.term, on: '2026-11-22' });
  expect(moved(before, await counted())).toEqual({ 'posts-filled': '19 of 25 to 18 of 25' });
});

test('ageing one dataset past its promise moves freshness by one, and nothing else', async () => {
  const before = await counted();
  // A weekly promise has eight days.
  context.clock.moveTo('2026-12-02T15:00:00.000Z');
  expect(moved(before, await counted())).toEqual({ 'updated-when-promised': '1 of 1 to 0 of 1' });
});

test('records of those outside the act are in no denominator that is bound to it, from the day of their notice on they are', async () => {
  const before = await counted();
  await catalog.handlers['register-dataset'](context, { title: 'Centers', description: 'D', agency: 'OEC' });
  expect(moved(before, await counted())).toEqual({});
  const notice = { agency: 'OEC', dated: '2026-12-01', kind: 'town' };
  await agencies.handlers['record-notice'](context, { ...notice, notice: 'comply', from: '2026-12-04' });
  expect(moved(before, await counted())).toEqual({});
  context.clock.moveTo('2026-12-04T15:00:00.000Z');
  // One more dataset, without an owner (the first lost its owner above), and one more post, which agencies.yaml says is held.
  expect(moved(before, await counted())).toEqual({
    'owner-named': '0 of 2 to 0 of 3',
    'metadata-complete': '0 of 2 to 0 of 3',
    'posts-filled': '18 of 25 to 19 of 26',
  });
  await agencies.handlers['record-notice'](context, { ...notice, notice: 'withdraw', from: '2026-12-06' });
  context.clock.moveTo('2026-12-06T15:00:00.000Z');
  expect(moved(before, await counted())).toEqual({});
});
