import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OakError } from '../../../core/error.ts';
import { attackReleases } from '../attack/attack-releases.ts';
import type { Rule } from '../rules/rule.ts';
import { loadSolver } from '../solver/linear-model.ts';
import { parseTableFile, type TableFile } from '../tables/table-file.ts';
import { chooseBlanks } from './choose-blanks.ts';
import { numberTables } from './numbered-tables.ts';
import { protectTables } from './protect-tables.ts';
import { type ProtectionProblem, protectionProblem } from './protection-problem.ts';
import { printTableFile, publishedFile } from './published-file.ts';

/** Counts by area (two regions), age (cut in two ways) and sex, printed as linked tables of two dimensions each. */
const hierarchies = {
  area: { Total: ['North', 'South'], North: ['A1', 'A2', 'A3'], South: ['A4', 'A5'] },
  age: {
    Total: [
      ['young', 'old'],
      ['minor', 'adult'],
    ],
    young: ['0-17', '18-24'],
    old: ['25-64', '65+'],
    minor: ['0-17'],
    adult: ['18-24', '25-64', '65+'],
  },
  sex: { Total: ['f', 'm'] },
};
const areas = ['A1', 'A2', 'A3', 'A4', 'A5'];
const ages = ['0-17', '18-24', '25-64', '65+'];
const areaSets: Record<string, string[]> = { Total: areas, North: areas.slice(0, 3), South: areas.slice(3) };
const ageSets: Record<string, string[]> = {
  Total: ages,
  young: ages.slice(0, 2),
  old: ages.slice(2),
  minor: ages.slice(0, 1),
  adult: ages.slice(1),
};
const sexSets: Record<string, string[]> = { Total: ['f', 'm'] };
const sets = { area: areaSets, age: ageSets, sex: sexSets };
type Dim = keyof typeof sets;
const codes = (dim: Dim) => [...new Set([...Object.keys(sets[dim]), ...Object.values(sets[dim]).flat()])];
const leaves = (dim: Dim, code: string) => sets[dim][code] ?? [code];

function tablesOf(
  counts: readonly number[],
  wanted: readonly (readonly Dim[])[],
  rule: Rule,
  name: string,
): TableFile {
  const count = (area: string, age: string, sex: string) =>
    counts[(areas.indexOf(area) * 4 + ages.indexOf(age)) * 2 + (sex === 'f' ? 0 : 1)]!;
  const tables = wanted.map((dims) => {
    let rows: Record<string, string>[] = [{}];
    for (const dim of dims) rows = rows.flatMap((row) => codes(dim).map((code) => ({ ...row, [dim]: code })));
    const cells = rows.map((row) => {
      let value = 0;
      for (const area of leaves('area', row['area'] ?? 'Total'))
        for (const age of leaves('age', row['age'] ?? 'Total'))
          for (const sex of leaves('sex', row['sex'] ?? 'Total')) value += count(area, age, sex);
      return { ...row, value };
    });
    return { name: dims.join(' by '), dims, cells };
  });
  return parseTableFile(JSON.stringify({ hierarchies, rule, tables }), name);
}

// Skewed as counts of people are: many small, some large, some none.
const someCounts = fc.array(
  fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 5, max: 40 }),
  ),
  { minLength: 40, maxLength: 40 },
);
const someRule: fc.Arbitrary<Rule> = fc.record({
  threshold: fc.integer({ min: 2, max: 8 }),
  width: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.constantFrom('20%', '50%')),
});
const wanted: fc.Arbitrary<readonly (readonly Dim[])[]> = fc.constantFrom(
  [['area', 'age']],
  [
    ['area', 'sex'],
    ['age', 'sex'],
  ],
  [['area', 'age', 'sex']],
);
/** Protects, or learns that it was refused: both are safe. */
const tryProtect = async (file: TableFile, earlier: readonly TableFile[] = []) => {
  try {
    return (
      await protectTables(
        file,
        { rule: file.rule, whose: {} },
        { earlier, seconds: 12, secret: 'a secret of tests' },
      )
    ).published;
  } catch (error) {
    if (
      error instanceof OakError &&
      ['disclosure.cannot-be-protected', 'disclosure.failed-its-test'].includes(error.code)
    )
      return undefined;
    throw error;
  }
};

describe('whatever the tables', () => {
  it('no release has a cell that the attacker narrows, the truth is possible, and protecting again changes nothing', async () => {
    let released = 0;
    await fc.assert(
      fc.asyncProperty(someCounts, wanted, someRule, async (counts, dims, rule) => {
        const file = tablesOf(counts, dims, rule, 'release');
        const published = await tryProtect(file);
        if (published === undefined) return;
        released++;
        const report = await attackReleases([published]);
        expect(report.outcome).toBe('safe');
        file.tables.forEach((table, tableAt) => {
          table.cells.forEach((cell, at) => {
            const printed = published.tables[tableAt]!.cells[at]!;
            if (cell.value! >= 1 && cell.value! < rule.threshold!) expect(printed.value).toBeNull();
            if (printed.value !== null) expect(printed.value).toBe(cell.value);
          });
        });
        const truth = new Map(
          file.tables.flatMap(({ dims: names, cells }) =>
            cells.map(({ codes: at, value }) => [
              key(Object.fromEntries(names.map((dim, index) => [dim, at[index]!]))),
              value!,
            ]),
          ),
        );
        for (const {
          cell,
          interval: [low, high],
        } of report.lines) {
          const value = truth.get(key(cell))!;
          expect(low).toBeLessThanOrEqual(value);
          if (high !== null) expect(high).toBeGreaterThanOrEqual(value);
          if (typeof rule.width === 'number' && high !== null)
            expect(high - low).toBeGreaterThanOrEqual(rule.width);
        }
        expect(printTableFile((await tryProtect(published))!)).toBe(printTableFile(published));
      }),
      { numRuns: 10, seed: 11, endOnFailure: true },
    );
    expect(released).toBeGreaterThan(6);
  }, 60_000);

  it('a later release leaves every blank of an earlier one as wide as it must be', async () => {
    let released = 0;
    await fc.assert(
      fc.asyncProperty(someCounts, fc.integer({ min: 2, max: 6 }), async (counts, threshold) => {
        const rule = { threshold };
        const first = await tryProtect(tablesOf(counts, [['area', 'age']], rule, 'first'));
        if (first === undefined) return;
        const second = await tryProtect(tablesOf(counts, [['area', 'sex']], rule, 'second'), [first]);
        if (second === undefined) return;
        released++;
        expect((await attackReleases([first, second])).outcome).toBe('safe');
      }),
      { numRuns: 10, seed: 12 },
    );
    expect(released).toBeGreaterThan(3);
  });
});

