import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplePeople } from '../../../../bin/example-people.ts';
import { uploadOf } from '../../../../test/context.ts';
import { exampleState } from '../../../../test/state-context.ts';
import { openWholeApp, type WholeApp } from '../../../../test/whole-app.ts';
import type { Actor, HeldRole } from '../../../core/access.ts';
import { sql } from '../../../engine/sql.ts';
import { searchEntries } from '../../../store/audit-log/search-entries.ts';
import { ingest, showDataset } from '../../catalog/contract.ts';
import { openContent, versionAt } from '../../catalog/index.ts';
import { classifyFields, giveGrant, withdrawGrant } from '../../catalog/protection/contract.ts';
import { dropPerson, findPerson, putPerson } from '../resident/contract.ts';
import { closeResidents } from '../resident/residents.ts';
import {
  explainGap,
  explainRunPair,
  linkDatasets,
  listClusters,
  listLinkable,
  listPairs,
  listRuns,
  moveThreshold,
  recogniseFields,
  showCluster,
  showRun,
} from './contract.ts';
import { withRun } from './with-run.ts';

const purpose = 'Evaluation of overdose prevention';
const person = (id: string, ...roles: HeldRole[]): Actor => ({ id, kind: 'person', name: id, roles });
const analyst = person('moreau', { role: 'analyst' });
const figuresOnly = person('sandoval', { role: 'analyst' });
const masked = person('okafor', { role: 'analyst' });
const stranger = person('lind', { role: 'analyst' });
const holder = person('young', { role: 'officer', agency: 'DSS' });

let whole: WholeApp;
let participants: string;
let visits: string;
let run: string;
let grant: string;

/** Loads an example file as protected data of an agency, and answers its public id. */
async function load(file: string, agency: string): Promise<string> {
  const text = await readFile(join(exampleState, 'data', file));
  await whole.ask(ingest, { agency, title: file.replace('.csv', '') } as never, {
    upload: uploadOf(text, file),
  });
  return ((await whole.work()).get('catalog.ingest') as { dataset: string }).dataset;
}

const grantTo = (dataset: string, to: Actor, view: 'rows' | 'masked' | 'figures') =>
  whole.ask(giveGrant, {
    dataset,
    grantee: to.id,
    purpose,
    view,
    ground: 'an agreement',
    until: '2027-01-31',
  });

const as = (actor: Actor, why: string | undefined = purpose) => ({ actor, purpose: why });

beforeAll(async () => {
  whole = await openWholeApp();
  participants = await load('program-participants-2025.csv', 'DSS');
  visits = await load('emergency-visits-2025.csv', 'DPH');
  await whole.ask(classifyFields, {
    dataset: visits,
    fields: { patient_last_name: 'identifier' },
    ground: 'it names a person',
  });
  grant = (await grantTo(participants, analyst, 'rows')).grant;
  await grantTo(visits, analyst, 'rows');
  await grantTo(participants, figuresOnly, 'rows');
  await grantTo(visits, figuresOnly, 'figures');
  await grantTo(participants, masked, 'rows');
  await grantTo(visits, masked, 'masked');
  await whole.ask(
    linkDatasets,
    { left: participants, right: visits, one_to_one: 'none', groups: ['race_ethnicity'] },
    as(analyst),
  );
  run = ((await whole.work()).get('linkage.link-datasets') as { run: string }).run;
}, 60_000);
afterAll(async () => {
  await closeResidents();
  await whole?.close();
});

