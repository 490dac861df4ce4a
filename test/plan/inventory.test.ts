import readWorkbook from 'read-excel-file/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { httpServer } from '../../src/http/server.ts';
import { workbookOf } from '../workbook.ts';
import { office, officerOf, openPlanWorld, type PlanWorld } from './plan-world.ts';

let world: PlanWorld;
beforeEach(async () => {
  world = await openPlanWorld('2025-12-01T15:00:00Z', { plan: 'in-force' });
});
afterEach(() => world.close());

const dph = officerOf('DPH');
const head = [
  'Dataset name',
  'Data owner',
  'Update frequency',
  'High value reason',
  'Determiner',
  'Access level',
];
const more = ['Reason protected', 'Data format', 'Shelf'];
const asset = (title: string, over: string[] = []) => [
  title,
  ...(over.length > 0
    ? over
    : ['Registrar', 'Yearly', 'A, D', 'Commissioner', 'public', '', 'table', 'B 12']),
];
const send = (rows: string[][], query = '') =>
  world.http('POST', `/api/v1/inventory?agency=DPH&filename=inventory-2024.xlsx${query}`, {
    body: new Uint8Array(workbookOf({ 'DPH 2024': [[...head, ...more], ...rows] })),
    type: 'application/octet-stream',
    as: dph,
  });
const inventory = async (year: number) =>
  (await world.http('GET', `/api/v1/agencies/DPH/inventories/${year}`)).json;
const act = (path: string, body: unknown, as = dph) =>
  world.http('POST', `/api/v1/agencies/DPH/inventories/${path}`, { body, as });
const describe = (dataset: string) =>
  world.app.store.write((tx) =>
    tx
      .insertInto('described_field')
      .values({ dataset, name: 'id', position: 0, title: 'Id', updated_at: world.clock.now() })
      .execute(),
  );
const idOf = async (title: string) =>
  world.app.store.read
    .selectFrom('dataset')
    .select(['id', 'public_id'])
    .where('title', '=', title)
    .executeTakeFirstOrThrow();

test('row-75 last year’s workbook comes in as it is, is carried forward, corrected in bulk, and a year that is submitted is frozen', async () => {
  // Headings of another workbook, rows without ids; one column is known to nobody and said so, one row says too little.
  const sent = await send([
    asset('Births'),
    asset('Overdose visits', ['', 'Weekly', 'C', 'Commissioner', 'non-public', '', 'table', '']),
  ]);
  expect([sent.status, sent.json.taken, sent.json.added]).toEqual([200, true, 2]);
  expect(sent.json.problems).toEqual([expect.objectContaining({ row: 1, column: 'Shelf', kind: 'notice' })]);
  const early = await act('2025', {});
  expect([early.status, early.json.code]).toEqual([409, 'plan.not-ready']);
  expect(early.text).toContain('Births lacks a dictionary of its fields.');
  expect(early.text).toContain(
    'Overdose visits lacks its owner, the ground on which it is protected, a dictionary of its fields.',
  );

  // Bulk edit: one row is wrong, so none is taken, and the row and the column are named.
  const [births, visits] = [await idOf('Births'), await idOf('Overdose visits')];
  const edit = (rows: unknown, as = dph) =>
    world.http('POST', '/api/v1/inventory/rows', { body: { agency: 'DPH', rows }, as });
  const wrong = await edit([
    { id: births.public_id, owner: 'Vital records' },
    { id: visits.public_id, cadence: 'now and then', owner: 'Surveillance' },
  ]);
  expect([wrong.json.taken, wrong.json.problems]).toEqual([
    false,
    [expect.objectContaining({ row: 2, column: 'Updated', kind: 'error' })],
  ]);
  expect((await inventory(2025)).entries[0].owner).toBe('Registrar');
  const right = await edit([
    { id: births.public_id, owner: 'Vital records' },
    { id: visits.public_id, owner: 'Surveillance', access_ground: 'CGS 19a-215 (example)' },
  ]);
  expect([right.json.taken, right.json.changed]).toEqual([true, 2]);
  // Whoever answers for another agency changes nothing here.
  expect((await edit([{ id: births.public_id, owner: 'Mallory' }], officerOf('DOT'))).status).toBe(403);
  await describe(births.id);
  await describe(visits.id);

  expect((await act('2025', {}, officerOf('DOT'))).status).toBe(403);
  const frozen = (await act('2025', {})).json;
  expect(frozen).toMatchObject({ state: 'submitted', late: false, dueOn: '2025-12-31', complete: 2 });
  expect(frozen.entries.map(({ owner }: { owner: string }) => owner)).toEqual([
    'Vital records',
    'Surveillance',
  ]);
  expect((await act('2025', {})).json.code).toBe('plan.illegal-move');

  // The catalog goes on; the year does not.
  world.moveTo('2026-03-01T15:00:00Z');
  await edit([{ id: births.public_id, owner: 'Somebody new' }]);
  expect((await inventory(2025)).entries[0].owner).toBe('Vital records');
  expect((await inventory(2025)).hash).toBe(frozen.hash);
  const next = await inventory(2026);
  expect([next.state, next.from, next.dueOn]).toEqual(['open', 2025, '2026-12-31']);
  expect(next.entries.map(({ title, since }: { title: string; since: string }) => [title, since])).toEqual([
    ['Births', 'changed'],
    ['Overdose visits', 'carried'],
  ]);
  // One that lost its reasons is still asked for, with what it lacks; one that is retired is listed as gone.
  await edit([{ id: births.public_id, reasons: '', determined_by: '' }]);
  expect((await inventory(2026)).entries[0].missing).toEqual([
    'a reason of high value',
    'who determined that it is of high value',
  ]);
  await world.app.store.write((tx) =>
    tx.updateTable('dataset').set({ state: 'retired' }).where('id', '=', births.id).execute(),
  );
  expect((await inventory(2026)).dropped).toEqual([{ dataset: births.public_id, title: 'Births' }]);

  // After the last day of the year, at midnight of the state's own clock, it is late.
  world.moveTo('2027-01-01T04:59:00Z');
  expect((await inventory(2026)).late).toBe(false);
  world.moveTo('2027-01-01T05:01:00Z');
  expect((await inventory(2026)).late).toBe(true);
  const states = (await world.http('GET', '/api/v1/plan/inventories?year=2025')).json;
  expect([states.submitted, states.inventories.length]).toEqual([1, 25]);
  // The office may open it again, with a reason; what was submitted is kept.
  expect((await act('2025/reopen', { because: 'An asset was left out.' }, dph)).status).toBe(403);
  expect((await act('2025/reopen', { because: 'An asset was left out.' }, office)).json.state).toBe('open');
  expect(
    await world.app.store.read.selectFrom('plan_inventory').select(['hash', 'reopened_because']).execute(),
  ).toEqual([{ hash: frozen.hash, reopened_because: 'An asset was left out.' }]);
});

