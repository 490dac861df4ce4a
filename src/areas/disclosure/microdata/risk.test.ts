import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../../test/context.ts';
import { risk } from '../risk.ts';
import { averageClassSizes, classRisk, discernibility } from './class-risk.ts';
import { columnPower } from './column-power.ts';
import { risk as riskOperation } from './contract.ts';
import { individualRisk } from './individual-risk.ts';
import { sudaScores } from './suda.ts';
import { wildcardClasses } from './wildcard-classes.ts';

const golden = join(import.meta.dirname, '../../../../test/golden/disclosure');

/** Table 4.1 of the SDC practice guide: ten people, four key variables, sampling weights. */
const guide = [
  ['urban', 'female', 'secondary incomplete', 'employed', 180],
  ['urban', 'female', 'secondary incomplete', 'employed', 180],
  ['urban', 'female', 'primary incomplete', 'non-LF', 215],
  ['urban', 'male', 'secondary complete', 'employed', 76],
  ['rural', 'female', 'secondary complete', 'unemployed', 186],
  ['urban', 'male', 'secondary complete', 'employed', 76],
  ['urban', 'female', 'primary complete', 'non-LF', 180],
  ['urban', 'male', 'post-secondary', 'unemployed', 215],
  ['urban', 'female', 'secondary incomplete', 'non-LF', 186],
  ['urban', 'female', 'secondary incomplete', 'non-LF', 76],
] as const;
const coded = (column: number) => {
  const numbers = new Map<unknown, number>();
  return Int32Array.from(guide, (row) => {
    const number = numbers.get(row[column]) ?? numbers.size + 1;
    numbers.set(row[column], number);
    return number;
  });
};

/** Franconi and Polettini's eight records (francdat of sdcMicro): keys 2, 4, 5, 6 and weights. */
const francdat = [
  ['1,2,5,1', 18],
  ['1,2,1,1', 45.5],
  ['1,2,1,1', 39],
  ['3,3,1,5', 17],
  ['4,3,1,4', 541],
  ['4,3,1,1', 8],
  ['6,2,1,5', 5],
  ['1,2,5,1', 92],
] as const;

/** The eight records of sdcMicro's tests; 0 is a missing value, and the first column is given. */
const eightRecords = (first: readonly number[]) => {
  const third = [1, 3, 0, 2, 1, 1, 0, 1];
  const weights = [18, 45.5, 39, 17, 92, 8, 123.5, 51];
  return wildcardClasses(
    first.map((value, at) => ({
      key: [value, at === 6 ? 4 : 3, third[at]!],
      records: 1,
      weight: weights[at]!,
    })),
  );
};

