import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadAgencies } from '../../src/areas/agencies/contract.ts';
import { editField, ingest, registerDataset } from '../../src/areas/catalog/contract.ts';
import { describeCustody } from '../../src/areas/catalog/custody/contract.ts';
import { dcatFaults } from '../../src/areas/catalog/dcat/validate-record.ts';
import { announceChange, announceRetirement } from '../../src/areas/catalog/promise/contract.ts';
import { runRetirements } from '../../src/areas/catalog/promise/retirements.ts';
import { tellLate } from '../../src/areas/catalog/promise/tell-late.ts';
import { publishStandards } from '../../src/areas/standards/contract.ts';
import { type Actor, operatorActor } from '../../src/core/access.ts';
import { searchEntries } from '../../src/store/audit-log/search-entries.ts';
import { uploadOf } from '../context.ts';
import { declareOpen } from '../declare-open.ts';
import { openWholeApp, type WholeApp } from '../whole-app.ts';

/** Rows of the state's requirements about data that people use: the whole program over real files, asked over HTTP. */
let whole: WholeApp;
const agencies = `
roles: [{ id: agency-data-officer, title: Agency data officer, required: covered }]
agencies:
  - { code: ROADS, name: Department of Roads, kind: executive, head: Commissioner, head_contact: head.roads@example.gov, coverage: [{ status: covered, from: '2020-01-01', standing: read }] }
  - { code: HEALTH, name: Department of Health, kind: executive, head: Commissioner, head_contact: head.health@example.gov, coverage: [{ status: covered, from: '2020-01-01', standing: read }] }
  - { code: SCHOOLS, name: Department of Schools, kind: executive, head: Commissioner, coverage: [{ status: covered, from: '2020-01-01', standing: read }] }
people: []
terms: []
`;
const standards = (version: string, published: string, what = '[description, owner]') => `
standards:
  - id: records
    version: '${version}'
    title: What a dataset says of itself
    published: '${published}'
    citation: made up for a test
    checks:
      - { id: stated, kind: states, what: ${what}, says: The record says what it is about and who owns it. }
      - { id: dictionary, kind: fields-described, says: A dictionary says what each field means. }
      - { id: real-dates, kind: dates, words: [date], says: Every cell of a field of dates is a date. }
`;
const officerOf = (agency: string): Actor => ({
  id: `officer-${agency}`,
  kind: 'person',
  name: `Officer of ${agency}`,
  roles: [{ role: 'officer', agency }],
});

/** As the public, over HTTP. */
const get = async (path: string) => {
  const answer = await whole.visit(path, { headers: { accept: 'application/json' } });
  const text = await answer.text();
  return {
    status: answer.status,
    text,
    json: answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined,
  };
};
const idOf = async (publicId: string) =>
  (
    await whole.app.store.read
      .selectFrom('dataset')
      .select('id')
      .where('public_id', '=', publicId)
      .executeTakeFirstOrThrow()
  ).id;
const said = { description: 'Each row is one.', owner: 'Avery Lane', contact: 'data@example.gov' };
async function load(title: string, agency: string, csv: string, open: boolean, more: object = {}) {
  const { dataset } = await whole.ask(registerDataset, { title, agency, ...said, ...more });
  if (open) await declareOpen(whole.app.store, await idOf(dataset));
  await send(dataset, csv, agency);
  return dataset;
}
async function send(dataset: string, csv: string, agency: string) {
  await whole.ask(
    ingest,
    { dataset },
    { actor: officerOf(agency), purpose: 'loading', upload: uploadOf(csv, 'data.csv') },
  );
  await whole.work();
}
/** Ninety-nine good rows and one, row 57, whose day does not exist. */
const crashes = (day = '2026-02-30') =>
  `crash,crash_date,road\n${Array.from({ length: 100 }, (_, at) => `${at + 1},${at === 56 ? day : `2026-01-${String((at % 28) + 1).padStart(2, '0')}`},Route ${(at % 9) + 1}`).join('\n')}\n`;
const people = 'case,name\n1,Wilhelmina Ashgrove\n2,Bartholomew Quince\n3,Ottoline Fairweather\n';