test('row-75 the spreadsheet goes out and comes in again without a change, and its errors are told row by row', async () => {
  await send([asset('Births'), asset('Deaths')]);
  const out = Buffer.from(
    await (
      await httpServer(world.app, { trusted: true, actor: dph }).request(
        'http://localhost/api/v1/inventory.xlsx?agency=DPH',
      )
    ).arrayBuffer(),
  );
  const [{ data }] = (await readWorkbook(out)) as unknown as [{ data: string[][] }];
  expect(data).toHaveLength(3);
  const back = (bytes: Uint8Array) =>
    world.http('POST', '/api/v1/inventory?filename=back.xlsx', {
      body: bytes,
      type: 'application/octet-stream',
      as: dph,
    });
  expect((await back(new Uint8Array(out))).json).toMatchObject({
    taken: true,
    added: 0,
    changed: 0,
    unchanged: 2,
    problems: [],
  });
  const at = data[0]!.indexOf('Updated');
  const spoiled = data.map((row, index) =>
    row.map((cell, column) => (index === 2 && column === at ? 'sometimes' : (cell ?? ''))),
  );
  const answer = (await back(new Uint8Array(workbookOf({ Inventory: spoiled })))).json;
  expect([
    answer.taken,
    answer.problems.map((one: { row: number; column: string }) => [one.row, one.column]),
  ]).toEqual([false, [[3, 'Updated']]]);
  // All columns renamed to what nobody knows: refused with the name of the one it cannot do without.
  const renamed = await back(
    new Uint8Array(
      workbookOf({
        Inventory: [
          ['Foo', 'Bar'],
          ['Births', 'x'],
        ],
      }),
    ),
  );
  expect([renamed.status, renamed.json.code]).toEqual([422, 'catalog.columns-missing']);
  expect(renamed.text).toContain('Title');
});

test('row-75 an inventory without an asset is refused until its agency says why it holds nothing, and that is kept', async () => {
  const dot = officerOf('DOT');
  const submit = (body: object) =>
    world.http('POST', '/api/v1/agencies/DOT/inventories/2025', { body, as: dot });
  for (const empty of [{}, { nothing_held: '   ' }]) {
    const refused = await submit(empty);
    expect([refused.status, refused.json.code]).toEqual([409, 'plan.not-ready']);
    expect(refused.text).toContain('say why the agency holds none');
  }
  const why = 'All our registers are kept by the Department of Motor Vehicles.';
  expect((await submit({ nothing_held: why })).json).toMatchObject({ state: 'submitted', nothingHeld: why });
  const page = await world.http('GET', '/agencies/DOT/inventory/2025', { accept: 'text/html' });
  expect(page.text).toContain(why);
});
