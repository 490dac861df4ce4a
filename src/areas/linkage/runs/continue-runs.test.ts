import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadOf } from '../../../../test/context.ts';
import { openWholeApp, type WholeApp } from '../../../../test/whole-app.ts';
import type { Actor } from '../../../core/access.ts';
import { sql } from '../../../engine/sql.ts';
import { ingest } from '../../catalog/contract.ts';
import { openContent, versionAt } from '../../catalog/index.ts';
import { giveGrant } from '../../catalog/protection/contract.ts';
import {
  compareDefinitions,
  listDefinitions,
  saveDefinition,
  showDefinition,
} from '../definitions/contract.ts';
import { explainGap, explainRunPair, linkDatasets, listChanges, listPairs, showRun } from './contract.ts';
import { openRun } from './with-run.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const purpose = 'One record for one person';
const ann: Actor = { id: 'ann', kind: 'person', name: 'ann', roles: [{ role: 'analyst' }] };
const by = { actor: ann, purpose };
const fields = 'given_name=first_name,family_name=surname,birth_date=dob,town=city,email=email';

let whole: WholeApp;
let dataset: string;
let head: string;
let lines: string[];

const load = async (text: readonly string[], into: object) => {
  await whole.ask(ingest, into as never, {
    upload: uploadOf(`${[head, ...text].join('\n')}\n`, 'clients.csv'),
  });
  return ((await whole.work()).get('catalog.ingest') as { dataset: string }).dataset;
};
const link = async (input: object = {}) => {
  await whole.ask(linkDatasets, { left: dataset, ...input } as never, by);
  return ((await whole.work()).get('linkage.link-datasets') as { run: string }).run;
};
/** The cluster of each record by its key, whatever its row in the version that was linked. */
const clustersOf = async (run: string) => {
  const context = whole.app.contextFor({ ...by, operation: 'test' });
  const { clusters, sources } = await openRun(context, run);
  const rows = await context.engine.rows<{ key: string; cluster: string }>(
    sql`SELECT unique_id::varchar AS key, cluster_id::varchar AS cluster FROM ${sources[0]!.records.relation} r
        JOIN ${clusters} c ON c.id::bigint = r._row::bigint`,
  );
  return new Map(rows.map(({ key, cluster }) => [key, cluster]));
};
/** Which keys share a cluster, without its name. */
const groupsOf = (clusters: ReadonlyMap<string, string>) => {
  const groups = new Map<string, string[]>();
  for (const [key, cluster] of clusters) groups.set(cluster, [...(groups.get(cluster) ?? []), key]);
  return new Set([...groups.values()].map((keys) => keys.sort().join(' ')));
};

beforeAll(async () => {
  whole = await openWholeApp();
  [head = '', ...lines] = (await readFile(join(root, 'test', 'golden', 'linkage', 'fake_1000.csv'), 'utf8'))
    .trim()
    .split('\n');
  dataset = await load(lines.slice(0, 960), { agency: 'DSS', title: 'Clients', key_fields: ['unique_id'] });
  await whole.ask(giveGrant, {
    dataset,
    grantee: ann.id,
    purpose,
    view: 'rows',
    ground: 'an agreement',
    until: '2027-01-31',
  });
}, 60_000);
afterAll(() => whole?.close());

