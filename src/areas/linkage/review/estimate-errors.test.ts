import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../../test/context.ts';
import { literal, sql } from '../../../engine/sql.ts';
import { dedupe, estimateErrors as estimateErrorsOf, samplePairs } from '../contract.ts';
import { area } from '../index.ts';
import type { LinkageReport } from '../model.ts';
import { parseModel } from '../model-file.ts';
import { hash } from '../score/strangers.ts';
import { bestChance, calibrate } from './calibrate.ts';
import { correctionOf } from './correct-model.ts';
import { type Candidate, drawSample } from './draw-sample.ts';
import { estimateErrors } from './estimate-errors.ts';

const golden = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  '..',
  'test',
  'golden',
  'linkage',
  'fake_1000.csv',
);

/** What a review of a sample says when the reviewers know the truth. */
function reviewed(candidates: readonly Candidate[], truth: readonly boolean[], pairs: number, seed: number) {
  const sample = drawSample(candidates, { pairs, double: 0.2, seed });
  const strata = sample.strata.map((stratum) => ({ ...stratum, same: 0, different: 0 }));
  for (const { pair, stratum } of sample.pairs) strata[stratum]![truth[pair] ? 'same' : 'different']++;
  return estimateErrors(strata, seed);
}

/** Of many reviews of one result, the share whose intervals hold the truth, and how wide they are. */
function coverage(
  candidates: readonly Candidate[],
  truth: readonly boolean[],
  pairs: number,
  rounds: number,
) {
  const count = (fits: (one: Candidate) => boolean) => candidates.filter(fits).length;
  const right = count(({ pair, linked }) => linked && truth[pair]!);
  const precision = right / count(({ linked }) => linked);
  const recall = right / count(({ pair }) => truth[pair]!);
  const held = { precision: 0, recall: 0, width: 0, recallWidth: 0, bias: 0 };
  for (let seed = 1; seed <= rounds; seed++) {
    const found = reviewed(candidates, truth, pairs, seed);
    if (found.precision!.low <= precision && precision <= found.precision!.high) held.precision++;
    if (found.recall!.low <= recall && recall <= found.recall!.high) held.recall++;
    held.width += (found.precision!.high - found.precision!.low) / rounds;
    held.recallWidth += (found.recall!.high - found.recall!.low) / rounds;
    held.bias += (found.recall!.value - recall) / rounds;
  }
  return {
    ...held,
    precision: held.precision / rounds,
    recall: held.recall / rounds,
    truth: { precision, recall },
  };
}

/** Pairs whose chances may lie: `bend` 1 means what it says, above 1 it is too sure of itself. */
function invented(size: number, bend: number) {
  const candidates: Candidate[] = [];
  const truth: boolean[] = [];
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  for (let pair = 0; pair < size; pair++) {
    const bits =
      random() < 0.6 ? -6.5 + random() * 5 : random() < 0.2 ? -2 + random() * 4 : 2 + random() * 12;
    const chance = 1 / (1 + 2 ** -bits);
    truth.push(random() < 1 / (1 + 2 ** (-bits / bend)));
    candidates.push({ pair, chance, linked: chance >= 0.5, rule: random() < 0.7 ? 'name' : 'birth date' });
  }
  return { candidates, truth };
}

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());

describe('calibration by review', () => {
  it('rises, keeps the weighted mean of what was said, and finds the line of the best F1', () => {
    const pairs = [
      { chance: 0.1, same: false, weight: 10 },
      { chance: 0.3, same: true, weight: 1 },
      { chance: 0.5, same: false, weight: 1 },
      { chance: 0.9, same: true, weight: 2 },
    ];
    expect(calibrate(pairs)).toEqual([
      { to: 0.1, observed: 0, pairs: 1 },
      { to: 0.5, observed: 0.5, pairs: 2 },
      { to: 0.9, observed: 1, pairs: 1 },
    ]);
    // Linking from 0.9: precision 1, recall 2/3. From 0.3 on: precision 3/4, recall 1, which is better.
    expect(bestChance(pairs)).toBeCloseTo(0.2);
  });
});

describe('a model corrected by its review', () => {
  const decided = (size: number, off: number) =>
    Array.from({ length: size }, (_, at) => {
      const bits = -8 + (16 * at) / size;
      const chance = 1 / (1 + 2 ** -bits);
      return { chance, same: hash(at, 9) / 2 ** 32 < 1 / (1 + 2 ** -(bits + off)) };
    });

  it.each([-2, 0, 1.5])('finds by how much the odds are off: %s bits', (off) => {
    expect(Math.abs(correctionOf(decided(2_000, off))!.bits - off)).toBeLessThan(0.25);
  });

  it('says nothing of few pairs, and little of some', () => {
    expect(correctionOf(decided(19, -3))).toBeUndefined();
    const all = Array.from({ length: 20 }, () => ({ chance: 0.99, same: false }));
    const some = correctionOf(all)!.bits;
    expect(some).toBeLessThan(-5);
    expect(some).toBeGreaterThan(-20);
  });
});

