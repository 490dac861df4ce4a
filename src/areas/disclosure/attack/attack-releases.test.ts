import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTableFile } from '../tables/table-file.ts';
import { attackReleases } from './attack-releases.ts';

const file = (
  hierarchies: object,
  cells: readonly object[],
  rest: { readonly name?: string; readonly rule?: object; readonly universe?: string } = {},
) => {
  const { name = 'release', rule = { threshold: 6, width: 5 }, universe = 'all' } = rest;
  const dims = [...new Set(cells.flatMap((cell) => Object.keys(cell)))].filter((key) =>
    Object.keys(hierarchies).includes(key),
  );
  return parseTableFile(
    JSON.stringify({ hierarchies, rule, tables: [{ name: 'table', dims, universe, cells }] }),
    name,
  );
};
const towns = { town: { Total: ['T1', 'T2', 'T3'] } };

describe('attack', () => {
  it('takes the towns from the region, and says so', async () => {
    const report = await attackReleases([
      file(towns, [
        { town: 'T1', value: 20 },
        { town: 'T2', value: null },
        { town: 'T3', value: 7 },
        { value: 30 },
      ]),
    ]);
    expect(report.outcome).toBe('unsafe');
    expect(report.lines).toEqual([
      {
        release: 'release',
        table: 'table',
        universe: 'all',
        cell: { town: 'T2' },
        kind: 'blank',
        interval: [3, 3],
        width: 0,
        needs: 5,
        verdict: 'unsafe',
        route: 'Adding the other figures by town and taking them from the grand total gives 3.',
      },
    ]);
  });

  it('finds two blanks safe whose sum is wide enough', async () => {
    const report = await attackReleases([
      file(towns, [
        { town: 'T1', value: 20 },
        { town: 'T2', value: null },
        { town: 'T3', value: null },
        { value: 30 },
      ]),
    ]);
    expect(report.outcome).toBe('safe');
    expect(report.lines.map(({ interval }) => interval)).toEqual([
      [0, 10],
      [0, 10],
    ]);
  });

  it('knows that a blank is not 0 where the rule shows zeros', async () => {
    const rule = { threshold: 6, width: 5, zero: 'shown' };
    const report = await attackReleases([
      file(
        towns,
        [{ town: 'T1', value: 20 }, { town: 'T2', value: null }, { town: 'T3', value: null }, { value: 26 }],
        { rule },
      ),
    ]);
    expect(report.lines.map(({ interval }) => interval)).toEqual([
      [1, 5],
      [1, 5],
    ]);
    expect(report.outcome).toBe('unsafe');
  });

  it('names numbers that cannot be true', async () => {
    const report = await attackReleases([
      file(towns, [
        { town: 'T1', value: 20 },
        { town: 'T2', value: null },
        { town: 'T3', value: 15 },
        { value: 30 },
      ]),
    ]);
    expect(report.outcome).toBe('contradictory');
    expect(report.contradiction).toContain('town');
  });

  it('takes printed bounds, rounded values and percentages for what they allow', async () => {
    const bounds = await attackReleases([
      file(towns, [
        { town: 'T1', value: null, bounds: [1, 5] },
        { town: 'T2', value: null, bounds: [1, 5] },
        { town: 'T3', value: 20 },
        { value: 30 },
      ]),
    ]);
    expect(bounds.lines.map(({ interval }) => interval)).toEqual([
      [5, 5],
      [5, 5],
    ]);
    // 30 rounded to fives is 26 to 34, so the blank is 1 to 9.
    const rounded = await attackReleases([
      file(towns, [
        { town: 'T1', value: 20 },
        { town: 'T2', value: null },
        { town: 'T3', value: 5 },
        { value: 30, rounded: 5 },
      ]),
    ]);
    expect(rounded.lines.find(({ cell }) => cell['town'] === 'T2')?.interval).toEqual([1, 9]);
    // 12.5 % of 40 to one decimal is 4.98 to 5.02: it is 5.
    const percent = await attackReleases([
      file(towns, [
        { town: 'T1', value: null, percent: 12.5, decimals: 1, of: 'town' },
        { town: 'T2', value: null },
        { town: 'T3', value: 20 },
        { value: 40 },
      ]),
    ]);
    expect(percent.lines.find(({ cell }) => cell['town'] === 'T1')).toMatchObject({
      interval: [5, 5],
      verdict: 'unsafe',
    });
  });

  it('takes one release from another', async () => {
    const first = file(
      towns,
      [{ town: 'T1', value: null }, { town: 'T2', value: null }, { town: 'T3', value: 20 }, { value: 30 }],
      { name: 'first' },
    );
    const second = file(
      { town: { Total: ['T1', 'T2', 'T3'], North: ['T1', 'T3'] } },
      [{ town: 'North', value: 24 }],
      { name: 'second' },
    );
    expect((await attackReleases([first])).outcome).toBe('safe');
    expect((await attackReleases([second])).outcome).toBe('safe');
    const both = await attackReleases([first, second]);
    expect(both.lines.map(({ cell, interval }) => [cell['town'], interval])).toEqual([
      ['T1', [4, 4]],
      ['T2', [6, 6]],
    ]);
  });

  it('finds the 18-year-olds that no table prints', async () => {
    const ages = {
      age: {
        Total: [
          ['0-17', '18+'],
          ['0-18', '19+'],
        ],
        '0-18': ['0-17', '18'],
        '18+': ['18', '19+'],
      },
    };
    const report = await attackReleases([
      file(ages, [{ age: '0-17', value: 40 }, { age: '18+', value: 60 }, { value: 100 }], { name: 'first' }),
      file(ages, [{ age: '0-18', value: 43 }, { age: '19+', value: 57 }, { value: 100 }], { name: 'second' }),
    ]);
    expect(report.outcome).toBe('unsafe');
    expect(report.lines).toMatchObject([{ cell: { age: '18' }, kind: 'unprinted', interval: [3, 3] }]);
  });

  it('finds fewer people than the threshold between a release and its revision', async () => {
    const before = file(
      towns,
      [{ town: 'T1', value: 20 }, { town: 'T2', value: 40 }, { value: 60 }, { town: 'T3', value: 0 }],
      { name: 'before' },
    );
    const after = file(
      towns,
      [{ town: 'T1', value: 23 }, { town: 'T2', value: 40 }, { value: 63 }, { town: 'T3', value: 0 }],
      { name: 'after' },
    );
    const report = await attackReleases([before, after]);
    expect(report.outcome).toBe('unsafe');
    expect(
      report.lines.filter(({ kind }) => kind === 'change').map(({ interval }) => interval),
    ).toContainEqual([3, 3]);
  });

  it('agrees with trying every possibility', async () => {
    const sizes = fc.record({
      rows: fc.integer({ min: 2, max: 3 }),
      columns: fc.integer({ min: 2, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 9, maxLength: 9 }),
        fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
        async ({ rows, columns }, values, hidden) => {
          const value = (row: number, column: number) => values[row * 3 + column]!;
          const isBlank = (row: number, column: number) => hidden[row * 3 + column]!;
          const [r, c] = [[...Array(rows).keys()], [...Array(columns).keys()]];
          const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0);
          const cells = [
            ...r.flatMap((row) =>
              c.map((column) => ({
                r: `r${row}`,
                c: `c${column}`,
                value: isBlank(row, column) ? null : value(row, column),
              })),
            ),
            ...r.map((row) => ({ r: `r${row}`, value: sum(c.map((column) => value(row, column))) })),
            ...c.map((column) => ({ c: `c${column}`, value: sum(r.map((row) => value(row, column))) })),
            { value: sum(r.flatMap((row) => c.map((column) => value(row, column)))) },
          ];
          const blanks = r.flatMap((row) =>
            c.filter((column) => isBlank(row, column)).map((column) => [row, column] as const),
          );
          const least = blanks.map(() => Infinity);
          const most = blanks.map(() => -Infinity);
          const left = (of: readonly (readonly [number, number])[]) =>
            sum(of.map(([row, column]) => value(row, column)));
          const rowLeft = r.map((row) => left(blanks.filter(([at]) => at === row)));
          const columnLeft = c.map((column) => left(blanks.filter(([, at]) => at === column)));
          const tried: number[] = [];
          const tryAll = (at: number) => {
            if (at === blanks.length) {
              if ([...rowLeft, ...columnLeft].some((rest) => rest !== 0)) return;
              tried.forEach((now, index) => {
                least[index] = Math.min(least[index]!, now);
                most[index] = Math.max(most[index]!, now);
              });
              return;
            }
            const [row, column] = blanks[at]!;
            for (let now = 0; now <= Math.min(rowLeft[row]!, columnLeft[column]!); now++) {
              tried[at] = now;
              rowLeft[row]! -= now;
              columnLeft[column]! -= now;
              tryAll(at + 1);
              rowLeft[row]! += now;
              columnLeft[column]! += now;
            }
            tried.length = at;
          };
          if (blanks.length > 6) return;
          tryAll(0);
          const report = await attackReleases([
            file(
              { r: { Total: r.map((row) => `r${row}`) }, c: { Total: c.map((column) => `c${column}`) } },
              cells,
            ),
          ]);
          expect(report.lines.map(({ interval }) => interval)).toEqual(
            blanks.map((_, at) => [least[at], most[at]]),
          );
        },
      ),
      { numRuns: 60, seed: 6 },
    );
  });
});
