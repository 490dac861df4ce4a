import { describe, expect, it } from 'vitest';
import { attackReleases } from '../attack/attack-releases.ts';
import { findRuleSet } from '../rules/find-rule-set.ts';
import type { Rule } from '../rules/rule.ts';
import { loadSolver } from '../solver/linear-model.ts';
import { parseTableFile, type TableFile } from '../tables/table-file.ts';
import { chooseBlanks } from './choose-blanks.ts';
import { codedCells, rangeOf } from './coded-percentages.ts';
import { numberTables } from './numbered-tables.ts';
import { type PrintedRanges, type ProtectionProblem, protectionProblem } from './protection-problem.ts';
import { publishedFile } from './published-file.ts';
import { meansOfBlankCounts, withheldMedians } from './withheld-averages.ts';

/**
 * What protection knows besides sums, each forgotten alone: the attacker, who shares no constraint with it, must catch each.
 * The sums, the width and the sign of counts are forgotten in `protect-tables.property.test.ts`.
 */
interface Forget {
  readonly problem?: (problem: ProtectionProblem) => ProtectionProblem;
  readonly earlier?: boolean;
  readonly ranges?: boolean;
  readonly meansOfBlankCounts?: boolean;
  readonly medians?: boolean;
  readonly baseOfPercent?: boolean;
}

async function outcomeOf(file: TableFile, forget: Forget, earlier: readonly TableFile[] = []) {
  const { rule } = file;
  const tables = numberTables(file, forget.earlier === true ? [] : earlier);
  const values = Float64Array.from(tables.cells, (cell) => cell.value ?? 0);
  const coded = codedCells(file, tables, rule);
  const known: PrintedRanges = new Map(
    coded.map((one) => [
      one.cell,
      forget.ranges === true ? { lower: 0, upper: Number.POSITIVE_INFINITY } : rangeOf(one, rule),
    ]),
  );
  const problem = forget.problem ?? ((same: ProtectionProblem) => same);
  const asked = problem(protectionProblem(tables, values, rule, known));
  const options = { seconds: 20, mostSeconds: 60, gap: 0 };
  const { blank } = chooseBlanks(await loadSolver(), asked, options);
  const keys = new Set(tables.cells.flatMap((cell, at) => (blank[at] === 1 ? [cell.key] : [])));
  const isBlank = (key: string) => keys.has(key);
  if (forget.meansOfBlankCounts !== true)
    for (const at of meansOfBlankCounts(file, tables, isBlank)) keys.add(tables.cells[at]!.key);
  if (forget.medians !== true)
    for (const key of withheldMedians(file, tables, rule, isBlank).keys()) keys.add(key);
  const codes = new Map(coded.map((one) => [tables.cells[one.cell]!.key, rangeOf(one, rule).percent]));
  const published = publishedFile(
    file,
    rule,
    (table, cell) => keys.has(tables.keyOf(table, cell)),
    (table, cell) => (cell.of === undefined ? undefined : codes.get(tables.keyOf(table, cell))),
  );
  const printed =
    forget.baseOfPercent !== true
      ? published
      : {
          ...published,
          tables: published.tables.map((table, at) => ({
            ...table,
            cells: table.cells.map((cell, cellAt) => {
              const { value, of } = file.tables[at]!.cells[cellAt]!;
              // The per cent of a withheld count, to a decimal: what is worked out from printed figures alone leaves it out.
              return of === undefined || cell.value !== null
                ? cell
                : { ...cell, percent: Number(((100 * value!) / 169).toFixed(1)), decimals: 1, of };
            }),
          })),
        };
  return (await attackReleases([...earlier, printed])).outcome;
}

const towns = ['T1', 'T2', 'T3', 'T4'];
const over = (values: readonly (number | object)[], rest: object, each: object = {}) => ({
  dims: ['town'],
  ...rest,
  cells: [...towns, 'Total'].map((town, at) => {
    const value = values[at]!;
    return { town, ...each, ...(typeof value === 'object' ? value : { value }) };
  }),
});
const fileOf = (tables: readonly object[], rule: Rule, name = 'now') =>
  parseTableFile(
    JSON.stringify({
      hierarchies: { town: { Total: towns } },
      rule,
      tables,
    }),
    name,
  );
const rule: Rule = { threshold: 6, width: 5 };
const counts = over([4, 30, 12, 40, 86], { name: 'people' });
const bottomless = (problem: ProtectionProblem): ProtectionProblem => ({
  ...problem,
  targets: problem.targets.map((target) => ({
    ...target,
    knowledge: { ...target.knowledge, lower: problem.value.map(() => Number.NEGATIVE_INFINITY) },
  })),
  ofCompanion: () => undefined,
});

