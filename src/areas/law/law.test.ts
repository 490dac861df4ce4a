import { afterEach, beforeEach, expect, test } from 'vitest';
import { exampleState, openStateContext, type StateContext } from '../../../test/state-context.ts';
import { area } from './index.ts';

const { handlers } = area;
let context: StateContext;
const files = ['law/data-act.yaml', 'law/later-law.yaml', 'law/calendar.yaml'];
const loadAll = async () => {
  const sums = [];
  for (const file of files)
    sums.push(await handlers['load-law'](await context.withFile(exampleState, file), {}));
  return sums;
};

beforeEach(async () => {
  context = await openStateContext('2026-11-23T15:00:00Z');
});
afterEach(() => context.close());

test('for the cycle of 2026 the calendar gives November 1, thirty days after receipt, and December 31', async () => {
  await loadAll();
  const dated = async () => {
    const { duties } = await handlers['list-duties-due'](context, { from: '2026-01-01', to: '2026-12-31' });
    return duties.filter(({ due }) => due !== null).map(({ duty, due }) => `${due} ${duty}`);
  };
  expect(await dated()).toEqual([
    '2026-01-15 legal-report',
    '2026-11-01 plan-draft',
    '2026-12-31 plan-final',
    '2026-12-31 inventory',
  ]);
  const { due } = await handlers['record-event'](context, { event: 'draft-received', on: '2026-10-31' });
  expect(due.map((line) => [line.duty, line.due])).toEqual([['board-recommends', '2026-11-30']]);
  expect(await dated()).toContain('2026-11-30 board-recommends');
});

test('a due date ends with its day in the state, and distances are counted from today there', async () => {
  await loadAll();
  const { duties } = await handlers['list-duties-due'](context, {});
  const final = duties.find(({ duty }) => duty === 'plan-final')!;
  // 38 days from Monday November 23 to Thursday December 31; by hand 28 weekdays, less Thanksgiving and Christmas.
  expect(final).toMatchObject({
    due: '2026-12-31',
    dueAt: '2027-01-01T04:59:59.999Z',
    daysLeft: 38,
    businessDaysLeft: 26,
  });
  expect(final.citation).toBe('Connecticut General Statutes 4-67p (c)');
});

test('changing the dates in the law record changes the calendar, and what was known before stays', async () => {
  await loadAll();
  context.clock.moveTo('2026-11-24T15:00:00Z');
  const { upload } = await context.withFile(exampleState, files[0]!);
  const text = await new Response(upload!.stream).text();
  const changed = text.replace(
    "rule: { kind: every, years: 2, on: '11-01', first: 2018 }",
    "rule: { kind: every, years: 1, on: '10-01', first: 2026 }",
  );
  expect(changed).not.toBe(text);
  expect(await handlers['load-law'](context.withUpload(changed, 'data-act.yaml'), {})).toMatchObject({
    added: 1,
    superseded: 1,
  });
  const { duties } = await handlers['list-duties-due'](context, { from: '2026-01-01', to: '2027-12-31' });
  expect(duties.filter(({ duty }) => duty === 'plan-draft').map(({ due }) => due)).toEqual([
    '2026-10-01',
    '2027-10-01',
  ]);
  const rows = await context.store.read
    .selectFrom('law_duty')
    .selectAll()
    .where('duty', '=', 'plan-draft')
    .orderBy('recorded_at')
    .execute();
  expect(rows.map((row) => row.superseded_at)).toEqual(['2026-11-24T15:00:00.000Z', null]);
});

test('loading again changes nothing, and one file does not touch the records of another', async () => {
  expect((await loadAll()).map(({ added }) => added)).toEqual([36, 7, 13]);
  expect((await loadAll()).map(({ added, superseded }) => added + superseded)).toEqual([0, 0, 0]);
});

test('every clause says how it is known; one that was read names where, one that was not says so', async () => {
  await loadAll();
  const { acts } = await handlers['list-acts'](context, {});
  const clauses = acts.flatMap((act) => act.clauses);
  expect(clauses.length).toBe(32);
  const recalled = clauses.filter(({ standing }) => standing !== 'read').map(({ clause }) => clause);
  expect(recalled).toEqual(
    expect.arrayContaining(['cgs-4-67p-c-others', 'cgs-4-67p-no-disclosure', 'cgs-4-67p-protected']),
  );
  for (const { clause } of clauses.filter(({ standing }) => standing === 'read')) {
    const shown = await handlers['show-clause'](context, { clause });
    expect(shown.sourceDetails?.address, clause).toMatch(/^https?:\/\//);
  }
  await expect(handlers['show-clause'](context, { clause: 'none' })).rejects.toMatchObject({
    code: 'law.no-such-clause',
  });
});

test('a clause shows the duties it lays down and on whom', async () => {
  await loadAll();
  const shown = await handlers['show-clause'](context, { clause: 'cgs-4-67p-b' });
  expect(shown.duties.map(({ duty, bearer }) => [duty, bearer])).toEqual([
    ['data-officer', 'covered agencies'],
  ]);
  expect(shown.wording).toBe('quoted');
});

test('an event no duty waits for, and a duty without its clause, are refused', async () => {
  await loadAll();
  await expect(handlers['record-event'](context, { event: 'rain' })).rejects.toMatchObject({
    code: 'law.no-such-event',
  });
  const broken = 'duties:\n  - { id: x, clause: nowhere, title: X, bearer: me, rule: { kind: standing } }\n';
  await expect(handlers['load-law'](context.withUpload(broken, 'x.yaml'), {})).rejects.toThrow(
    'x.yaml, line 2, duties[0].clause: nowhere is not in this file.',
  );
});
