import { afterEach, beforeEach, expect, test } from 'vitest';
import { exampleState, openStateContext, type StateContext } from '../../../test/state-context.ts';
import { area as agencies } from '../agencies/index.ts';
import type { Measure } from '../measure.ts';
import { planArea } from './index.ts';
import { measuresRegistry } from './measures-registry.ts';
import { recomputeAll } from './recompute.ts';

const areas = [agencies];
const area = planArea(areas);
const { handlers } = area;
const recount = recomputeAll(measuresRegistry(areas));
let context: StateContext;
const loadPlan = async () =>
  handlers['load-plan'](await context.withFile(exampleState, 'plan/plan.yaml'), {});

beforeEach(async () => {
  context = await openStateContext('2026-11-23T15:00:00Z');
  await agencies.handlers['load-agencies'](await context.withFile(exampleState, 'agencies.yaml'), {});
});
afterEach(() => context.close());

const values = async () =>
  Object.fromEntries(
    (await handlers['list-objectives'](context, {})).objectives.map((line) => [
      line.objective,
      line.now && [line.now.numerator, line.now.denominator, line.now.value],
    ]),
  );

test('before a plan is loaded there is none, and it says so', async () => {
  await expect(handlers['show-plan'](context, {})).rejects.toMatchObject({ code: 'plan.no-plan' });
});

test('on the first day a measured objective shows one measurement, and one that nothing measures says that', async () => {
  expect(await loadPlan()).toEqual({ items: 41, objectives: 11, added: 52, superseded: 0 });
  expect(await recount(context)).toMatchObject({ measured: 1, changed: 1, unknown: 10 });
  const { objectives, tally } = await handlers['show-plan'](context, {});
  const posts = objectives.find(({ objective }) => objective === 'posts-filled')!;
  // 19 of 25 posts: counted by hand from agencies.yaml.
  expect(posts.now).toMatchObject({ on: '2026-11-23', numerator: 19, denominator: 25, value: 76 });
  expect(posts.baseline).toMatchObject({ value: 76, on: '2026-11-23', first: true });
  expect(posts.stand).toMatchObject({
    status: 'unknown',
    reason: 'one measurement so far',
  });
  expect(posts.number).toBe('6.1');
  const course = objectives.find(({ objective }) => objective === 'course-finished')!;
  expect([course.now, course.scale, course.stand.reason]).toEqual([
    null,
    null,
    'nothing here measures it yet',
  ]);
  expect(tally).toEqual({ met: 0, track: 0, risk: 0, late: 0, unknown: 11 });
});

test('the records add up to the figure in every view, also as a file', async () => {
  await loadPlan();
  const view = async (name: 'missing' | 'numerator' | 'denominator') =>
    handlers['list-objective-records'](context, {
      objective: 'posts-filled',
      view: name,
      offset: 0,
      limit: 1000,
    });
  const [missing, numerator, all] = [
    await view('missing'),
    await view('numerator'),
    await view('denominator'),
  ];
  expect([missing.total, numerator.total, all.total]).toEqual([6, 19, 25]);
  expect(missing.records.length + numerator.records.length).toBe(all.denominator);
  expect(missing.records.map(({ agency }) => agency).sort()).toEqual([
    'CGB',
    'CID',
    'DESPP',
    'DMV',
    'DOB',
    'DVA',
  ]);
  const sum = all.agencies.reduce((total, line) => total + line.numerator, 0);
  expect(sum).toBe(all.numerator);

  const { body } = await handlers['download-objective-records'](context, {
    objective: 'posts-filled',
    view: 'denominator',
  });
  const lines = (body as string).trimEnd().split('\r\n');
  expect(lines[0]).toBe('id,title,agency,counts,because,address');
  // `counts` is the second but last number of a line whose title may hold a comma in quotes.
  const counts = lines.slice(1).map((line) => Number(/,([01]),[^,]*,[^,]*$/.exec(line)![1]));
  expect([counts.length, counts.reduce((a, b) => a + b, 0)]).toEqual([25, 19]);
});