describe('the attacker catches a protection that forgets', () => {
  it('the companion of a mean', async () => {
    const mean = over(
      [60, 50, 55.5, 52, 4486 / 86].map((value, at) => ({ value, contributors: [4, 30, 12, 40, 86][at] })),
      { name: 'wage', figure: 'mean', decimals: 2 },
    );
    const file = fileOf([over([4, 30, 12, 40, 86], { name: 'people' }), mean], { threshold: 6, width: 5 });
    expect(await outcomeOf(file, {})).toBe('safe');
    const noSums = (problem: ProtectionProblem): ProtectionProblem => ({
      ...problem,
      equations: problem.equations.map(() => ({ cells: [], signs: [] })),
      equationsOf: problem.equationsOf.map(() => []),
      targets: [],
    });
    expect(await outcomeOf(file, { problem: noSums })).toBe('unsafe');
  });

  it('that a mean beside its amount gives a withheld count', async () => {
    const amounts = [240, 1500, 666, 2080];
    const file = fileOf(
      [
        counts,
        over(
          [...amounts, 4486].map((value) => ({ value })),
          { name: 'paid', figure: 'magnitude' },
        ),
        over(
          [60, 50, 55.5, 52, 4486 / 86].map((value, at) => ({
            value,
            contributors: [4, 30, 12, 40, 86][at],
          })),
          { name: 'wage', figure: 'mean', decimals: 4 },
        ),
      ],
      rule,
    );
    // The mean of the town whose count is the companion stays printed with its amount.
    const onlyCounts = (problem: ProtectionProblem): ProtectionProblem => {
      const free = Uint8Array.from(problem.free);
      problem.value.forEach((value, at) => {
        if (value === 666) free[at] = 0;
      });
      return { ...problem, free };
    };
    const forgotten = { problem: onlyCounts, meansOfBlankCounts: true };
    expect(await outcomeOf(file, forgotten)).toBe('unsafe');
  });

  it('that a median of few people is withheld', async () => {
    const median = over([60, 50, 55, 52, 51], { name: 'rent', figure: 'median' });
    const file = fileOf([over([4, 30, 12, 40, 86], { name: 'people', only: ['town'] }), median], rule);
    expect(await outcomeOf(file, {})).toBe('safe');
    const shown = fileOf([over([4, 30, 12, 40, 86], { name: 'people' }), median], { ...rule, width: 1 });
    const noBlanks = (problem: ProtectionProblem): ProtectionProblem => ({
      ...problem,
      must: new Uint8Array(problem.must.length),
      targets: [],
    });
    expect(await outcomeOf(shown, { medians: true, problem: noBlanks })).toBe('unsafe');
  });

  it('the range that a coded percentage is printed in', async () => {
    const { rule: codes } = await findRuleSet('edfacts', '2026-11-23');
    const results = (yes: number, no: number, town?: string) => [
      { ...(town === undefined ? {} : { town }), result: 'yes', value: yes, of: 'result' },
      { ...(town === undefined ? {} : { town }), result: 'no', value: no, of: 'result' },
      { ...(town === undefined ? {} : { town }), value: yes + no },
    ];
    const file = parseTableFile(
      JSON.stringify({
        hierarchies: { town: { Total: ['T1', 'T2'] }, result: { Total: ['yes', 'no'] } },
        rule: { ...codes, width: 1 },
        tables: [
          {
            name: 'results',
            dims: ['town', 'result'],
            cells: [...results(70, 30, 'T1'), ...results(50, 50, 'T2'), ...results(120, 80)],
          },
        ],
      }),
      'results',
    );
    expect(await outcomeOf(file, { ranges: true })).toBe('unsafe');
  });

  it('that the per cent of a withheld count is withheld with it', async () => {
    const file = fileOf([over([4, 40, 25, 100, 169], { name: 'pupils' }, { of: 'town', decimals: 1 })], rule);
    expect(await outcomeOf(file, {})).toBe('safe');
    expect(await outcomeOf(file, { baseOfPercent: true })).toBe('unsafe');
  });

  it('what was printed before', async () => {
    const before = fileOf(
      [{ name: 'before', dims: ['town'], only: ['town'], cells: [{ town: 'T2', value: 30 }, { value: 86 }] }],
      rule,
      'before',
    );
    const file = fileOf([over([4, 30, 12, 40, 86], { name: 'now' })], rule);
    const onlySecond = (problem: ProtectionProblem): ProtectionProblem => ({
      ...problem,
      // Cheapest is the third; where it may not be blank, the second, printed before, is.
      free: problem.free.map((free, at) => (problem.value[at] === 12 || problem.value[at] === 40 ? 0 : free)),
    });
    expect(await outcomeOf(file, {}, [before])).toBe('safe');
    expect(await outcomeOf(file, { earlier: true, problem: onlySecond }, [before])).toBe('unsafe');
  });

  it('that no amount is negative', async () => {
    const amounts = over(
      [240, 2, 666, 2080].concat(2988).map((value, at) => ({ value, contributors: [4, 30, 12, 40, 86][at] })),
      { name: 'paid', figure: 'magnitude' },
    );
    const file = fileOf([amounts], { threshold: 6, width: 300 });
    expect(await outcomeOf(file, {})).toBe('safe');
    expect(await outcomeOf(file, { problem: bottomless })).toBe('unsafe');
  });
});