describe('a link that goes on from an earlier one', () => {
  let first: string;
  let next: string;
  beforeAll(async () => {
    first = await link({ fields });
    const [changed = ''] = lines;
    const cells = changed.split(',');
    cells[head.split(',').indexOf('city')] = 'Elsewhere';
    // Another order, 40 new records, one with another town, one that is gone.
    await load([cells.join(','), ...lines.slice(2)].reverse(), { dataset });
    next = await link({ previous: first });
  }, 60_000);

  it('knows records again by their key and compares the new and changed ones only', async () => {
    const { report, continues } = await whole.ask(showRun, { run: next }, by);
    expect(continues).toBe(first);
    expect(report!.continued).toMatchObject({
      compared: 'new and changed records',
      records: { kept: 958, added: 40, changed: 1, gone: 1 },
    });
    expect(report!.model.from).toBe(first);
  });

  it('keeps the names of clusters, and lists each merge and split with its reason', async () => {
    const [before, after] = [await clustersOf(first), await clustersOf(next)];
    const { changes, all } = await whole.ask(listChanges, { run: next, limit: 500 }, by);
    const { clusters } = (await whole.ask(showRun, { run: next }, by)).report!.continued!;
    expect(all).toBe(clusters.merged + clusters.split);
    for (const { because } of changes) expect(because.length).toBeGreaterThan(10);
    const touched = new Set(changes.flatMap(({ cluster, others }) => [cluster, ...others]));
    let kept = 0;
    for (const [key, name] of before) {
      const now = after.get(key);
      if (now === undefined || touched.has(name) || touched.has(now)) continue;
      expect(now, key).toBe(name);
      kept++;
    }
    expect(kept).toBeGreaterThan(800);
  });

  it('finds the clusters that comparing everything finds, or differs in a few and says why', async () => {
    const full = groupsOf(await clustersOf(await link({ previous: first, compare_all: true })));
    const own = groupsOf(await clustersOf(next));
    const other = [...own].filter((group) => !full.has(group));
    expect(other.length).toBeLessThanOrEqual(own.size * 0.01);
  });

  it('refuses an earlier link of other datasets', async () => {
    const beside = await load(lines.slice(0, 300), { agency: 'DSS', title: 'Beside' });
    await whole.ask(giveGrant, {
      dataset: beside,
      grantee: ann.id,
      purpose,
      view: 'rows',
      ground: 'an agreement',
      until: '2027-01-31',
    });
    await expect(
      whole.ask(linkDatasets, { left: beside, previous: first } as never, by),
    ).rejects.toMatchObject({ code: 'linkage.not-continuable' });
  });
});

const rules = `version: 1
name: Births first
source: Memorandum of the test
rules:
  - rule: other birth date
    when: { fields: { birth_date: different } }
    verdict: refuse
    because: Two dates of birth are two people here.
  - rule: mail alone
    when: { fields: { email: not the same }, chance_from: 0.5 }
    verdict: review
    because: Without the same mailbox a person looks.
`;

