import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../test/context.ts';
import { ident, join as joined, sql } from '../../engine/sql.ts';
import { checkNode } from './generalise/check-node.ts';
import { type CodedRecords, codeRecords } from './generalise/coded-records.ts';
import { stepLosses } from './generalise/information-loss.ts';
import { readHierarchies } from './generalise/value-hierarchy.ts';
import { generalise } from './generalise.ts';
import { averageClassSizes, discernibility } from './microdata/class-risk.ts';
import { generalise as generaliseOperation, risk as riskOperation } from './microdata/contract.ts';
import { openRecords } from './microdata/record-file.ts';
import { risk } from './risk.ts';

/** Numbers that ARX's own tests expect of the Adult data set: cases A1 to A12 and A14. */

const golden = join(import.meta.dirname, '../../../test/golden/disclosure/adult');
const nine = [
  'sex',
  'age',
  'race',
  'marital-status',
  'education',
  'native-country',
  'workclass',
  'occupation',
  'salary-class',
];
const eight = nine.filter((name) => name !== 'occupation');

let context: TestContext;
let folder: string;
let file: string;
const hierarchies = join(golden, 'hierarchies.yaml');
beforeAll(async () => {
  context = await openTestContext();
  folder = await mkdtemp(join(tmpdir(), 'adult-'));
  file = join(folder, 'adult.csv');
  await writeFile(file, gunzipSync(await readFile(join(golden, 'adult.csv.gz'))));
});
afterAll(async () => {
  await context?.close();
  await rm(folder, { recursive: true });
});

const optimum = async (input: object) => {
  const found = await generalise(
    context,
    generaliseOperation.input.parse({ file, quasi: nine, hierarchies, ...input }),
  );
  return { ...found, node: found.steps.map(({ step }) => step) };
};

const codedRecords = async (quasi: readonly string[], sensitive?: string): Promise<CodedRecords> => {
  const { relation } = await openRecords(context.engine, file);
  const wanted = [...quasi, ...(sensitive === undefined ? [] : [sensitive])];
  const columns = await context.engine.columns(
    sql`select ${joined(wanted.map((name) => ident(name)))}, count(*) as n from ${relation} group by all`,
    { step: 'adult' },
  );
  const counts = Float64Array.from(columns.at(-1)!.codes, (code) => Number(columns.at(-1)!.values[code]));
  return codeRecords(
    columns.slice(0, quasi.length),
    sensitive === undefined ? undefined : columns[quasi.length],
    counts,
    await readHierarchies(hierarchies),
  );
};
const sizesAt = (records: CodedRecords, node: readonly number[]) =>
  [...checkNode(records, node, { k: 1 }).sizes].map(([size, classes]) => ({ size, classes }));

describe('risk of the data as they are', () => {
  it('A1: 19,502 classes, average risk and uniques', async () => {
    const found = await risk(context, riskOperation.input.parse({ file, quasi: nine }));
    expect(found).toMatchObject({ records: 30_162, classes: 19_502 });
    expect(found.marketer).toBeCloseTo(0.6465751607983555, 14);
    expect(found.unique_share).toBeCloseTo(0.5142895033485844, 14);
  });

  it('A2: the 2-anonymous data that ARX’s loss metric chooses have 58 classes', async () => {
    // The metric itself is not built; of all nodes this is the only 2-anonymous one with 58 classes.
    const sizes = sizesAt(await codedRecords(nine), [0, 4, 1, 2, 1, 2, 2, 1, 0]);
    expect(Math.min(...sizes.map(({ size }) => size))).toBeGreaterThanOrEqual(2);
    expect(sizes.reduce((sum, { classes }) => sum + classes, 0) / 30_162).toBeCloseTo(
      0.001922949406538028,
      15,
    );
  });

  it.each([
    [0.1, 'Pitman', 0.27684993883653597],
    [0.2, 'Zayatz', 0.3577099234829125],
    [0.01, 'Pitman', 0.1446083531167384],
  ] as const)('A14: uniques in the population at a fraction of %d', async (fraction, model, share) => {
    const found = await risk(context, riskOperation.input.parse({ file, quasi: nine, fraction }));
    expect(found.population_uniqueness!.model).toBe(model);
    expect(found.population_uniqueness!.share).toBeCloseTo(share, 4);
  });
});

