import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../../test/context.ts';
import { literal, sql } from '../../../engine/sql.ts';
import { dedupe, generate } from '../contract.ts';
import { area } from '../index.ts';
import type { LinkageReport } from '../model.ts';
import { continueClusters } from './stable-clusters.ts';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
const at = (name: string) => join(context.home, name);
async function run(input: Parameters<typeof dedupe.input.parse>[0]): Promise<LinkageReport> {
  const { job } = await area.handlers.dedupe(context, dedupe.input.parse(input));
  return (await context.run(job, area.jobs!)) as LinkageReport;
}
const clusters = async (folder: string) =>
  new Map(
    (
      await context.engine.rows<{ id: string; cluster_id: string }>(
        sql`SELECT id, cluster_id FROM read_parquet(${literal(at(`${folder}/clusters.parquet`))})`,
      )
    ).map(({ id, cluster_id }) => [id, cluster_id]),
  );
/** Groups of two and more, whatever they are called. */
const groups = (of: ReadonlyMap<string, string>) => {
  const found = new Map<string, string[]>();
  for (const [id, cluster] of of) found.set(cluster, [...(found.get(cluster) ?? []), id]);
  return new Set([...found.values()].filter(({ length }) => length > 1).map((ids) => ids.sort().join(' ')));
};

describe('one per cent more records', () => {
  const [before, after] = [4_600, 4_646];
  let whole: Map<string, string>;
  let step: Map<string, string>;
  let report: LinkageReport;
  beforeAll(async () => {
    for (const [file, records] of [
      ['before.parquet', before],
      ['after.parquet', after],
    ] as const) {
      const { job } = await area.handlers.generate(
        context,
        generate.input.parse({ file: at(file), records, seed: 5 }),
      );
      await context.run(job, area.jobs!);
    }
    const common = { id: 'id', truth: 'person' };
    await run({ files: [at('before.parquet')], ...common, out: at('first') });
    report = await run({ files: [at('after.parquet')], ...common, out: at('step'), previous: at('first') });
    await run({
      files: [at('after.parquet')],
      ...common,
      out: at('whole'),
      previous: at('first'),
      compare_all: true,
    });
    [step, whole] = [await clusters('step'), await clusters('whole')];
  });

  it('only they are compared', () => {
    expect(report.continued).toMatchObject({
      compared: 'new and changed records',
      records: { kept: before, added: after - before, changed: 0, gone: 0 },
    });
    expect(report.pairs.compared).toBeLessThan(0.1 * report.pairs.possible);
    expect(report.continued!.pairsKept).toBeGreaterThan(500);
  });

  it('the clusters are those of a run over all records, or each difference is told', async () => {
    const [one, other] = [groups(step), groups(whole)];
    const differ = [...one].filter((ids) => !other.has(ids)).length;
    expect(one.size).toBeGreaterThan(500);
    // Frequencies moved by one per cent may move a weight over the line: one cluster in five hundred at most.
    expect(differ).toBeLessThanOrEqual(one.size / 500);
  });

  it('clusters keep their names, and what merged or split is told with a reason', async () => {
    const first = await clusters('first');
    let same = 0;
    for (const [id, cluster] of first) if (step.get(id) === cluster) same++;
    expect(same).toBeGreaterThan(0.995 * before);
    const changes = JSON.parse(await readFile(at('step/changes.json'), 'utf8')) as {
      kind: string;
      because: string;
    }[];
    expect(changes.length).toBe(report.continued!.clusters.merged + report.continued!.clusters.split);
    expect(changes.every(({ because }) => because.length > 10)).toBe(true);
  });

  it('a record that changed is compared anew, one that is gone leaves its cluster', async () => {
    await context.engine.run(
      sql`COPY (SELECT * REPLACE (CASE WHEN id = (SELECT min(id) FROM read_parquet(${literal(at('after.parquet'))})) THEN 'Zyx' ELSE given_name END AS given_name)
          FROM read_parquet(${literal(at('after.parquet'))}) WHERE id <> (SELECT max(id) FROM read_parquet(${literal(at('after.parquet'))})))
          TO ${literal(at('third.parquet'))} (FORMAT parquet)`,
    );
    const third = await run({
      files: [at('third.parquet')],
      id: 'id',
      previous: at('step'),
      out: at('third'),
    });
    expect(third.continued!.records).toEqual({ kept: after - 2, added: 0, changed: 1, gone: 1 });
  });

  it('says why an earlier result cannot be continued', async () => {
    await expect(run({ files: [at('after.parquet')], previous: at('first') })).rejects.toMatchObject({
      code: 'linkage.previous-unusable',
    });
    await expect(
      run({ files: [at('after.parquet')], id: 'id', previous: at('nowhere') }),
    ).rejects.toMatchObject({ code: 'linkage.previous-unusable' });
  });
});

