import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackReleases } from '../attack/attack-releases.ts';
import { findRuleSet } from '../rules/find-rule-set.ts';
import type { Rule } from '../rules/rule.ts';
import { parseTableFile, type TableFile } from '../tables/table-file.ts';
import { protectTables } from './protect-tables.ts';
import { printTableFile } from './published-file.ts';

const results = ['proficient', 'not'];
const { rule: coded } = await findRuleSet('edfacts', '2026-11-23');

/** Pupils by school and result, with percentages of each school's pupils asked for. */
function pupils(schools: Readonly<Record<string, readonly [number, number]>>, rule: Rule): TableFile {
  const names = Object.keys(schools);
  const rows = [...names.map((school) => [school, ...schools[school]!] as const)];
  const sum = (at: 1 | 2) => rows.reduce((left, row) => left + row[at], 0);
  const cells = [...rows, ['Total', sum(1), sum(2)] as const].flatMap(([school, yes, no]) => [
    { school, result: 'proficient', value: yes, of: 'result' },
    { school, result: 'not', value: no, of: 'result' },
    { school, value: yes + no },
  ]);
  return parseTableFile(
    JSON.stringify({
      hierarchies: { school: { Total: names }, result: { Total: results } },
      rule,
      tables: [{ name: 'results', dims: ['school', 'result'], cells }],
    }),
    'results',
  );
}
const protect = (one: TableFile) =>
  protectTables(one, { rule: one.rule, whose: {} }, { secret: 'a secret of tests' });
const cellOf = ({ tables }: TableFile, ...codes: string[]) =>
  tables[0]!.cells.find((cell) => cell.codes.join() === codes.join())!;

describe('percentages coded by the size of the group', () => {
  const schools = { A: [4, 3], B: [9, 11], C: [1, 39], D: [70, 30], E: [350, 650] } as const;

  it('are ranges, coarser for smaller groups, and the counts behind them are not printed', async () => {
    const { published, explanation } = await protect(pupils(schools, { ...coded, width: 1 }));
    const shown = (school: string) => cellOf(published, school, 'proficient').percent;
    // 4 of 7 is one half or more; 9 of 20 is 45 %; 1 of 40 is 10 % or less; 350 of 1,000 is 35 %. Of 100, 70
    // to 74 are proficient and 30 to 34 are not would leave 70 alone: both ranges are a row coarser.
    expect(['A', 'B', 'C', 'D', 'E'].map(shown)).toEqual([
      [50, 100],
      [40, 59],
      [0, 10],
      [60, 79],
      [35, 35],
    ]);
    expect(cellOf(published, 'E', 'proficient')).toEqual({
      codes: ['E', 'proficient'],
      value: null,
      percent: [35, 35],
      decimals: 0,
      of: 'result',
    });
    expect(cellOf(published, 'C', 'Total').value).toBe(40);
    expect(explanation.coded).toMatchObject({ ranges: 12, coarser: 2, none: 0 });
    expect((await attackReleases([published])).outcome).toBe('safe');
  });

  it('are coarser still, or none, where a range would leave too few counts possible', async () => {
    const { published, explanation } = await protect(pupils(schools, { ...coded, width: 10 }));
    // 8 counts at most are possible among 7 people; ten are among 1,000 only from five per cent or so.
    expect(cellOf(published, 'A', 'proficient').percent).toEqual([0, 100]);
    expect(cellOf(published, 'E', 'proficient').percent).not.toEqual([0, 100]);
    const report = await attackReleases([published]);
    expect(report.outcome).toBe('safe');
    expect(report.lines.every(({ width }) => width === null || width >= 10)).toBe(true);
    expect(explanation.coded!.none).toBeGreaterThan(0);
    const again = parseTableFile(printTableFile(published), 'again');
    expect(printTableFile((await protect(again)).published)).toBe(printTableFile(published));
  });

  it('are bounds to the attacker: one school’s range and the others’ counts give it away', async () => {
    const { published } = await protect(pupils(schools, { ...coded, width: 10 }));
    const finer = {
      ...published,
      tables: published.tables.map((table) => ({
        ...table,
        cells: table.cells.map((cell) =>
          cell.codes.join() === 'C,proficient' ? { ...cell, percent: [2, 3] as const } : cell,
        ),
      })),
    };
    const report = await attackReleases([finer]);
    expect(report.outcome).toBe('unsafe');
    const line = report.lines.find(({ cell }) => cell['school'] === 'C' && cell['result'] === 'proficient')!;
    // 1.5 % to 3.5 % of 40.
    expect(line.interval).toEqual([1, 1]);
    expect(line.route).toContain('percentage');
  });

  it('of whatever schools are released safe, with the truth possible, or refused', async () => {
    let released = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 400 })), {
          minLength: 3,
          maxLength: 7,
        }),
        fc.constantFrom(1, 5, 10),
        async (found, width) => {
          const made = pupils(Object.fromEntries(found.map((one, at) => [`S${at}`, one])), {
            ...coded,
            width,
            threshold: 6,
          });
          const safe = await protect(made).catch((error) => error);
          if (safe instanceof Error) {
            expect(safe).toMatchObject({
              code: expect.stringMatching(/cannot-be-protected|failed-its-test/),
            });
            return;
          }
          released++;
          const report = await attackReleases([safe.published]);
          expect(report.outcome).toBe('safe');
          for (const { cell, interval } of report.lines) {
            const truth = cellOf(made, cell['school'] ?? 'Total', cell['result'] ?? 'Total').value!;
            expect(interval[0]).toBeLessThanOrEqual(truth);
            if (interval[1] !== null) expect(interval[1]).toBeGreaterThanOrEqual(truth);
            if (interval[1] !== null) expect(interval[1] - interval[0]).toBeGreaterThanOrEqual(width);
          }
        },
      ),
      { numRuns: 20, seed: 31 },
    );
    expect(released).toBeGreaterThan(12);
  }, 60_000);

  it('need codes that cover every per cent once and grow no coarser with the group', async () => {
    for (const percent_codes of [
      [
        {
          people: 6,
          ranges: [
            [0, 49],
            [51, 100],
          ],
        },
      ],
      [
        {
          people: 6,
          ranges: [
            [0, 49],
            [50, 99],
          ],
        },
      ],
      [
        { people: 20, ranges: [[0, 100]] },
        { people: 10, ranges: [[0, 100]] },
      ],
      [
        {
          people: 6,
          ranges: [
            [0, 49],
            [50, 100],
          ],
        },
        { people: 20, ranges: [[0, 100]] },
      ],
    ])
      expect(() => pupils({ A: [1, 2] }, { percent_codes } as unknown as Rule)).toThrow(
        expect.objectContaining({ code: 'disclosure.contradictory-rule' }),
      );
  });
});