describe('saved models and rule sets', () => {
  it('are tried before they are saved, and each change is a version that can be compared', async () => {
    const save = (content: string, note = '') =>
      whole.ask(saveDefinition, { kind: 'rules', name: 'births-first', content, note }, by);
    await expect(save(rules.replace('verdict: refuse', 'verdict: perhaps'))).rejects.toMatchObject({
      code: 'linkage.rule-set-unusable',
    });
    expect(await save(rules)).toMatchObject({ version: 1 });
    expect(await save(rules)).toMatchObject({ version: 1 });
    expect(await save(rules.replace('chance_from: 0.5', 'chance_from: 0.6'), 'surer')).toMatchObject({
      version: 2,
      note: 'surer',
    });
    const { changes } = await whole.ask(
      compareDefinitions,
      { kind: 'rules', name: 'births-first', from: 1, to: 2 },
      by,
    );
    expect(changes.map(({ what }) => what)).toEqual(['Rule mail alone']);
    expect((await whole.ask(listDefinitions, {}, by)).definitions).toMatchObject([
      { kind: 'rules', name: 'births-first', version: 2 },
    ]);
    await expect(
      whole.ask(linkDatasets, { left: dataset, rules: 'births-last' } as never, by),
    ).rejects.toMatchObject({ code: 'linkage.no-such-definition' });
  });

  it('decide in a link over the model, pair by pair, and the link says which version did', async () => {
    const run = await link({ fields, rules: 'births-first@1' });
    const shown = await whole.ask(showRun, { run }, by);
    expect(shown.rules).toBe('births-first@1');
    const policy = shown.report!.policy!;
    expect(policy.byRule.map(({ pairs }) => pairs > 0)).toEqual([true, true]);
    const { pairs, all } = await whole.ask(
      listPairs,
      { run, from: 0, to: 1, verdict: 'review', limit: 5 },
      by,
    );
    expect(all).toBeGreaterThan(0);
    expect(pairs.every(({ decidedBy, linked }) => decidedBy === 'mail alone' && !linked)).toBe(true);
    const why = await whole.ask(explainRunPair, { run, pair: pairs[0]!.pair }, by);
    expect(why.ruled).toEqual({
      by: 'mail alone',
      verdict: 'review',
      because: 'Without the same mailbox a person looks.',
    });
    const { used_by } = await whole.ask(showDefinition, { kind: 'rules', name: 'births-first' }, by);
    expect(used_by).toMatchObject([{ run, version: 1 }]);
  });

  it('a model is saved from a link, edited, compared, and passed back', async () => {
    const from = await link({ fields });
    await whole.ask(saveDefinition, { kind: 'model', name: 'clients', run: from }, by);
    const { content } = await whole.ask(showDefinition, { kind: 'model', name: 'clients' }, by);
    const edited = content.replace(/^threshold: .*$/m, 'threshold: 0.999');
    await whole.ask(saveDefinition, { kind: 'model', name: 'clients', content: edited }, by);
    const { changes } = await whole.ask(
      compareDefinitions,
      { kind: 'model', name: 'clients', from: 1, to: 2 },
      by,
    );
    expect(changes).toMatchObject([{ what: 'Chance from which a pair is linked', after: '0.999' }]);
    // What it learned of protected records is told to nobody who may not see them, edited or not.
    const bob: Actor = { id: 'bob', kind: 'person', name: 'bob', roles: [{ role: 'board' }] };
    for (const version of [1, 2])
      await expect(
        whole.ask(showDefinition, { kind: 'model', name: 'clients', version }, { actor: bob, purpose }),
      ).rejects.toMatchObject({ status: 403 });
    const run = await link({ model: 'clients' });
    const shown = await whole.ask(showRun, { run }, by);
    expect(shown.model).toBe('clients@2');
    expect(shown.report!.threshold.value).toBeCloseTo(0.999, 6);
  });
});

describe('the gate of fairness', () => {
  it('keeps a result from use until somebody writes why a group is found less often', async () => {
    const columns = head.split(',');
    const at = (name: string) => columns.indexOf(name);
    const cluster = at('cluster');
    const unequal = lines.map((line, row) => {
      const cells = line.split(',');
      const north = Number(cells[cluster]) % 2 === 0;
      if (north && row % 2 === 0) {
        cells[at('email')] = '';
        cells[at('first_name')] = '';
        if (row % 4 === 0) cells[at('dob')] = '';
      }
      return [...cells, north ? 'north' : 'south'].join(',');
    });
    head = `${head},region`;
    dataset = await load(unequal, { agency: 'DSS', title: 'Clients by region', key_fields: ['unique_id'] });
    await whole.ask(giveGrant, {
      dataset,
      grantee: ann.id,
      purpose,
      view: 'rows',
      ground: 'an agreement',
      until: '2027-01-31',
    });
    const run = await link({ fields, groups: ['region'] });
    const shown = await whole.ask(showRun, { run }, by);
    expect(shown.evidence!.groups.find(({ value }) => value === 'north')).toMatchObject({ gate: 'below' });
    expect(shown.withheld).toBe(true);
    const version = () => versionAt(whole.app.store.read, shown.result!.dataset);
    const open = async () =>
      openContent(whole.app.contextFor({ ...by, operation: 'test' }), await version(), 'read-rows');
    await expect(open()).rejects.toMatchObject({ code: 'catalog.not-in-this-form' });
    // Whoever judges it may look, and writes why.
    expect((await whole.ask(listPairs, { run }, by)).all).toBeGreaterThan(0);
    await whole.ask(explainGap, { run, reason: 'The north gave no mail addresses before 2020.' }, by);
    expect((await whole.ask(showRun, { run }, by)).withheld).toBe(false);
    expect((await open()).masked.size).toBe(0);
  });
});