const ids: Record<'crashes' | 'births' | 'visits' | 'roads' | 'pupils', string> = {} as never;
beforeAll(async () => {
  whole = await openWholeApp();
  await whole.ask(loadAgencies, {}, { upload: uploadOf(agencies, 'agencies.yaml') });
  await whole.ask(
    publishStandards,
    {},
    { upload: uploadOf(standards('1.0', '2026-01-15'), 'standards.yaml') },
  );
  // Roads are open, health is protected, schools have one of each kind: one open, and one without a file.
  ids.crashes = await load('Crash reports', 'ROADS', crashes(), true, { cadence: 'monthly' });
  ids.visits = await load('Emergency visits', 'HEALTH', people, false);
  ids.births = await load('Births', 'HEALTH', people, false);
  ids.roads = await load('School sites', 'SCHOOLS', 'site,town\n1,Bolton\n2,Bethany\n', true);
  ids.pupils = (
    await whole.ask(registerDataset, { title: 'Pupil records', agency: 'SCHOOLS', ...said })
  ).dataset;
}, 120_000);
afterAll(() => whole?.close());

test('row-1 the catalog holds every asset, open, protected or without a file; rows of a protected one are refused to the public every way, and logged', async () => {
  const all = (await get('/api/v1/datasets')).json;
  expect(all.total).toBe(5);
  const byAgency = Object.groupBy(
    all.datasets as { agency: string; access: string }[],
    ({ agency }) => agency,
  );
  expect(
    ['ROADS', 'HEALTH', 'SCHOOLS'].map((code) => byAgency[code]!.map(({ access }) => access).sort()),
  ).toEqual([['open'], ['protected', 'protected'], ['no-file', 'open']]);
  // The first page offers a visitor what a visitor can use.
  const first = await (await whole.visit('/', { headers: { accept: 'text/html' } })).text();
  const offered = first.slice(first.indexOf('Data to use'));
  expect(['Crash reports', 'School sites'].filter((title) => !offered.includes(title))).toEqual([]);
  expect(['Emergency visits', 'Births', 'Pupil records'].filter((title) => offered.includes(title))).toEqual(
    [],
  );
  expect(offered).toContain('All 5 datasets');
  // What it is stands there for everyone.
  const shown = await get(`/api/v1/datasets/${ids.visits}`);
  expect([shown.status, shown.json.title, shown.json.owner]).toEqual([200, 'Emergency visits', 'Avery Lane']);
  expect(shown.json.fields.map(({ name }: { name: string }) => name)).toEqual(['case', 'name']);
  // Every address that gives rows or figures of them, under every name a client knows.
  const api = `/api/v1/datasets/${ids.visits}`;
  const ways = [
    `${api}/rows`,
    `${api}/resource?select=name`,
    `${api}/versions/1.csv`,
    `${api}/versions/1.json`,
    `${api}/versions/1.parquet`,
    `${api}/chart?field=case`,
    `${api}/rejected-cells`,
    `${api}/quarantined-rows`,
    `${api}/profile`,
    `/resource/${ids.visits}.json`,
    `/resource/${ids.visits}.csv?$select=name`,
    `/api/views/${ids.visits}/rows.csv`,
    `/data/${ids.visits}/rows`,
  ];
  const dataset = await idOf(ids.visits);
  const refusals = async () =>
    (await searchEntries(whole.app.store.read, { outcomes: ['refused'], limit: 1000 }))
      .filter((one) => one.dataset === dataset || one.dataset === ids.visits)
      .reduce((sum, { count }) => sum + count, 0);
  for (const way of ways) {
    const before = await refusals();
    const answer = await get(way);
    expect([way, answer.status, /Ashgrove|Quince|Fairweather/.test(answer.text)]).toEqual([way, 403, false]);
    expect([way, (await refusals()) > before]).toEqual([way, true]);
  }
  // The same address of an open one answers.
  expect((await get(`/api/v1/datasets/${ids.roads}/rows`)).status).toBe(200);
});