test('ending one term moves exactly the objective that counts it, by one record', async () => {
  const other: Measure = {
    ...agencies.measures![0]!,
    id: 'catalog.owner-named',
    records: async () => [{ id: 'a', title: 'A', href: '/a', counts: true, because: '' }],
  };
  const wide = [agencies, { measures: [other] }];
  const widePlan = planArea(wide);
  const wideRecount = recomputeAll(measuresRegistry(wide));
  await loadPlan();
  await wideRecount(context);
  const read = async () =>
    Object.fromEntries(
      (await widePlan.handlers['list-objectives'](context, {})).objectives.map((line) => [
        line.objective,
        line.now?.numerator ?? null,
      ]),
    );
  const before = await read();
  const { terms } = await agencies.handlers['show-agency'](context, { agency: 'DOT' });
  await agencies.handlers['end-term'](context, { agency: 'DOT', term: terms[0]!.term, on: '2026-11-22' });
  await wideRecount(context);
  const after = await read();
  const moved = Object.keys(before).filter((id) => before[id] !== after[id]);
  expect(moved).toEqual(['posts-filled']);
  expect([before['posts-filled'], after['posts-filled'], before['owner-named']]).toEqual([19, 18, 1]);
});

test('values are kept a day at a time and never overwritten', async () => {
  await loadPlan();
  await recount(context);
  expect(await recount(context)).toMatchObject({ changed: 0 });
  context.clock.moveTo('2026-11-23T20:00:00Z');
  const { terms } = await agencies.handlers['show-agency'](context, { agency: 'DOT' });
  await agencies.handlers['end-term'](context, { agency: 'DOT', term: terms[0]!.term, on: '2026-11-22' });
  await recount(context);
  context.clock.moveTo('2026-11-24T15:00:00Z');
  await recount(context);
  const shown = await handlers['show-objective'](context, { objective: 'posts-filled' });
  expect(shown.values.map(({ on, knownAt, numerator }) => [on, knownAt, numerator])).toEqual([
    ['2026-11-24', '2026-11-24T15:00:00.000Z', 18],
    ['2026-11-23', '2026-11-23T20:00:00.000Z', 18],
    ['2026-11-23', '2026-11-23T15:00:00.000Z', 19],
  ]);
  expect(shown.series).toEqual([
    { on: '2026-11-23', value: 72 },
    { on: '2026-11-24', value: 72 },
  ]);
  const then = await handlers['show-objective'](context, {
    objective: 'posts-filled',
    known_at: '2026-11-23T16:00:00.000Z',
  });
  expect(then.values.map(({ numerator }) => numerator)).toEqual([19]);
});

test('loading again changes nothing; a changed principle keeps its id and its old words', async () => {
  await loadPlan();
  expect(await loadPlan()).toMatchObject({ added: 0, superseded: 0 });
  const { upload } = await context.withFile(exampleState, 'plan/plan.yaml');
  const text = await new Response(upload!.stream).text();
  const renumbered = text.replace(
    "id: ethical-use, number: 5, words: 'Employ ethical",
    "id: ethical-use, number: 9, words: 'Always employ ethical",
  );
  expect(renumbered).not.toBe(text);
  context.clock.moveTo('2026-11-24T15:00:00Z');
  expect(await handlers['load-plan'](context.withUpload(renumbered, 'plan.yaml'), {})).toMatchObject({
    added: 1,
    superseded: 1,
  });
  const item = await handlers['show-item'](context, { item: 'ethical-use' });
  expect([item.number, item.history.map(({ words }) => words.slice(0, 6))]).toEqual([
    9,
    ['Always', 'Employ'],
  ]);
});

test('a plan whose short-term objective is due too late, or whose goal has none, is refused with its line', async () => {
  const { upload } = await context.withFile(exampleState, 'plan/plan.yaml');
  const text = await new Response(upload!.stream).text();
  const late = text.replace("value: 90, by: '2026-12-31'", "value: 90, by: '2027-01-01'");
  await expect(handlers['load-plan'](context.withUpload(late, 'plan.yaml'), {})).rejects.toThrow(
    /plan\.yaml, line \d+, objectives\[3\]\.target\.by: a short-term objective is due within two years of adoption, by 2026-12-31\./,
  );
  const orphan = text.replaceAll('goal: self-service-access', 'goal: know-what-is-held');
  await expect(handlers['load-plan'](context.withUpload(orphan, 'plan.yaml'), {})).rejects.toThrow(
    'the goal self-service-access has no objective',
  );
});

test('asking for what is not there is answered so', async () => {
  await loadPlan();
  await expect(handlers['show-item'](context, { item: 'nothing' })).rejects.toMatchObject({
    code: 'plan.no-such-item',
  });
  await expect(handlers['show-objective'](context, { objective: 'nothing' })).rejects.toMatchObject({
    code: 'plan.no-such-objective',
  });
  await expect(
    handlers['list-objective-records'](context, {
      objective: 'course-finished',
      view: 'missing',
      offset: 0,
      limit: 10,
    }),
  ).rejects.toMatchObject({ code: 'plan.nothing-counts' });
  expect(await values()).toMatchObject({ 'course-finished': null });
});