describe('precision and recall from a review', () => {
  it.each([
    ['chances that mean what they say', 1],
    ['a model that is far too sure of itself', 2],
    ['a model that is not sure enough', 0.6],
  ])('the intervals hold the truth 95 times in 100: %s', (_, bend) => {
    const { candidates, truth } = invented(6_000, bend);
    const held = coverage(candidates, truth, 300, 40);
    expect(held.precision).toBeGreaterThanOrEqual(0.91);
    expect(held.recall).toBeGreaterThanOrEqual(0.91);
  });

  it('the same on the pairs of a real result, whose truth is known', async () => {
    const out = join(context.home, 'fake');
    const { job } = await area.handlers.dedupe(
      context,
      dedupe.input.parse({ files: [golden], id: 'unique_id', truth: 'cluster', out }),
    );
    const report = (await context.run(job, area.jobs!)) as LinkageReport;
    const rows = await context.engine.rows<{ chance: number; truth: boolean }>(
      sql`SELECT match_probability AS chance, l.cluster = r.cluster AS truth
          FROM read_parquet(${literal(join(out, 'pairs.parquet'))}) p
          JOIN read_csv(${literal(golden)}, all_varchar = true) l ON l.unique_id = p.id_l
          JOIN read_csv(${literal(golden)}, all_varchar = true) r ON r.unique_id = p.id_r ORDER BY id_l, id_r`,
    );
    const candidates = rows.map(({ chance }, pair) => ({
      pair,
      chance,
      linked: chance >= report.threshold.value,
      rule: 'all',
    }));
    const held = coverage(
      candidates,
      rows.map(({ truth }) => truth),
      150,
      40,
    );
    expect(held.precision).toBeGreaterThanOrEqual(0.91);
    expect(held.recall).toBeGreaterThanOrEqual(0.91);
  });

  it('works on files: draw, decide, ask, and pass the decisions on', async () => {
    const out = join(context.home, 'fake');
    const drawn = await area.handlers['sample-pairs'](context, samplePairs.input.parse({ out, pairs: 120 }));
    const estimate = (input: object = {}) =>
      area.handlers['estimate-errors'](context, estimateErrorsOf.input.parse({ out, ...input }));
    expect(await estimate()).toMatchObject({ decided: 0, precision: null, recall: null });
    const lines = (await readFile(golden, 'utf8'))
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const personOf = new Map(lines.map((cells) => [cells[0]!, cells.at(-1)!]));
    const [head, ...asked] = (await readFile(drawn.file, 'utf8')).trim().split('\n');
    const decided = asked.map((line) => {
      const [pair, l, r] = line.split(',');
      return `${pair},${l},${r},${personOf.get(l!) === personOf.get(r!) ? 'Same' : 'different'},`;
    });
    await writeFile(drawn.file, [head, ...decided].join('\n'));
    const found = await estimate();
    expect(found.decided).toBe(drawn.pairs);
    // What the truth of this set says of the run; see the test before.
    expect(found.precision!.low).toBeLessThan(found.precision!.high);
    expect(found.precision!.high).toBeGreaterThan(0.99);
    expect(found.recallCompared!.high).toBeGreaterThan(0.95);
    expect(found.bestThreshold).toBeGreaterThan(0);

    // A later run of the corrected model chooses its line anew, and is better for it.
    const prior = async (file: string) => parseModel(await readFile(file, 'utf8'), file).prior;
    const before = await prior(join(out, 'model.yaml'));
    const after = await prior(found.model!);
    expect(Math.log2(after / (1 - after) / (before / (1 - before)))).toBeCloseTo(found.correctedBits!, 2);
    const { job } = await area.handlers.dedupe(
      context,
      dedupe.input.parse({ files: [golden], id: 'unique_id', truth: 'cluster', model: found.model! }),
    );
    const later = (await context.run(job, area.jobs!)) as LinkageReport;
    const earlier = JSON.parse(await readFile(join(out, 'report.json'), 'utf8')) as LinkageReport;
    expect(later.threshold.value).not.toBe(earlier.threshold.value);
    expect(later.truth!.pairwise.f1).toBeGreaterThan(earlier.truth!.pairwise.f1);
    await writeFile(drawn.file, `${head}\n1,a,b,maybe,\n`);
    await expect(estimate()).rejects.toMatchObject({ code: 'linkage.decisions-unusable' });
    await expect(estimate({ out: join(context.home, 'nowhere') })).rejects.toMatchObject({
      code: 'linkage.no-such-result',
    });
  });
});