describe('who may link', () => {
  const start = (actor: Actor, why: string | undefined = purpose) =>
    whole.ask(linkDatasets, { left: participants, right: visits }, as(actor, why));

  it('refuses who holds no grant, and says whom to ask', async () => {
    const refused = await start(stranger).catch(
      (error: unknown) => error as { code: string; remedy: string },
    );
    expect(refused).toMatchObject({ code: 'catalog.protected' });
    expect((refused as { remedy: string }).remedy).toContain('Ask the data officer');
  });
  it('refuses a grant to figures, a grant to masked rows, another purpose and no purpose', async () => {
    await expect(start(figuresOnly)).rejects.toMatchObject({ code: 'catalog.protected' });
    await expect(start(masked)).rejects.toMatchObject({ code: 'linkage.rows-masked' });
    await expect(start(analyst, 'Marketing')).rejects.toMatchObject({ code: 'catalog.protected' });
    await expect(
      whole.ask(linkDatasets, { left: participants, right: visits }, { actor: analyst, purpose: undefined }),
    ).rejects.toMatchObject({ code: 'linkage.purpose-needed' });
  });
  it('lists what may be linked for the stated purpose, and says why others may not', async () => {
    const own = await whole.ask(listLinkable, {}, as(analyst));
    expect(own.purposes).toEqual([purpose]);
    expect(own.datasets.filter(({ allowed }) => allowed).map(({ dataset }) => dataset)).toEqual(
      expect.arrayContaining([participants, visits]),
    );
    const other = await whole.ask(listLinkable, {}, as(figuresOnly));
    expect(other.datasets.find(({ dataset }) => dataset === visits)).toMatchObject({
      allowed: false,
      because: 'your grant shows figures only, never a row',
    });
    expect((await whole.ask(listLinkable, {}, as(stranger))).datasets).toEqual([]);
  });
  it('refuses to tell errors apart by what says who somebody is, and one dataset on both sides', async () => {
    const link = (input: object) =>
      whole.ask(linkDatasets, { left: participants, right: visits, ...input } as never, as(analyst));
    await expect(link({ groups: ['patient_last_name'] })).rejects.toMatchObject({
      code: 'linkage.group-not-for-report',
    });
    await expect(link({ groups: ['last_nm'] })).rejects.toMatchObject({
      code: 'linkage.group-not-for-report',
    });
    await expect(link({ right: participants })).rejects.toMatchObject({ code: 'linkage.same-dataset-twice' });
    await expect(link({ fields: 'given_name=nickname' })).rejects.toMatchObject({
      code: 'linkage.no-such-column',
    });
  });
  it('writes the look down before anything is queued', async () => {
    const entries = await searchEntries(whole.app.store.read, {
      operation: 'linkage.link-datasets',
    } as never);
    const own = entries.filter((entry) => (entry as { actor?: string }).actor === analyst.id);
    expect(own.length).toBeGreaterThanOrEqual(3);
  });
});