test('row-3 a published standard has version, day and checks; a file with a bad day and no dictionary is told by row and rule; conformance counts itself again', async () => {
  const { standards: inForce } = (await get('/api/v1/standards')).json;
  expect(inForce).toMatchObject([{ id: 'records', version: '1.0', published: '2026-01-15' }]);
  const told = async () => (await get(`/api/v1/datasets/${ids.crashes}/standards`)).json;
  const first = await told();
  expect(first.conforms).toBe(false);
  expect(
    first.findings.map((one: { rule: string; field: string; row: number | null }) => [
      one.rule,
      one.field,
      one.row,
    ]),
  ).toEqual([
    ['dictionary', 'crash', null],
    ['dictionary', 'crash_date', null],
    ['dictionary', 'road', null],
    ['real-dates', 'crash_date', 57],
  ]);
  const page = await get(`/data/${ids.crashes}/standards`);
  expect(page.text).toContain('The dictionary does not say what it means.');
  const roads = async () =>
    (await get('/api/v1/standards/conformance')).json.agencies.find(
      ({ agency }: { agency: string }) => agency === 'ROADS',
    );
  expect(await roads()).toMatchObject({ conforming: 0, datasets: 1 });
  // Described, and loaded again without the bad day: it conforms, and the agency's figure moves by the one dataset.
  for (const field of ['crash', 'crash_date', 'road'])
    await whole.ask(editField, { dataset: ids.crashes, field, description: `What ${field} means.` });
  expect((await told()).findings.map(({ rule }: { rule: string }) => rule)).toEqual(['real-dates']);
  await send(ids.crashes, crashes('2026-02-28'), 'ROADS');
  expect(await told()).toMatchObject({ conforms: true, findings: [] });
  expect(await roads()).toMatchObject({ conforming: 1, datasets: 1 });
  // A stricter edition holds from its day; the one before stays on record and cannot be changed.
  const publish = (text: string) =>
    whole.ask(publishStandards, {}, { upload: uploadOf(text, 'standards.yaml') });
  await expect(publish(standards('1.0', '2026-01-15', '[license]'))).rejects.toMatchObject({
    code: 'standards.already-published',
  });
  await publish(standards('2.0', '2026-11-24', '[license]'));
  expect((await told()).conforms).toBe(true);
  whole.clock.moveTo('2026-11-24T15:00:00.000Z');
  const later = await told();
  expect(later.findings).toMatchObject([
    { version: '2.0', rule: 'stated', problem: 'It does not say a license.' },
  ]);
  expect(await roads()).toMatchObject({ conforming: 0, datasets: 1 });
  expect((await get('/api/v1/standards?on=2026-11-23')).json.standards).toMatchObject([{ version: '1.0' }]);
  // Of protected data nobody is told which row is amiss, nor how many are.
  const secret = await get(`/api/v1/datasets/${ids.visits}/standards`);
  expect([secret.json.withheld, secret.text.includes('Ashgrove')]).toEqual([true, false]);
  const refused = await whole.visit('/api/v1/standards', {
    method: 'POST',
    body: standards('3.0', '2026-12-01'),
  });
  expect(refused.status).toBeGreaterThanOrEqual(401);
});

