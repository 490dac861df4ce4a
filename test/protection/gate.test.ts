import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { looks as auditLooks } from '../../src/areas/audit/contract.ts';
import {
  compareVersions,
  ingest,
  listDatasets,
  listRejectedCells,
  registerDataset,
  showDataset,
  withdrawVersion,
} from '../../src/areas/catalog/contract.ts';
import {
  classifyDataset,
  classifyFields,
  giveGrant,
  listReaders,
  releaseVersion,
  revokeRelease,
  showProtection,
  withdrawGrant,
} from '../../src/areas/catalog/protection/contract.ts';
import { mayLook } from '../../src/areas/catalog/protection/decide-look.ts';
import { buildTable } from '../../src/areas/disclosure/builder/contract.ts';
import { chartDataset, downloadCsv, queryRows, searchRows } from '../../src/areas/portal/contract.ts';
import { forgetView, saveView, showView } from '../../src/areas/portal/view/contract.ts';
import {
  acceptRule,
  exportContract,
  listChecks,
  listFailingRows,
  listIssues,
  listRules,
  showProfile,
  suggestRules,
} from '../../src/areas/quality/contract.ts';
import type { Actor } from '../../src/core/access.ts';
import type { Operation } from '../../src/core/operation.ts';
import { searchEntries } from '../../src/store/audit-log/search-entries.ts';
import { uploadOf } from '../context.ts';
import { openWholeApp, type WholeApp } from '../whole-app.ts';
import { plantedCsv, plantedPeople, plantedValues } from './planted.ts';
import { plainTextIn } from './scan.ts';

let whole: WholeApp;
let id = '';
let rule = '';
const officer: Actor = {
  id: 'officer-1',
  kind: 'person',
  name: 'An officer',
  roles: [{ role: 'officer', agency: 'DPH' }],
};
const analyst: Actor = { id: 'analyst-1', kind: 'person', name: 'An analyst', roles: [{ role: 'analyst' }] };
const asOfficer = { actor: officer, purpose: 'keeping the register' };
const refused = { status: 403, code: 'catalog.protected' };

const planted = (text: string): string[] => plantedValues.filter((value) => text.includes(value));

beforeAll(async () => {
  whole = await openWholeApp();
  const made = await whole.ask(registerDataset, {
    title: 'Register of cases',
    agency: 'DPH',
    describes: 'people',
    description: 'Each row is a case.',
  });
  id = made.dataset;
  for (const which of ['first', 'second'] as const) {
    await whole.ask(
      ingest,
      { dataset: id, ...(which === 'first' && { key_fields: ['case_number'] }) },
      { actor: officer, purpose: 'loading', upload: uploadOf(plantedCsv(which), `${which}.csv`) },
    );
    await whole.work();
  }
  const { suggestions } = await whole.ask(suggestRules, { dataset: id }, asOfficer);
  const accepted = await whole.ask(
    acceptRule,
    {
      dataset: id,
      suggestion: suggestions.find((one) => one.id.startsWith('type-fit'))?.id ?? suggestions[0]!.id,
    },
    asOfficer,
  );
  rule = accepted.id;
  await whole.work();
}, 120_000);
afterAll(() => whole?.close());

/** Values for the parameters of any operation or page about this dataset. */
const fill = (path: string) =>
  path
    .replace('{dataset}', id)
    .replace(':dataset', id)
    .replace('{name}', id)
    .replace('{field}', 'full_name')
    .replace(':field', 'full_name')
    .replace('{rule}', rule)
    .replace(':rule', rule)
    .replace('{date}', '2026-11-23')
    .replace(/\{version\}/, '2')
    .replace(':version', '2');