describe('the generalisation that loses least', () => {
  it.each([
    ['A3', { k: 5 }, [1, 2, 1, 1, 3, 2, 2, 1, 1], 407289.5388925293],
    ['A4', { k: 100 }, [0, 4, 1, 1, 3, 2, 2, 1, 1], 453196.8932458743],
    ['A5', { k: 5, suppress: 4 }, [1, 0, 1, 1, 3, 2, 2, 0, 1], 255559.85455731067],
    ['A6', { k: 100, suppress: 4 }, [1, 1, 1, 1, 3, 2, 2, 1, 1], 379417.3460570988],
  ] as const)('%s: k-anonymity by entropy', async (name, asked, node, loss) => {
    const found = await optimum(asked);
    expect(found.node).toEqual(node);
    expect(found.loss).toBeCloseTo(loss, 6);
    if (name === 'A4') expect(found.smallest_class).toBe(397);
    if (name === 'A5') expect(found.suppressed / 30_162).toBeCloseTo(0.030038, 6);
  });

  it('A10: entropy l = 5 on occupation, and none at all for l = 100', async () => {
    const asked = { quasi: eight, sensitive: 'occupation', k: 1 };
    const found = await optimum({ ...asked, entropy_l: 5 });
    expect(found.node).toEqual([1, 1, 1, 1, 3, 2, 2, 1]);
    expect(found.loss).toBeCloseTo(324620.5269918692, 6);
    await expect(optimum({ ...asked, entropy_l: 100 })).rejects.toMatchObject({
      code: 'disclosure.nothing-holds',
    });
  });
});

describe('what ARX’s optima by discernibility are worth', () => {
  it.each([
    ['A7', 0, [1, 4, 1, 1, 3, 2, 2, 1], 456_853_172],
    ['A8', 4, [1, 4, 1, 0, 3, 2, 2, 1], 311_880_088],
  ] as const)('%s: t = 0.2 by equal distance, k = 5', async (_, suppress, node, metric) => {
    const records = await codedRecords(eight, 'occupation');
    const { penalised, monotone } = discernibility(sizesAt(records, node), 5);
    const found = checkNode(records, node, { k: 5, t: 0.2 });
    expect(found.suppressed).toBeLessThanOrEqual((suppress / 100) * 30_162);
    expect(monotone).toBe(metric);
    expect(penalised).toBeGreaterThanOrEqual(metric);
  });

  it.skip('A2, A8, A9: that these nodes are the optima. A2 asks for ARX’s rank-based loss, which is not built; with 4 % left out t does not pass on from node to node, and all 4,320 nodes of A8 take minutes here; A9 orders occupations as ARX’s code does, in no file of it', () => {});

  it('A7: no node that holds is worth less, and none but the optimum as little', async () => {
    const records = await codedRecords(eight, 'occupation');
    const top = records.attributes.map(({ steps }) => steps.length - 1);
    // Without suppression k and t pass on from finer to coarser: what holds is reached from the top through what holds.
    const waiting = [top];
    const seen = new Set([top.join()]);
    const worth: { node: readonly number[]; metric: number }[] = [];
    for (const node of waiting) {
      const { suppressed, sizes } = checkNode(records, node, { k: 5, t: 0.2 });
      if (suppressed > 0) continue;
      const metric = discernibility(
        [...sizes].map(([size, classes]) => ({ size, classes })),
        1,
      ).monotone;
      worth.push({ node, metric });
      for (const [at, step] of node.entries()) {
        const finer = node.with(at, step - 1);
        if (step === 0 || seen.has(finer.join())) continue;
        seen.add(finer.join());
        waiting.push(finer);
      }
    }
    worth.sort((a, b) => a.metric - b.metric);
    expect(worth.length).toBeGreaterThan(1);
    expect(worth[0]).toEqual({ node: [1, 4, 1, 1, 3, 2, 2, 1], metric: 456_853_172 });
    expect(worth[1]!.metric).toBeGreaterThan(456_853_172);
  });

  it.each([
    ['k = 5', [0, 0, 1, 1, 2, 2, 2, 0], 2_712_340],
    ['k = 100', [1, 0, 1, 2, 3, 2, 2, 1], 19_937_246],
  ] as const)('A9: discernibility of the optimum by ordered distance, %s', async (_, node, metric) => {
    expect(discernibility(sizesAt(await codedRecords(eight), node), 1).monotone).toBe(metric);
  });

  it('A11: 5-anonymity by leaving records out alone', async () => {
    const records = await codedRecords(eight);
    const node = eight.map(() => 0);
    const all = sizesAt(records, node);
    const { suppressed } = checkNode(records, node, { k: 5 });
    expect(
      averageClassSizes(
        all.filter(({ size }) => size >= 5),
        suppressed,
      ).arx,
    ).toBeCloseTo(29.113899613899616, 12);
    expect(discernibility(all, 5)).toEqual({ penalised: 463_536_157, monotone: 485_542 });
    expect(suppressed / 30_162).toBeCloseTo(0.5090179696306611, 15);
  });

  it.each([
    [[0, 3, 1, 0, 0, 1, 1, 0], 53.38407079646018],
    [[1, 1, 1, 1, 3, 2, 2, 1], 1005.4],
  ] as const)('A12: average class size at %j', async (node, aecs) => {
    const records = await codedRecords(eight);
    const kept = sizesAt(records, node).filter(({ size }) => size >= 5);
    expect(averageClassSizes(kept, checkNode(records, node, { k: 5 }).suppressed).arx).toBeCloseTo(aecs, 10);
  });

  it('loses nothing at the finest node and most at the coarsest, column by column', async () => {
    for (const losses of stepLosses(await codedRecords(nine), 'entropy')) {
      expect(losses[0]).toBe(0);
      expect(losses).toEqual([...losses].sort((a, b) => a - b));
    }
  });
});