test('row-69 a dataset states its next update; a missed day shows late and tells who answers, once; a change of columns is announced ahead; retirement follows 30 days’ notice and stands in the register', async () => {
  const shown = async () => (await get(`/api/v1/datasets/${ids.crashes}`)).json;
  const loaded = (await shown()).loaded_at.slice(0, 10);
  // Monthly, with the days of grace of the promise: 35 days.
  expect([loaded, (await shown()).next_update, (await shown()).freshness]).toEqual([
    '2026-11-23',
    '2026-12-28',
    'fresh',
  ]);
  expect((await get(`/data/${ids.crashes}`)).text).toContain('next by Dec 28, 2026');
  const announce = (body: object, what: string) =>
    whole.app.ask(
      what === 'change' ? announceChange : announceRetirement,
      { dataset: ids.crashes, ...body } as never,
      {
        actor: officerOf('ROADS'),
        purpose: 'test',
      },
    );
  const rename = { field: 'road', kind: 'rename', becomes: 'route', reason: 'The word of the standard.' };
  await expect(announce({ ...rename, on: '2026-12-01' }, 'change')).rejects.toMatchObject({
    code: 'catalog.notice-too-short',
  });
  await announce({ ...rename, on: '2027-01-04' }, 'change');
  expect((await get(`/data/${ids.crashes}/changes`)).text).toContain('January 4, 2027');
  // The new file comes early, as a new version: until its day the old column is answered beside the new one.
  await send(ids.crashes, crashes('2026-02-28').replace('road', 'route'), 'ROADS');
  expect((await shown()).current_version).toBe(3);
  const row = async () => (await get(`/resource/${ids.crashes}.json?$limit=1`)).json[0];
  expect(await row()).toMatchObject({ road: 'Route 1', route: 'Route 1' });

  const due = (await shown()).next_update;
  expect(due).toBe('2026-12-29');
  const mails = async () =>
    (await whole.app.store.read.selectFrom('mail_message').select(['recipient', 'topic']).execute())
      .filter(({ topic }) => topic === 'catalog.update-missed')
      .map(({ recipient }) => recipient)
      .sort();
  const daily = () => tellLate({ ...whole.app.contextFor({ actor: operatorActor }), job: {} } as never);
  await daily();
  expect(await mails()).toEqual([]);
  whole.clock.moveTo('2026-12-31T15:00:00.000Z');
  expect((await shown()).freshness).toBe('late');
  expect((await get(`/data/${ids.crashes}`)).text).toContain('was due by Dec 29, 2026');
  await daily();
  await daily();
  // Its contact, and the head of the agency, for the post of its data officer is vacant.
  expect(await mails()).toEqual(['data@example.gov', 'head.roads@example.gov']);
  whole.clock.moveTo('2027-01-04T15:00:00.000Z');
  expect(await row()).not.toHaveProperty('road');

  const retire = { reason: 'Its source has ended.', archive: 'archive', archive_ground: 'Schedule S1-120' };
  await expect(announce({ ...retire, on: '2027-02-02' }, 'retire')).rejects.toMatchObject({
    code: 'catalog.notice-too-short',
  });
  await announce({ ...retire, on: '2027-02-03' }, 'retire');
  const day = () => runRetirements({ ...whole.app.contextFor({ actor: operatorActor }), job: {} } as never);
  whole.clock.moveTo('2027-02-03T04:59:00.000Z');
  expect(await day()).toEqual({ retired: 0 });
  whole.clock.moveTo('2027-02-03T05:01:00.000Z');
  expect(await day()).toEqual({ retired: 1 });
  const [register] = (await get('/api/v1/retirements')).json.retirements;
  expect(register).toMatchObject({
    dataset: ids.crashes,
    archive: 'archive',
    archive_ground: 'Schedule S1-120',
  });
  expect([(await shown()).state, (await shown()).next_update]).toEqual(['retired', null]);
  expect((await get('/data/retirements')).text).toContain('Crash reports');
});

test('row-70 one finds by subject, in other words too, who holds what, since when, on which terms and whom to ask; the export is valid DCAT-US 3', async () => {
  const { dataset } = await whole.ask(registerDataset, {
    title: 'Motor vehicle collision reports',
    agency: 'ROADS',
    description: 'Each traffic crash that police reported.',
    contact: 'roads@example.gov',
    owner: 'Avery Lane',
  });
  await whole.ask(describeCustody, {
    dataset,
    years_from: 1995,
    years_to: 2020,
    rights: 'For safety work only',
  });
  for (const words of ['collision reports', 'crash', 'colision']) {
    const { hits } = (await get(`/api/v1/search?q=${encodeURIComponent(words)}`)).json;
    expect([words, JSON.stringify(hits).includes(dataset)]).toEqual([words, true]);
  }
  // By a field of its dictionary, which stands in no title.
  const byElement = (await get('/api/v1/search?q=case')).json.hits;
  expect(JSON.stringify(byElement)).toContain(ids.births);
  expect((await get(`/api/v1/datasets/${dataset}`)).json).toMatchObject({
    agency: 'ROADS',
    contact: 'roads@example.gov',
  });
  expect((await get(`/api/v1/datasets/${dataset}/custody`)).json).toMatchObject({
    years_from: 1995,
    years_to: 2020,
    rights: 'For safety work only',
  });
  const exported = (await get('/data3.json')).json;
  const entries = exported.dataset as { title: string }[];
  expect(entries.map(({ title }) => title)).toContain('Motor vehicle collision reports');
  expect(dcatFaults('3.0', 'catalogue', exported)).toEqual([]);
  const { title: _, ...untitled } = entries[0]!;
  expect(dcatFaults('3.0', 'catalogue', { ...exported, dataset: [untitled] })).not.toEqual([]);
});