const key = (cell: Readonly<Record<string, string>>) =>
  JSON.stringify(
    Object.entries(cell)
      .filter(([, code]) => code !== 'Total')
      .sort(),
  );

describe('the attacker catches a protection that forgets', () => {
  const counts = [
    3, 5, 12, 2, 9, 14, 1, 22, 17, 4, 6, 31, 2, 8, 19, 11, 5, 3, 27, 13, 9, 2, 16, 4, 30, 6, 12, 7, 3, 18, 21,
    5, 8, 2, 10, 14, 6, 25, 4, 9,
  ];
  const rule: Rule = { threshold: 6, width: 5 };
  const whole = tablesOf(
    counts,
    [
      ['area', 'age', 'sex'],
      ['area', 'age'],
      ['age', 'sex'],
    ],
    rule,
    'release',
  );

  /** Chooses blanks after `forget` has taken something out of the problem; what comes out is not tested, only attacked. */
  async function outcomeOf(
    forget: (problem: ProtectionProblem, dimensionOf: readonly string[]) => ProtectionProblem,
    asked: Rule = rule,
  ) {
    const tables = numberTables(whole, []);
    const values = Float64Array.from(tables.cells, (cell) => cell.value!);
    const dimensionOf = tables.sums.map(({ whole: at, parts }) => {
      const of = (cell: number) => new Map(tables.cells[cell]!.codes);
      const [above, below] = [of(at), of(parts[0]!)];
      return (['area', 'age', 'sex'] as const).find((dim) => above.get(dim) !== below.get(dim))!;
    });
    const problem = forget(protectionProblem(tables, values, asked), dimensionOf);
    const { blank } = chooseBlanks(await loadSolver(), problem, { seconds: 20, mostSeconds: 60, gap: 0 });
    const names = new Set(tables.cells.flatMap((cell, at) => (blank[at] === 1 ? [cell.key] : [])));
    const published = publishedFile(whole, asked, (table, cell) => names.has(tables.keyOf(table, cell)));
    return (await attackReleases([published])).outcome;
  }
  const without = (problem: ProtectionProblem, gone: (equation: number) => boolean): ProtectionProblem => ({
    ...problem,
    equations: problem.equations.map((equation, at) => (gone(at) ? { cells: [], signs: [] } : equation)),
    equationsOf: problem.equationsOf.map((list) => list.filter((at) => !gone(at))),
  });

  it('nothing forgotten: nothing found', async () => {
    expect(await outcomeOf((problem) => problem)).toBe('safe');
  });

  for (const dimension of ['area', 'age', 'sex']) {
    it(`the sums over ${dimension}`, async () => {
      expect(await outcomeOf((problem, of) => without(problem, (at) => of[at] === dimension))).toBe('unsafe');
    });
  }

  it('the second cut of ages', async () => {
    const tables = numberTables(whole, []);
    const secondCut = new Set(
      tables.sums.flatMap(({ parts }, at) =>
        parts.some((part) =>
          tables.cells[part]!.codes.some(([, code]) => code === 'minor' || code === 'adult'),
        ) ||
        tables.cells[tables.sums[at]!.whole]!.codes.some(([, code]) => code === 'minor' || code === 'adult')
          ? [at]
          : [],
      ),
    );
    expect(await outcomeOf((problem) => without(problem, (at) => secondCut.has(at)))).toBe('unsafe');
  });

  it('the width that small counts need', async () => {
    expect(
      await outcomeOf(
        (problem) => ({
          ...problem,
          targets: problem.targets.map((target) => ({ ...target, need: { up: 0, down: 0, width: 1 } })),
          ofCompanion: () => undefined,
        }),
        { threshold: 6, width: 30 },
      ),
    ).toBe('unsafe');
  });

  it('that a count is not negative', async () => {
    expect(
      await outcomeOf(
        (problem) => {
          const bottomless = problem.value.map(() => Number.NEGATIVE_INFINITY);
          const change = <T extends ProtectionProblem['targets'][number] | undefined>(target: T): T =>
            target === undefined
              ? target
              : { ...target, knowledge: { ...target.knowledge, lower: bottomless } };
          return {
            ...problem,
            targets: problem.targets.map(change),
            ofCompanion: (at) => change(problem.ofCompanion(at)),
          };
        },
        { threshold: 6, width: 30 },
      ),
    ).toBe('unsafe');
  });
});