describe('whoever may not see a protected dataset', () => {
  const about = () =>
    whole.app.operations.filter(
      (op: Operation) =>
        op.method === 'GET' && /\{(dataset|name|view)\}/.test(op.path) && op.access === 'everyone',
    );

  it('gets none of it from any operation that reads, over HTTP', async () => {
    const answered = new Map<string, number>();
    for (const op of about()) {
      const answer = await whole.visit(`${fill(op.path)}?base=http://127.0.0.1:8080`, {
        headers: { accept: 'application/json' },
      });
      const text = await answer.text();
      expect(planted(text), op.name).toEqual([]);
      answered.set(op.name, answer.status);
    }
    expect(answered.size).toBeGreaterThan(30);
    // Everything that shows rows, figures or what they hold says no, and says why.
    for (const name of [
      'catalog.compare-versions',
      'catalog.list-rejected-cells',
      'catalog.list-quarantined-rows',
      'quality.show-profile',
      'quality.show-field-profile',
      'quality.suggest-rules',
      'quality.list-checks',
      'quality.list-rules',
      'quality.show-rule',
      'quality.list-failing-rows',
      'quality.download-failing-rows',
      'quality.export-contract',
      'portal.query-rows',
      'portal.chart-dataset',
      'portal.map-dataset',
      'portal.download-csv',
      'portal.download-json',
      'portal.download-parquet',
      'portal.show-snippets',
    ])
      expect([name, answered.get(name)]).toEqual([name, 403]);
  });

  it('gets none of it from the ways of other systems, whatever is asked', async () => {
    for (const path of [
      `/resource/${id}.json`,
      `/resource/${id}.csv`,
      `/resource/${id}.geojson`,
      `/resource/${id}.json?$select=full_name&$limit=5`,
      `/resource/${id}.json?$select=max(full_name)`,
      `/resource/${id}.json?$select=town,count(*)&$group=town`,
      `/resource/${id}.json?$where=case_number='${plantedPeople[0]!.number}'&$select=count(*)`,
      `/api/views/${id}/rows.csv`,
      `/api/v1/datasets/${id}/rows?where=full_name%20is%20not%20null&count=true`,
      `/api/v1/datasets/${id}/versions/1.csv`,
    ]) {
      const answer = await whole.visit(path, { headers: { accept: 'application/json' } });
      const text = await answer.text();
      expect([path, planted(text)]).toEqual([path, []]);
      expect([path, [403, 429].includes(answer.status)]).toEqual([path, true]);
    }
    for (const path of [
      `/api/views/${id}.json`,
      '/api/catalog/v1',
      '/data.json',
      '/data3.json',
      '/api/openapi.json',
    ])
      expect(planted(await (await whole.visit(path)).text()), path).toEqual([]);
  });

  it('meets the record on pages, and nothing that a row holds', async () => {
    const pages = whole.app.pages.filter(({ path }) => path.includes(':dataset'));
    expect(pages.length).toBeGreaterThan(8);
    for (const { path } of pages) {
      const answer = await whole.visit(fill(path));
      const text = await answer.text();
      expect([path, planted(text)]).toEqual([path, []]);
      expect([path, answer.status < 500]).toEqual([path, true]);
    }
    const home = await (await whole.visit(`/data/${id}`)).text();
    expect(home).toContain('Register of cases');
    expect(home).toContain('Protected dataset');
    for (const path of ['/', '/data', '/data/issues', '/search?q=register', '/plan'])
      expect(planted(await (await whole.visit(path)).text()), path).toEqual([]);
  });

  it('is told why, by which policy, whom to ask and what it would take; and it is written down', async () => {
    const answer = await whole.visit(`/api/v1/datasets/${id}/rows`, {
      headers: { accept: 'application/json' },
    });
    // Too many refusals of one visitor within a minute are answered so.
    if (answer.status === 403) {
      const told = (await answer.json()) as { details: Record<string, string>; remedy: string };
      expect(told.details['policy']).toMatch(/^(data|protected)\//);
      expect(told.remedy).toContain(`/data/${id}/access`);
    }
    const { refusal, allowed, paths } = await whole.ask(
      showProtection,
      { dataset: id },
      { actor: { id: 'open', kind: 'open' } },
    );
    expect(allowed).toBe('nothing');
    expect(refusal?.title).toMatch(/grant/);
    expect(paths).toEqual([]);
    const entries = await searchEntries(whole.app.store.read, { outcomes: ['refused'], limit: 500 });
    expect(entries.some((one) => one.detail?.['code'] === 'catalog.protected')).toBe(true);
  });
});

describe('whoever may', () => {
  it('reads as the holder of it for a stated purpose, each look written down before; without a purpose it is refused', async () => {
    const page = await whole.ask(queryRows, { dataset: id, limit: 3 }, asOfficer);
    expect(JSON.stringify(page)).toContain(plantedPeople[0]!.name);
    const cells = await whole.ask(listRejectedCells, { dataset: id, limit: 10 }, asOfficer);
    expect(cells.cells).toEqual([
      { row: 4, column: 'birth_date', text: plantedPeople[3]!.name, reason: expect.any(String) },
    ]);
    const compared = await whole.ask(compareVersions, { dataset: id, limit: 10 }, asOfficer);
    expect(compared.rows.changed).toBeGreaterThan(0);
    await expect(
      whole.ask(queryRows, { dataset: id, limit: 3 }, { actor: officer, purpose: undefined as never }),
    ).rejects.toMatchObject(refused);
    const looks = await searchEntries(whole.app.store.read, { outcomes: ['looked'], actor: officer.id });
    expect(looks.map((one) => one.operation)).toContain('portal.query-rows');
    // Asked by the id that everyone knows the dataset by, every look is answered.
    const told = await whole.ask(auditLooks, { dataset: id, limit: 100 }, asOfficer);
    expect(told.looks.map((one) => one.operation)).toEqual(
      expect.arrayContaining(['portal.query-rows', 'catalog.list-rejected-cells']),
    );
    const { readers } = await whole.ask(listReaders, { dataset: id, version: 2 }, asOfficer);
    expect(readers).toEqual([expect.objectContaining({ person: officer.id })]);
    expect(readers[0]!.looks).toBeGreaterThan(1);
  });

  it('sees figures that no difference turns into a person, when that is all that is allowed', async () => {
    const figures = await whole.ask(
      chartDataset,
      { dataset: id, by: 'group', field: 'town' },
      { actor: officer, purpose: undefined as never },
    );
    expect(figures.release).toMatch(/^[0-9A-Za-z_-]{8,}$/);
    expect(figures.points.every(({ count }) => count >= 11)).toBe(true);
    // Ten people were moved to Dogwood: too few to be shown, and another town with them, or it could be worked out.
    expect(figures.points.map(({ key }) => key)).not.toContain('Dogwood');
    expect(figures.withheld).toBeGreaterThan(1);
    const byName = await whole.ask(
      chartDataset,
      { dataset: id, by: 'group', field: 'full_name', top: 200 },
      { actor: officer, purpose: undefined as never },
    );
    expect(byName.points).toEqual([]);
    // Nobody has classified the names: few of them stand as labels no more than many.
    await expect(
      whole.ask(
        buildTable,
        { dataset: id, rows: 'full_name', where: ['visits=3'] },
        {
          actor: { ...officer, roles: [...officer.roles!, { role: 'analyst' }] },
          purpose: undefined as never,
        },
      ),
    ).rejects.toMatchObject({
      code: 'disclosure.not-for-figures',
      message: expect.stringMatching(/nobody has classified it/),
    });
    // As many names as make a table would stand in it: said to name people, they make no figures at all.
    await whole.ask(
      classifyFields,
      { dataset: id, fields: { town: 'identifier' }, ground: 'They could name people' },
      asOfficer,
    );
    await expect(
      whole.ask(
        chartDataset,
        { dataset: id, by: 'group', field: 'town' },
        { actor: officer, purpose: undefined as never },
      ),
    ).rejects.toMatchObject({ code: 'disclosure.not-for-figures' });
    await expect(
      whole.ask(
        chartDataset,
        { dataset: id, by: 'group', field: 'town', where: `full_name = '${plantedPeople[0]!.name}'` },
        { actor: officer, purpose: undefined as never },
      ),
    ).rejects.toMatchObject({ code: 'catalog.not-in-this-form' });
  });

  it('with a grant for masked rows sees no identifier, in rows, profiles, cells or failing rows, and filters on none', async () => {
    await whole.ask(
      classifyFields,
      {
        dataset: id,
        fields: { town: 'plain', visits: 'plain', birth_date: 'quasi-identifier' },
        ground: 'Looked at',
      },
      asOfficer,
    );
    const asked = { actor: analyst, purpose: 'a study' };
    await expect(whole.ask(queryRows, { dataset: id, limit: 3 }, asked)).rejects.toMatchObject(refused);
    const grant = await whole.ask(
      giveGrant,
      {
        dataset: id,
        grantee: analyst.id,
        purpose: 'a study',
        view: 'masked',
        ground: 'Agreement 7',
        until: '2026-12-31',
      },
      asOfficer,
    );
    const page = await whole.ask(queryRows, { dataset: id, limit: 500 }, asked);
    const text = JSON.stringify(page);
    expect(planted(text)).toEqual([]);
    const rows = (page as unknown as { rows: Record<string, unknown>[] }).rows ?? JSON.parse(text).rows;
    expect(rows[0]).toMatchObject({
      case_number: null,
      full_name: null,
      town: 'Dogwood',
      birth_date: '1930-01-01',
    });
    await expect(
      whole.ask(queryRows, { dataset: id, limit: 5, where: `town = 'Ashford'` }, asked),
    ).rejects.toMatchObject({ code: 'catalog.not-in-this-form' });
    const probe = await whole.ask(
      searchRows,
      { dataset: id, limit: 5, where: `full_name = '${plantedPeople[0]!.name}'` },
      asked,
    );
    expect(JSON.parse(JSON.stringify(probe)).rows).toEqual([]);
    expect(planted(JSON.stringify(await whole.ask(showProfile, { dataset: id }, asked)))).toEqual([]);
    const cells = await whole.ask(listRejectedCells, { dataset: id, limit: 10 }, asked);
    expect(cells.cells.map((one) => one.text)).toEqual(['masked']);
    expect(
      planted(JSON.stringify(await whole.ask(listFailingRows, { dataset: id, rule, limit: 100 }, asked))),
    ).toEqual([]);
    await expect(whole.ask(compareVersions, { dataset: id, limit: 5 }, asked)).rejects.toMatchObject({
      status: 403,
    });
    await expect(whole.ask(downloadCsv, { dataset: id, version: 'current' }, asked)).rejects.toMatchObject(
      refused,
    );
    await expect(
      whole.ask(queryRows, { dataset: id, limit: 3 }, { ...asked, purpose: 'another' }),
    ).rejects.toMatchObject(refused);
    await whole.ask(withdrawGrant, { dataset: id, grant: grant.grant }, asOfficer);
    await expect(whole.ask(queryRows, { dataset: id, limit: 3 }, asked)).rejects.toMatchObject(refused);
  });

  it('keeps a filter sealed, under an address that tells nothing, for whoever may see all it names', async () => {
    const sought = plantedPeople[0]!.name;
    const { view } = await whole.ask(
      saveView,
      { dataset: id, where: [`full_name = '${sought}'`], order: 'town desc' },
      asOfficer,
    );
    const shown = await whole.ask(showView, { dataset: id, view }, asOfficer);
    const text = JSON.stringify(shown);
    expect(JSON.parse(text)).toMatchObject({ total: 1, page: 1, asked: { order: 'town desc' } });
    expect(text).toContain(sought);
    // The whole answer a page at a time, each row once.
    const all = await whole.ask(
      saveView,
      { dataset: id, where: [], order: 'town', fields: ['case_number'] },
      asOfficer,
    );
    const numbers = new Set<string>();
    for (let page = 1, more = true; more; page++) {
      const { rows, total, size } = JSON.parse(
        JSON.stringify(await whole.ask(showView, { dataset: id, view: all.view, page }, asOfficer)),
      );
      for (const row of rows) numbers.add(row.case_number);
      more = page * size < total;
    }
    expect(numbers.size).toBe(plantedPeople.length - 1);
    // Neither the store, nor the log in it, nor the lake holds the name in plain text; what is open in use lies apart.
    const plain = await plainTextIn(whole.home, [sought], whole.app.engine);
    expect([...plain.keys()].filter((path) => !path.includes('/private/'))).toEqual([]);
    await expect(
      whole.ask(saveView, { dataset: id, where: ['full_name ='] }, asOfficer),
    ).rejects.toMatchObject({ code: 'query.soql.bad-parse' });
    const asked = { actor: analyst, purpose: 'a study' };
    await expect(whole.ask(showView, { dataset: id, view }, asked)).rejects.toMatchObject(refused);
    const grant = {
      dataset: id,
      grantee: analyst.id,
      purpose: 'a study',
      ground: 'Agreement 7',
      until: '2026-12-31',
    };
    const masked = await whole.ask(giveGrant, { ...grant, view: 'masked' }, asOfficer);
    await expect(whole.ask(showView, { dataset: id, view }, asked)).rejects.toMatchObject({
      code: 'portal.no-such-view',
    });
    await whole.ask(withdrawGrant, { dataset: id, grant: masked.grant }, asOfficer);
    await expect(whole.ask(forgetView, { dataset: id, view }, asked)).rejects.toMatchObject({
      code: 'portal.no-such-view',
    });
    await whole.ask(forgetView, { dataset: id, view }, asOfficer);
    await expect(whole.ask(showView, { dataset: id, view }, asOfficer)).rejects.toMatchObject({
      code: 'portal.no-such-view',
    });
  });

  it('finds in the list what a look would be allowed to, and nothing else', async () => {
    const listed = async (look: 'rows' | 'figures', by: { actor: Actor; purpose?: string }) =>
      (await whole.ask(listDatasets, { look, limit: 1000 }, by)).datasets.map((one) => one.dataset).sort();
    const oneByOne = async (look: 'read-rows' | 'read-figures', by: { actor: Actor; purpose?: string }) => {
      const context = whole.app.contextFor(by);
      const rows = await whole.app.store.read.selectFrom('dataset').selectAll().execute();
      const allowed = await Promise.all(
        rows.map(async (row) => {
          const version = { dataset: row.id as never, release: row.release as never };
          return row.current_version !== null && (await mayLook(context, version, look))
            ? [row.public_id]
            : [];
        }),
      );
      return allowed.flat().sort();
    };
    const given = await whole.ask(
      giveGrant,
      {
        dataset: id,
        grantee: analyst.id,
        purpose: 'a study',
        view: 'rows',
        ground: 'Agreement 7',
        until: '2026-12-31',
      },
      asOfficer,
    );
    for (const by of [
      asOfficer,
      { actor: officer, purpose: undefined as never },
      { actor: analyst, purpose: 'a study' },
      { actor: analyst, purpose: 'another' },
      { actor: { id: 'open', kind: 'open' } as const, purpose: undefined as never },
    ])
      for (const look of ['rows', 'figures'] as const)
        expect([by, look, await listed(look, by)]).toEqual([by, look, await oneByOne(`read-${look}`, by)]);
    expect(await listed('rows', { actor: analyst, purpose: 'a study' })).toContain(id);
    expect(await listed('rows', { actor: analyst, purpose: 'another' })).not.toContain(id);
    await whole.ask(withdrawGrant, { dataset: id, grant: given.grant }, asOfficer);
    expect(await listed('rows', { actor: analyst, purpose: 'a study' })).not.toContain(id);
  });

  it('holds no file of protected rows, not even the holder, without a release', async () => {
    for (const actor of [officer, { id: 'operator', kind: 'operator' } as const])
      await expect(
        whole.ask(downloadCsv, { dataset: id, version: 'current' }, { actor, purpose: 'a copy' }),
      ).rejects.toMatchObject(refused);
  });
});

describe('a release', () => {
  const everyone = { actor: { id: 'open', kind: 'open' } as const };
  const rows = () => whole.ask(queryRows, { dataset: id, limit: 2 }, everyone);

  it('needs an open class, a ground of the state and a reviewer; from then on anyone may have the rows', async () => {
    const released = { dataset: id, version: 2, ground: 'nothing-protected', reviewer: 'R. Reviewer' };
    await expect(whole.ask(releaseVersion, released, asOfficer)).rejects.toMatchObject({
      code: 'catalog.not-an-open-class',
    });
    await whole.ask(
      classifyDataset,
      { dataset: id, class: 'open', ground: 'All of it is invented' },
      asOfficer,
    );
    await expect(rows()).rejects.toMatchObject(refused);
    await expect(
      whole.ask(releaseVersion, { ...released, ground: 'because' }, asOfficer),
    ).rejects.toMatchObject({ code: 'catalog.no-such-class' });
    await expect(whole.ask(releaseVersion, released, { actor: analyst, purpose: 'x' })).rejects.toMatchObject(
      { code: 'access.refused' },
    );
    const decision = await whole.ask(releaseVersion, released, asOfficer);
    expect(decision).toMatchObject({
      outcome: 'released',
      ground: 'nothing-protected',
      reviewer: 'R. Reviewer',
      decided_by: officer.id,
    });
    // At once, though its files are sealed still.
    expect(JSON.stringify(await rows())).toContain(plantedPeople[0]!.name);
    const [sealed] = await keysOf();
    expect(sealed).toBeTruthy();
    await whole.work();
    expect((await keysOf())[0]).toBeNull();
    expect(await whole.app.vault.keys.has(sealed!)).toBe(false);
    expect(JSON.stringify(await rows())).toContain(plantedPeople[0]!.name);
    expect((await whole.ask(showProfile, { dataset: id }, everyone)).fields).toHaveLength(5);
    // The version before stays protected, and what changed since it with it.
    await expect(whole.ask(queryRows, { dataset: id, version: 1, limit: 2 }, everyone)).rejects.toMatchObject(
      refused,
    );
    await expect(whole.ask(compareVersions, { dataset: id, limit: 2 }, everyone)).rejects.toMatchObject(
      refused,
    );
  });

  it('is taken back at once; the files are sealed, and answers kept from it are not given again', async () => {
    const { standing, access } = await whole.ask(showProtection, { dataset: id }, everyone);
    expect([standing, access]).toEqual([null, 'open']);
    const decision = (
      await whole.app.store.read
        .selectFrom('dataset')
        .select('release')
        .where('public_id', '=', id)
        .executeTakeFirstOrThrow()
    ).release!;
    await whole.ask(revokeRelease, { dataset: id, decision, reason: 'A name was found in it' }, asOfficer);
    await expect(rows()).rejects.toMatchObject(refused);
    await whole.work();
    expect((await keysOf())[0]).toBeTruthy();
    await expect(rows()).rejects.toMatchObject(refused);
    expect(JSON.stringify(await whole.ask(queryRows, { dataset: id, limit: 2 }, asOfficer))).toContain(
      plantedPeople[0]!.name,
    );
  });

  it('stands for coming versions until the class of the dataset is another', async () => {
    await whole.ask(
      releaseVersion,
      { dataset: id, version: 2, ground: 'nothing-protected', reviewer: 'R. Reviewer', coming: true },
      asOfficer,
    );
    await whole.work();
    await whole.ask(
      ingest,
      { dataset: id },
      { ...asOfficer, upload: uploadOf(plantedCsv('first'), 'third.csv') },
    );
    await whole.work();
    expect((await whole.ask(showDataset, { dataset: id }, everyone)).version).toMatchObject({
      version: 3,
      access: 'open',
    });
    expect(JSON.stringify(await rows())).toContain(plantedPeople[0]!.name);
    await whole.ask(
      classifyDataset,
      { dataset: id, class: 'protected', ground: 'It names people' },
      asOfficer,
    );
    await expect(rows()).rejects.toMatchObject(refused);
    await whole.work();
    expect((await keysOf()).every((key) => key !== null)).toBe(true);
    await whole.ask(
      ingest,
      { dataset: id },
      { ...asOfficer, upload: uploadOf(plantedCsv('second'), 'fourth.csv') },
    );
    await whole.work();
    expect((await whole.ask(showDataset, { dataset: id }, everyone)).version).toMatchObject({
      version: 4,
      access: 'protected',
    });
  });

  it('does not outlive a withdrawal', async () => {
    await whole.ask(withdrawVersion, { dataset: id, version: 4, reason: 'Sent by mistake' }, asOfficer);
    await expect(
      whole.ask(queryRows, { dataset: id, version: 4, limit: 1 }, asOfficer),
    ).rejects.toMatchObject({ status: 410 });
    expect((await whole.ask(showDataset, { dataset: id }, everyone)).version).toMatchObject({
      version: 3,
      access: 'protected',
    });
  });

  it('of what was open is recalled everywhere: pages, operations, kept answers, catalogues and feeds', async () => {
    const { dataset } = await whole.ask(registerDataset, { title: 'Open register', agency: 'DPH' });
    await whole.ask(classifyDataset, { dataset, class: 'open', ground: 'All invented' }, asOfficer);
    await whole.ask(
      ingest,
      { dataset, key_fields: ['case_number'] },
      { ...asOfficer, upload: uploadOf(plantedCsv('first'), 'open.csv') },
    );
    await whole.work();
    await whole.ask(
      releaseVersion,
      { dataset, version: 1, ground: 'nothing-protected', reviewer: 'R. Reviewer' },
      asOfficer,
    );
    await whole.work();
    const ways = [
      ...whole.app.operations
        .filter((op) => op.method === 'GET' && op.path.includes('{dataset}') && op.access === 'everyone')
        .map(
          (op) =>
            `${fill(op.path.replace('{dataset}', dataset)).replace('/2', '/1')}?base=http://127.0.0.1:8080`,
        ),
      ...whole.app.pages
        .filter(({ path }) => path.includes(':dataset'))
        .map(({ path }) => fill(path.replace(':dataset', dataset)).replace('/2', '/1')),
      `/resource/${dataset}.json`,
      `/resource/${dataset}.csv`,
      '/data.json',
      '/api/catalog/v1',
      '/search?q=register',
      '/data/issues',
    ];
    const leaks = async () => {
      const found: string[] = [];
      for (const way of ways) {
        const answer = await whole.visit(way, {
          headers: { accept: way.startsWith('/data/') ? 'text/html' : '*/*' },
        });
        if (planted(await answer.text()).length > 0) found.push(way);
      }
      return found;
    };
    const csv = await whole.visit(`/resource/${dataset}.csv`);
    expect(csv.headers.get('cache-control')).toBe('no-cache');
    await csv.body?.cancel();
    expect((await leaks()).length).toBeGreaterThan(5);
    await whole.ask(withdrawVersion, { dataset, version: 1, reason: 'Names were found' }, asOfficer);
    // At once, before any event was delivered.
    expect(await leaks()).toEqual([]);
    await whole.work();
    expect(await leaks()).toEqual([]);
    expect(await (await whole.visit(`/data/${dataset}/versions/1`)).text()).toContain('Names were found');
    const passer: Parameters<typeof whole.ask>[2] = { actor: { id: 'passer-by', kind: 'person' } };
    for (const operation of [listRules, listIssues, exportContract, listChecks])
      await expect(whole.ask(operation as typeof listRules, { dataset }, passer)).rejects.toMatchObject({
        code: 'catalog.protected',
      });
    await expect(whole.ask(listRules, { dataset }, asOfficer)).resolves.toMatchObject({ dataset });
  });

  const keysOf = async () =>
    (
      await whole.app.store.read
        .selectFrom('dataset_version')
        .innerJoin('dataset', 'dataset.id', 'dataset_version.dataset')
        .select(['sealed_by', 'number'])
        .where('public_id', '=', id)
        .orderBy('number', 'desc')
        .execute()
    ).map(({ sealed_by }) => sealed_by);
});