describe('published cases of individual risk', () => {
  it('B1: eight records by class size and population estimate (sdcMicro test_indivRisk)', () => {
    const f = [3, 1, 3, 1, 2, 2, 1, 3];
    const F = [108, 45.5, 108, 17, 100, 100, 123.5, 108];
    const expected = [
      0.01355297, 0.08579129, 0.01355297, 0.17707583, 0.01877883, 0.01877883, 0.03931625, 0.01355297,
    ];
    f.forEach((own, at) => {
      expect(individualRisk(own, F[at]!)).toBeCloseTo(expected[at]!, 8);
    });
  });

  it('B2: ten records of the practice guide, table 4.1', () => {
    const keys = guide.map((row) => row.slice(0, 4).join());
    const risks = guide.map((_, at) => {
      const alike = guide.filter((_, other) => keys[other] === keys[at]);
      return individualRisk(
        alike.length,
        alike.reduce((sum, row) => sum + row[4], 0),
      );
    });
    expect(risks.map((one) => one.toFixed(4))).toEqual(
      [0.0054, 0.0054, 0.0251, 0.0126, 0.0282, 0.0126, 0.029, 0.0251, 0.0074, 0.0074].map((one) =>
        one.toFixed(4),
      ),
    );
  });

  it('B5: francdat', () => {
    const classes = francdat.map(([key, weight]) => ({
      key: key.split(',').map(Number),
      records: 1,
      weight,
    }));
    const found = wildcardClasses(classes);
    expect(found.map(({ f }) => f)).toEqual([2, 2, 2, 1, 1, 1, 1, 2]);
    expect(found.map(({ F }) => F)).toEqual([110, 84.5, 84.5, 17, 541, 8, 5, 110]);
  });

  it('a missing value may be any value (sdcMicro test_freqCalc: three, three, three, three, five)', () => {
    const statuses = [1, 2, 2, 1, 0];
    const found = wildcardClasses(statuses.map((status) => ({ key: [1, status, 1], records: 1, weight: 1 })));
    expect(found.map(({ f }) => f)).toEqual([3, 3, 3, 3, 5]);
  });

  it('B3: eight records with missing values, each of which may be any value (sdcMicro test_freqCalc)', () => {
    const found = eightRecords([2, 3, 2, 2, 3, 3, 1, 2]);
    expect(found.map(({ f }) => f)).toEqual([3, 1, 4, 2, 2, 2, 1, 3]);
    expect(found.map(({ F }) => F)).toEqual([108, 45.5, 125, 56, 100, 100, 123.5, 108]);
  });

  it('B1 with missing values: exact risk of the same records, one value fewer (sdcMicro test_indivRisk)', () => {
    const risks = eightRecords([2, 3, 2, 2, 3, 3, 1, 0]).map(({ f, F }) => individualRisk(f, F));
    const expected = [
      0.013552968, 0.085791288, 0.010504889, 0.032466112, 0.009756889, 0.009756889, 0.039316254, 0.005962551,
    ];
    risks.forEach((one, at) => {
      expect(one).toBeCloseTo(expected[at]!, 8);
    });
  });

  it.skip('B4: testdata of sdcMicro (4,580 records) is under the GPL and is not copied here', () => {});

  it('U1: special uniques and DIS-SUDA of the practice guide, table 4.5', () => {
    const { suda, disSuda } = sudaScores([0, 1, 2, 3].map(coded), 0.01);
    expect([...suda]).toEqual([0, 0, 6, 0, 12, 0, 6, 10, 0, 0]);
    expect([2, 4, 6, 7].map((at) => disSuda[at]!.toFixed(4))).toEqual([
      '0.0051',
      '0.0107',
      '0.0051',
      '0.0088',
    ]);
  });

  it('A13: distinction and separation of five records (Motwani and Xu)', () => {
    const people = ['20 f CA', '30 f CA', '40 f TX', '20 m NY', '40 m CA'].map((one) => one.split(' '));
    const power = (...columns: number[]) => {
      const sizes = new Map<string, number>();
      for (const row of people) {
        const key = columns.map((column) => row[column]).join();
        sizes.set(key, (sizes.get(key) ?? 0) + 1);
      }
      const { distinction, separation } = columnPower(
        [...sizes.values()].map((size) => ({ size, classes: 1 })),
      );
      return [distinction, Number(separation.toFixed(12))];
    };
    expect(power(1)).toEqual([0.4, 0.6]);
    expect(power(2)).toEqual([0.6, 0.7]);
    expect(power(0)).toEqual([0.6, 0.8]);
    expect(power(1, 2)).toEqual([0.8, 0.9]);
    for (const columns of [
      [0, 1],
      [0, 2],
      [0, 1, 2],
    ])
      expect(power(...columns)).toEqual([1, 1]);
  });

  it.skip('P1: pyCANON’s k-anonymous copies of Adult (2,428 rows and more) are in its repository alone, in no package', () => {});

  it('the two averages that tools call AECS are told apart, and so are two forms of discernibility', () => {
    const kept = [{ size: 4, classes: 2 }];
    expect(averageClassSizes(kept, 2)).toEqual({ arx: 10 / 3, pycanon: 4 });
    expect(discernibility([...kept, { size: 1, classes: 2 }], 4)).toEqual({ penalised: 52, monotone: 34 });
  });

  it('risks that follow from class sizes', () => {
    expect(
      classRisk(
        [
          { size: 1, classes: 2 },
          { size: 4, classes: 2 },
          { size: 10, classes: 1 },
        ],
        0.2,
      ),
    ).toMatchObject({
      records: 20,
      classes: 5,
      k: 1,
      uniques: 2,
      prosecutor_highest: 1,
      marketer: 0.25,
      at_risk: 10,
    });
  });
});