describe('names of clusters', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const why = { merged: () => 'm', split: () => 's', goneNames: [] };
  const named = (clusters: number[], previous: (string | undefined)[]) => {
    const { names, changes } = continueClusters(
      Int32Array.from(clusters),
      (row) => previous[row],
      (row) => ids[row]!,
      why,
    );
    return { of: clusters.map((root) => names.get(root)), changes };
  };

  it('go to the part that has most of the records, and no two clusters have one', () => {
    expect(named([0, 1, 1, 3, 3], ['a', 'a', 'a', 'd', 'd'])).toEqual({
      of: ['a-2', 'a', 'a', 'd', 'd'],
      changes: [{ kind: 'split', cluster: 'a', others: ['a', 'a-2'], records: 3, because: 's' }],
    });
  });

  it('merge into the larger one', () => {
    const { of, changes } = named([0, 0, 0, 0, 4], ['a', 'b', 'b', 'b', undefined]);
    expect(of).toEqual(['b', 'b', 'b', 'b', 'e']);
    expect(changes).toEqual([{ kind: 'merged', cluster: 'b', others: ['a'], records: 4, because: 'm' }]);
  });
});

describe('decisions of people', () => {
  it('stand in clusters and pairs, whatever the model says', async () => {
    const whole = await clusters('whole');
    const found = await context.engine.rows<{ id_l: string; id_r: string }>(
      sql`SELECT id_l, id_r FROM read_parquet(${literal(at('whole/pairs.parquet'))}) WHERE match_probability > 0.999 ORDER BY ALL LIMIT 1`,
    );
    const apart = found[0]!;
    const [x, y] = [...whole.keys()].filter((id) => id !== apart.id_l && id !== apart.id_r).slice(100, 102);
    await writeFile(
      at('decisions.csv'),
      `id_l,id_r,decision,note\n${apart.id_l},${apart.id_r},different,\n${x},${y},same,\n${y},${x},unsure,\nnobody,${x},same,\n`,
    );
    const report = await run({
      files: [at('after.parquet')],
      id: 'id',
      previous: at('whole'),
      decisions: at('decisions.csv'),
      out: at('decided'),
    });
    const decided = await clusters('decided');
    expect(decided.get(apart.id_l)).not.toBe(decided.get(apart.id_r));
    expect(decided.get(x!)).toBe(decided.get(y!));
    expect(report.decisions).toMatchObject({ honoured: 2, changed: 2, contradicted: 0, gone: 1 });
    const [pair] = await context.engine.rows(
      sql`SELECT decision, decided_by, match_probability::integer AS chance FROM read_parquet(${literal(at('decided/pairs.parquet'))})
          WHERE id_l IN (${x!}, ${y!}) AND id_r IN (${x!}, ${y!})`,
    );
    expect(pair).toEqual({ decision: 'accept', decided_by: 'a person', chance: 1 });
    const changes = JSON.parse(await readFile(at('decided/changes.json'), 'utf8')) as { because: string }[];
    expect(changes.map(({ because }) => because).sort()).toEqual([
      'somebody decided that they are different',
      'somebody decided that they are the same',
    ]);
  });

  it('a rule that refuses keeps apart what the model links', async () => {
    await writeFile(
      at('rules.yaml'),
      `version: 1
name: No link without a birth date
rules:
  - { rule: no birth date, when: { fields: { birth_date: missing } }, verdict: review, because: a person looks }
`,
    );
    const report = await run({
      files: [at('after.parquet')],
      id: 'id',
      previous: at('whole'),
      rules: at('rules.yaml'),
      out: at('ruled'),
    });
    expect(report.policy!.byRule[0]!.pairs).toBeGreaterThan(0);
    const [wrong] = await context.engine.rows<{ pairs: number }>(
      sql`SELECT count(*)::int AS pairs FROM read_parquet(${literal(at('ruled/pairs.parquet'))}) p
          JOIN read_parquet(${literal(at('ruled/clusters.parquet'))}) l ON l.id = p.id_l
          JOIN read_parquet(${literal(at('ruled/clusters.parquet'))}) r ON r.id = p.id_r
          WHERE p.decided_by = 'no birth date' AND l.cluster_id = r.cluster_id`,
    );
    expect(wrong!.pairs).toBe(0);
    await writeFile(
      at('rules.yaml'),
      (await readFile(at('rules.yaml'), 'utf8')).replace('missing', 'mising'),
    );
    await expect(
      run({ files: [at('after.parquet')], id: 'id', rules: at('rules.yaml') }),
    ).rejects.toMatchObject({ code: 'linkage.rule-set-unusable' });
  });
});