describe('a finished link', () => {
  it('finds the same people as the truth that the files were made from', async () => {
    const truth = examplePeople();
    const { content, rows } = await resultRows();
    expect(content.isOpen).toBe(false);
    const personOf = await peopleByRow(truth);
    const byCluster = new Map<string, { left: number[]; right: number[] }>();
    for (const { id, side, cluster_id } of rows) {
      const cluster = byCluster.get(cluster_id) ?? { left: [], right: [] };
      cluster[side].push(personOf[side].get(Number(id))!);
      byCluster.set(cluster_id, cluster);
    }
    let [declared, right, all] = [0, 0, 0];
    for (const { left, right: others } of byCluster.values())
      for (const a of left)
        for (const b of others) {
          declared++;
          if (a === b) right++;
        }
    const counts = new Map<number, number>();
    for (const number of personOf.left.values()) counts.set(number, (counts.get(number) ?? 0) + 1);
    for (const number of personOf.right.values()) all += counts.get(number) ?? 0;
    expect(right / declared).toBeGreaterThan(0.95);
    expect(right / all).toBeGreaterThan(0.9);
  });

  it('reports what it did in counts, with no name in the control plane', async () => {
    const shown = await whole.ask(showRun, { run }, as(analyst));
    expect(shown).toMatchObject({ state: 'finished', kind: 'link', purpose });
    const { report, evidence } = shown;
    expect(report!.files.map(({ records }) => records)).toEqual([3600, 2400]);
    expect(evidence!.sides.map(({ records }) => records)).toEqual([3600, 2400]);
    for (const side of evidence!.sides) expect(side.linked + side.alone + side.unlinkable).toBe(side.records);
    const now = evidence!.thresholds.find(({ now }) => now)!;
    expect(now.links).toBe(report!.pairs.linked);
    for (const [at, line] of evidence!.thresholds.entries())
      if (at > 0) expect(line.links).toBeLessThanOrEqual(evidence!.thresholds[at - 1]!.links);
    expect(evidence!.groups.some(({ by }) => by === 'race_ethnicity')).toBe(true);
    const stored = await whole.app.store.read.selectFrom('linkage_run').selectAll().execute();
    const text = JSON.stringify(stored).toLowerCase();
    for (const name of await namesInFiles()) expect(text).not.toContain(`"${name}"`);
  });

  it('shows a run to anyone with a role, and its report only to whoever may see the rows of both', async () => {
    for (const actor of [stranger, figuresOnly, masked, holder])
      expect(await whole.ask(showRun, { run }, as(actor)), actor.id).toMatchObject({
        report: null,
        evidence: null,
      });
    expect((await whole.ask(listRuns, {}, as(stranger))).runs[0]).toMatchObject({ run, purpose });
  });

  it('is a protected dataset of its own, which the holder of one source alone may not open', async () => {
    const { result } = await whole.ask(showRun, { run }, as(analyst));
    const record = await whole.ask(showDataset, { dataset: result!.dataset }, as(stranger));
    expect(record).toMatchObject({ access: 'protected' });
    const version = await versionAt(whole.app.store.read, result!.dataset);
    const open = (actor: Actor) =>
      openContent(whole.app.contextFor({ actor, purpose, operation: 'test' }), version, 'read-rows');
    await expect(open(holder)).rejects.toMatchObject({ code: 'catalog.protected' });
    await expect(open(figuresOnly)).rejects.toMatchObject({ code: 'catalog.protected' });
    expect((await open(analyst)).masked.size).toBe(0);
  });

  it('lies sealed on the disk: no name of the files is in any file of the home', async () => {
    const names = (await namesInFiles()).filter((name) => name.length >= 9);
    expect(names.length).toBeGreaterThan(40);
    const files = readdirSync(whole.home, { recursive: true, withFileTypes: true }).filter(
      (one) => one.isFile() && !one.parentPath.includes('/private'),
    );
    expect(files.some(({ name }) => name.startsWith(`pairs-${run}`) && name.endsWith('.sealed'))).toBe(true);
    for (const file of files) {
      const text = readFileSync(join(file.parentPath, file.name)).toString('latin1').toLowerCase();
      for (const name of names) expect(text.includes(name), `${name} in ${file.name}`).toBe(false);
      if (file.name.includes('part')) expect(text).not.toContain('left-1');
    }
  });

  it('explains a pair by the weights it was decided with', async () => {
    const { pairs } = await whole.ask(listPairs, { run, from: 0.2, to: 1, limit: 200 }, as(analyst));
    expect(pairs.length).toBeGreaterThan(20);
    for (const { pair } of [pairs[0]!, pairs.at(-1)!]) {
      const why = await whole.ask(explainRunPair, { run, pair }, as(analyst));
      const sum = why.fields.reduce((total, { bits }) => total + bits, why.prior) + (why.neighbours ?? 0);
      expect(sum).toBeCloseTo(why.weight, 0);
      expect(why.records).toHaveLength(2);
      expect(why.records.map(({ dataset }) => dataset)).toEqual([participants, visits]);
      const family = why.fields.flatMap(({ parts }) => parts).find(({ field }) => field === 'family_name')!;
      expect(family.left.length + family.right.length).toBeGreaterThan(0);
      expect(why.comparedBy.length).toBeGreaterThan(0);
      expect(JSON.stringify(why)).not.toMatch(/\d{3}-\d{2}-\d{4}/);
    }
    await expect(whole.ask(explainRunPair, { run, pair: 10 ** 9 }, as(analyst))).rejects.toMatchObject({
      code: 'linkage.no-such-pair',
    });
  });

  it('shows a cluster with the bridge by which it would first fall apart', async () => {
    const { clusters } = await whole.ask(listClusters, { run, by: 'bridge' }, as(analyst));
    const several = clusters.find(({ records }) => records >= 3)!;
    const shown = await whole.ask(showCluster, { run, cluster: several.cluster }, as(analyst));
    expect(shown.records).toHaveLength(several.records);
    expect(shown.bridge!.apart.flat().sort((a, b) => a - b)).toEqual(shown.records.map((_, at) => at));
    expect(shown.bridge!.weight).toBe(several.weakest);
    await expect(whole.ask(showCluster, { run, cluster: 'left-0' }, as(analyst))).rejects.toMatchObject({
      code: 'linkage.no-such-cluster',
    });
  });

  it('recognises fields of both sides under one kind', async () => {
    const { columns } = await whole.ask(recogniseFields, { left: participants, right: visits }, as(analyst));
    const kindOf = (name: string) => columns.find(({ column }) => column === name)?.kind;
    expect([kindOf('dob'), kindOf('birth_date'), kindOf('last_nm'), kindOf('patient_last_name')]).toEqual([
      'birth_date',
      'birth_date',
      'family_name',
      'family_name',
    ]);
  });

  it('opens as files for work that reads files, and closes them again', async () => {
    const context = whole.app.contextFor({ actor: analyst, purpose, operation: 'test' });
    let folder = '';
    await withRun(context, run, async (opened) => {
      folder = opened.folder;
      expect(readdirSync(folder).sort()).toEqual([
        'clusters.parquet',
        'model.yaml',
        'pairs.parquet',
        'report.json',
      ]);
      const path = await opened.keepJson('note.json', { kept: 7 });
      expect(path).toMatch(/\.sealed$/);
      expect(await opened.readJson(path)).toEqual({ kept: 7 });
      return opened.files.length;
    });
    expect(() => readdirSync(folder)).toThrow();
    const other = whole.app.contextFor({ actor: stranger, purpose, operation: 'test' });
    await expect(withRun(other, run, async () => 1)).rejects.toMatchObject({ code: 'catalog.protected' });
  });

  it('says who somebody is, one record at a time, with additions found at once and after a restart', async () => {
    const find = (record: Record<string, string>, more: object = {}) =>
      whole.ask(findPerson, { run, record, ...more }, as(analyst));
    const [head = '', ...lines] = (
      await readFile(join(exampleState, 'data', 'emergency-visits-2025.csv'), 'utf8')
    )
      .trim()
      .split('\n');
    const columns = head.split(',').map((name) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_'));
    const { report } = await whole.ask(showRun, { run }, as(analyst));
    const field = new Map(report!.fields.map(({ field: name, column }) => [column, name]));
    const recordOf = (line: string) =>
      Object.fromEntries(
        line.split(',').flatMap((value, at) => {
          const name = field.get(columns[at]!);
          return name === undefined ? [] : [[name, value.replaceAll('"', '')]];
        }),
      );
    let own = 0;
    for (let row = 0; row < 40; row++) {
      const { answer, found } = await find(recordOf(lines[row]!));
      if (answer === 'known' && found.some(({ id }) => id === `right-${row + 1}`)) own++;
    }
    expect(own).toBeGreaterThan(36);
    const invented = { given_name: 'Zyxwina', family_name: 'Quuxfeather', birth_date: '1931-02-27' };
    expect(await find(invented)).toMatchObject({ answer: 'nobody', cluster: null });
    const { id } = await whole.ask(putPerson, { run, record: invented, cluster: 'left-7' }, as(analyst));
    expect((await find(invented)).found[0]).toMatchObject({ id, cluster: 'left-7' });
    await closeResidents();
    const again = await find(invented, { show: true });
    expect(again.found[0]).toMatchObject({ id, record: null });
    await whole.ask(dropPerson, { run, id }, as(analyst));
    expect((await find(invented)).found.map((one) => one.id)).not.toContain(id);
    const [first] = (await find(recordOf(lines[0]!), { show: true })).found;
    expect(first!.record!.values['family_name']).toBeDefined();
    await expect(find({ shoe_size: '9' })).rejects.toMatchObject({ code: 'linkage.bad-fields' });
    for (const actor of [stranger, figuresOnly, holder])
      await expect(whole.ask(findPerson, { run, record: invented }, as(actor))).rejects.toMatchObject({
        code: 'catalog.protected',
      });
    const kept = JSON.stringify(
      await whole.app.store.read.selectFrom('linkage_index_change').selectAll().execute(),
    );
    expect(kept.includes('Quux')).toBe(false);
    const told = JSON.stringify(
      await searchEntries(whole.app.store.read, { operation: 'linkage.find-person' } as never),
    );
    expect(told).toContain(analyst.id);
    expect(told.includes('Quux')).toBe(false);
  });

  it('moves its threshold as a new version of the same result, with the same model', async () => {
    await whole.ask(explainGap, { run, reason: 'No other file names them yet.' }, as(analyst));
    const before = await whole.ask(showRun, { run }, as(analyst));
    expect(before.reason).toBe('No other file names them yet.');
    const stricter = before.evidence!.thresholds.at(-1)!;
    await whole.ask(moveThreshold, { run, weight: stricter.weight }, as(analyst));
    const moved = ((await whole.work()).get('linkage.link-datasets') as { run: string }).run;
    const after = await whole.ask(showRun, { run: moved }, as(analyst));
    expect(after.result!.dataset).toBe(before.result!.dataset);
    expect(after.result!.version).toBe(2);
    expect(after.follows).toBe(run);
    // The same records: what split or merged did so by the line alone.
    expect(after.report!.continued!.records).toEqual({ kept: 6000, added: 0, changed: 0, gone: 0 });
    const close = (a: number, b: number) => Math.abs(a - b) <= 0.01 * b + 2;
    expect(close(after.report!.pairs.linked, stricter.links)).toBe(true);
    expect((await whole.ask(showRun, { run }, as(analyst))).newest).toBe(false);
  });

  it('is shut at once when a grant to one source is withdrawn', async () => {
    await whole.ask(withdrawGrant, { dataset: participants, grant });
    await expect(whole.ask(listClusters, { run }, as(analyst))).rejects.toMatchObject({
      code: 'catalog.protected',
    });
    expect((await whole.ask(showRun, { run }, as(analyst))).report).toBeNull();
  });
});

async function resultRows() {
  const shown = await whole.ask(showRun, { run }, as(analyst));
  const version = await versionAt(whole.app.store.read, shown.result!.dataset);
  const context = whole.app.contextFor({ actor: analyst, purpose, operation: 'test' });
  const content = await openContent(context, version, 'read-rows');
  const rows = await context.engine.rows<{ id: string; side: 'left' | 'right'; cluster_id: string }>(
    sql`SELECT id::varchar AS id, side, cluster_id FROM ${await content.rows()}`,
  );
  return { content, rows };
}

/** The number of the invented person behind each row of both files. */
async function peopleByRow(truth: ReturnType<typeof examplePeople>) {
  const read = async ({ file, truth: people }: (typeof truth)['visits']) => {
    const lines = (await readFile(join(exampleState, 'data', file), 'utf8')).trim().split('\n').slice(1);
    return new Map(lines.map((line, at) => [at + 1, people.get(line.split(',')[0]!.replaceAll('"', ''))!]));
  };
  return { left: await read(truth.participants), right: await read(truth.visits) };
}

/** Family names of both files, in small letters. */
async function namesInFiles(): Promise<string[]> {
  const names = new Set<string>();
  for (const [file, column] of [
    ['program-participants-2025.csv', 1],
    ['emergency-visits-2025.csv', 2],
  ] as const)
    for (const line of (await readFile(join(exampleState, 'data', file), 'utf8')).trim().split('\n').slice(1))
      names.add(line.split(',')[column]!.replaceAll('"', '').trim().toLowerCase());
  return [...names].filter((name) => name.length >= 5);
}