describe('the report', () => {
  let context: TestContext;
  let folder: string;
  beforeAll(async () => {
    context = await openTestContext();
    folder = await mkdtemp(join(tmpdir(), 'risk-'));
  });
  afterAll(async () => {
    await context.close();
    await rm(folder, { recursive: true });
  });
  const ask = (input: Parameters<typeof riskOperation.input.parse>[0]) =>
    risk(context, riskOperation.input.parse(input));

  it('agrees with pyCANON on 400 people', async () => {
    const expected = JSON.parse(await readFile(join(golden, 'people-by-pycanon.json'), 'utf8'));
    for (const name of ['fine', 'coarse']) {
      const { quasi, k, illness, wage } = expected[name];
      const report = await ask({
        file: join(golden, 'people.csv'),
        quasi,
        sensitive: ['illness'],
        ordered: ['wage'],
      });
      expect(report.k).toBe(k);
      const [ofIllness, ofWage] = report.sensitive;
      expect(ofIllness!.distinct_l).toBe(illness.l);
      // pyCANON rounds entropy l down to a whole number.
      expect(Math.floor(ofIllness!.entropy_l + 1e-9)).toBe(illness.entropy_l);
      for (const measure of ['alpha', 't', 'beta', 'enhanced_beta', 'delta'] as const)
        expect(ofIllness![measure]).toBeCloseTo(illness[measure], 9);
      expect(ofWage!.ordered_t).toBeCloseTo(wage.t, 9);
    }
  });

  it('P2: agrees with pyCANON’s tests on 151 pupils in classes of five and more', async () => {
    const { scores, expected } = JSON.parse(await readFile(join(golden, 'students-k5.json'), 'utf8'));
    const file = join(folder, 'students.csv');
    const rows = (scores as number[][]).flatMap((list, at) => list.map((score) => `${at},${score}`));
    await writeFile(file, ['class,score', ...rows].join('\n'));
    const report = await ask({ file, quasi: ['class'], ordered: ['score'], l: 4 });
    expect(report.k).toBe(expected.k);
    const [of] = report.sensitive;
    expect(of).toMatchObject({ distinct_l: expected.l, recursive: { l: expected.recursive.l } });
    expect(Math.floor(of!.entropy_l + 1e-9)).toBe(expected.entropy_l);
    for (const measure of ['alpha', 'beta', 'enhanced_beta', 'delta'] as const)
      expect(of![measure]).toBeCloseTo(expected[measure], 9);
    expect(of!.ordered_t).toBeCloseTo(expected.t, 9);
  });

  it('P2: agrees with pyCANON’s tests on the 216 pupils as they are', async () => {
    const { scores, expected } = JSON.parse(await readFile(join(golden, 'students-raw.json'), 'utf8'));
    const file = join(folder, 'pupils.csv');
    const rows = (scores as number[][]).flatMap((list, at) => list.map((score) => `${at},${score}`));
    await writeFile(file, ['class,score', ...rows].join('\n'));
    const report = await ask({ file, quasi: ['class'], ordered: ['score'] });
    expect(report).toMatchObject({ records: 216, k: 1 });
    const [of] = report.sensitive;
    expect(of).toMatchObject({ distinct_l: 1, alpha: 1 });
    for (const measure of ['beta', 'enhanced_beta', 'delta'] as const)
      expect(of![measure]).toBeCloseTo(expected[measure], 9);
    expect(of!.ordered_t).toBeCloseTo(expected.t, 9);
  });

  it('has the recursive (c, l) of its definition, r₁ < c·(r_l + … + r_m), which pyCANON takes otherwise', async () => {
    const file = join(folder, 'recursive.csv');
    const of = (group: string, counts: readonly number[]) =>
      counts.flatMap((count, value) => Array.from({ length: count }, () => `${group},v${value}`));
    await writeFile(file, ['g,s', ...of('a', [6, 3, 2, 1]), ...of('b', [4, 4, 4, 4])].join('\n'));
    const [only] = (await ask({ file, quasi: ['g'], sensitive: ['s'], l: 3 })).sensitive;
    expect(only!.recursive).toEqual({ c: 6 / (2 + 1), l: 3 });
    const [few] = (await ask({ file, quasi: ['g'], sensitive: ['s'], l: 5 })).sensitive;
    expect(few!.recursive).toBeNull();
  });

  it('L1: seven records in three classes have 3, 2 and 2 sensitive values (sdcMicro test_ldiversity)', async () => {
    const file = join(folder, 'l1.csv');
    await writeFile(
      file,
      'sex,occupation,ethnicity,sensitive\nf,,other,1\nf,,other,0\nf,,other,2\nm,teacher,other,1\nm,teacher,other,0\nf,nurse,majority,0\nf,nurse,majority,1\n',
    );
    const report = await ask({ file, quasi: ['sex', 'occupation', 'ethnicity'], sensitive: ['sensitive'] });
    expect(report).toMatchObject({ records: 7, classes: 3, k: 2 });
    expect(report.sensitive[0]!.distinct_l).toBe(2);
  });

  it('measures a sample against its population: journalist risk and δ-presence', async () => {
    const [sample, population] = [join(folder, 'sample.csv'), join(folder, 'population.csv')];
    await writeFile(sample, 'town,age\nA,1\nA,1\nB,2\n');
    await writeFile(population, 'town,age\nA,1\nA,1\nA,1\nA,1\nB,2\nB,2\nC,3\n');
    const { population: found } = await ask({ file: sample, quasi: ['town', 'age'], population });
    expect(found).toMatchObject({ journalist_highest: 0.5, delta_presence: [0, 0.5], not_in_population: 0 });
    expect(found!.journalist_mean).toBeCloseTo((2 / 4 + 1 / 2) / 3, 12);
  });

  it('counts a missing value as any value when asked, and weighs records', async () => {
    const file = join(folder, 'missing.csv');
    await writeFile(file, 'region,status,w\nA,single,10\nA,married,10\nA,married,10\nA,single,10\nA,,10\n');
    const plain = await ask({ file, quasi: ['region', 'status'], weight: 'w' });
    expect(plain).toMatchObject({ k: 1, uniques: 1 });
    expect(plain.individual!.highest).toBeCloseTo(individualRisk(1, 10), 9);
    const any = await ask({ file, quasi: ['region', 'status'], weight: 'w', missing: 'any', suda: true });
    expect(any).toMatchObject({ k: 3, uniques: 0 });
    expect(any.individual!.expected_reidentifications).toBeCloseTo(
      4 * individualRisk(3, 30) + individualRisk(5, 50),
      9,
    );
  });

  it('says what is wrong with the question, and never a value', async () => {
    const refused = (input: Parameters<typeof ask>[0]) => ask(input).catch((error) => error);
    expect(await refused({ file: join(folder, 'none.csv'), quasi: ['a'] })).toMatchObject({
      code: 'disclosure.no-such-record-file',
    });
    const wrong = await refused({ file: join(golden, 'people.csv'), quasi: ['surname'] });
    expect(wrong).toMatchObject({ code: 'disclosure.no-such-column' });
    expect(wrong.message).not.toContain('asthma');
  });
});
