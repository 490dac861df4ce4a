import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackReleases } from '../attack/attack-releases.ts';
import type { Rule } from '../rules/rule.ts';
import { parseTableFile, type TableFile } from '../tables/table-file.ts';
import { protectTables } from './protect-tables.ts';
import { printTableFile } from './published-file.ts';

const towns = ['T1', 'T2', 'T3', 'T4'];
const hierarchies = { town: { Total: towns } };
const rule: Rule = { threshold: 6, width: 5 };

/** A table over the towns and their total, in that order. */
const table = (figure: string, values: readonly (number | object | null)[], rest: object = {}) => ({
  name: figure,
  dims: ['town'],
  figure,
  ...rest,
  cells: values.map((value, at) => ({
    ...(at < towns.length ? { town: towns[at] } : {}),
    ...(typeof value === 'object' && value !== null ? value : { value }),
  })),
});
const file = (tables: readonly object[], asked: object = rule, name = 'wages') =>
  parseTableFile(JSON.stringify({ hierarchies, rule: asked, tables }), name);
const protect = (one: TableFile, earlier: readonly TableFile[] = []) =>
  protectTables(one, { rule: one.rule, whose: {} }, { earlier, secret: 'a secret of tests' });
const printed = ({ tables }: TableFile, figure: string) =>
  tables.find((one) => one.figure === figure)!.cells.map(({ value }) => value);

const counts = [4, 30, 12, 40, 86];
const means = [60, 50, 55.5, 52, (4 * 60 + 30 * 50 + 12 * 55.5 + 40 * 52) / 86];

describe('means', () => {
  it('of fewer people than the threshold are withheld, and so is one more: a mean beside its count gives the sum', async () => {
    const { published, explanation } = await protect(
      file([table('count', counts), table('mean', means, { decimals: 1 })]),
    );
    expect(printed(published, 'mean')[0]).toBeNull();
    expect(printed(published, 'mean').filter((value) => value === null)).toHaveLength(2);
    expect(printed(published, 'mean')[4]).toBe(52.2);
    expect(explanation.blanks.find(({ cell }) => cell === 'town=T1 in mean')).toMatchObject({
      value: 60,
      reason: 'small',
    });
    expect((await attackReleases([published])).outcome).toBe('safe');
    const again = parseTableFile(printTableFile(published), 'again');
    expect(printTableFile((await protect(again)).published)).toBe(printTableFile(published));
  });

  it('the only one withheld is worked out from the others and the counts, and the attacker says how', async () => {
    const alone = file([
      table('count', [10, 30, 12, 40, 92]),
      table('mean', [null, 50, 55.5, 52, (600 + 1500 + 666 + 2080) / 92], { decimals: 6 }),
    ]);
    const report = await attackReleases([alone]);
    expect(report.outcome).toBe('unsafe');
    const [low, high] = report.lines.find(({ cell }) => cell['town'] === 'T1')!.interval;
    // The sum of ten people's wages is 600, to what the rounding of the others leaves open.
    expect(low).toBeCloseTo(600, 2);
    expect(high).toBeCloseTo(600, 2);
    expect(report.lines[0]!.route).toMatch(/ by town and taking them|Adding|mean/);
  });

  it('beside its sum it gives a withheld count away: it is withheld with the count', async () => {
    const amounts = means.map((mean, at) => mean * counts[at]!);
    const both = file([
      table('count', [4, 30, 12, 40, 86]),
      table('magnitude', amounts),
      table('mean', means, { decimals: 2 }),
    ]);
    const { published } = await protect(both);
    printed(published, 'count').forEach((count, at) => {
      if (count === null) expect(printed(published, 'mean')[at]).toBeNull();
    });
    expect((await attackReleases([published])).outcome).toBe('safe');
    const shown = structuredClone(JSON.parse(printTableFile(published)));
    const blank = printed(published, 'count').findIndex((count, at) => count === null && at > 0);
    shown.tables[1].cells[blank].value = amounts[blank];
    shown.tables[2].cells[blank].value = means[blank];
    const found = await attackReleases([parseTableFile(JSON.stringify(shown), 'shown')]);
    expect(found.outcome).toBe('unsafe');
    expect(found.lines.filter(({ kind, verdict }) => kind === 'blank' && verdict === 'unsafe')).not.toEqual(
      [],
    );
  });

  it('are withheld where one person makes most of the sum', async () => {
    const one = file(
      [
        table(
          'mean',
          [
            { value: 100, contributors: 10, largest: [950, 10] },
            { value: 50, contributors: 30, largest: [90, 80] },
            { value: 55, contributors: 20, largest: [90, 80] },
            { value: 52, contributors: 40, largest: [90, 80] },
            { value: 56.8, contributors: 100, largest: [950, 90] },
          ],
          { decimals: 1 },
        ),
      ],
      { threshold: 3, dominance: { n: 1, k: 80 }, width: 1 },
    );
    const { published, explanation } = await protect(one);
    expect(printed(published, 'mean')[0]).toBeNull();
    expect(explanation.blanks[0]).toMatchObject({ reason: 'dominance' });
    expect((await attackReleases([published])).outcome).toBe('safe');
  });

  it('of a release before are known in the next', async () => {
    const before = await protect(file([table('count', [10, 30, 12, 40, 92])], rule, 'before'));
    const next = file([table('mean', [null, 50, 55.5, 52, 52.67], { decimals: 4 })], rule, 'next');
    expect((await attackReleases([next])).outcome).toBe('safe');
    expect((await attackReleases([before.published, next])).outcome).toBe('unsafe');
    // Asked for now, with the people counted before: another one is withheld beside a small one.
    const later = file(
      [
        table(
          'mean',
          [60, 50, 55.5, 52, 4846 / 92].map((value, at) => ({
            value,
            contributors: [10, 30, 12, 40, 92][at],
            ...(at === 0 ? { withhold: true } : {}),
          })),
          { decimals: 2 },
        ),
      ],
      rule,
      'later',
    );
    const { published } = await protect(later, [before.published]);
    expect(printed(published, 'mean').filter((value) => value === null).length).toBeGreaterThan(1);
    expect((await attackReleases([before.published, published])).outcome).toBe('safe');
  });

  it('are refused without the people behind them, of nobody, or that do not add up', async () => {
    const refusal = (one: () => unknown) =>
      Promise.resolve()
        .then(one)
        .catch((error) => error);
    expect(await refusal(() => protect(file([table('mean', means)])))).toMatchObject({
      code: 'disclosure.table-file-unreadable',
      message: expect.stringContaining('contributors'),
    });
    expect(await refusal(() => file([table('mean', [{ value: 3, contributors: 0 }])]))).toMatchObject({
      message: expect.stringContaining('nobody'),
    });
    expect(
      await refusal(() => protect(file([table('count', counts), table('mean', [...means.slice(0, 4), 70])]))),
    ).toMatchObject({ code: 'disclosure.cells-do-not-add-up', message: expect.stringContaining('in mean') });
    expect(
      await refusal(() =>
        protect(file([table('count', counts), table('median', means)], { ...rule, rounding: 10 })),
      ),
    ).toMatchObject({ code: 'disclosure.cannot-be-protected' });
  });
});

describe('medians', () => {
  it('of fewer people than the threshold are withheld, and stay apart from amounts that are blank', async () => {
    const { published, explanation } = await protect(
      file([table('count', counts), table('median', [60, 50, 55, 52, 51], { decimals: 0 })]),
    );
    expect(printed(published, 'median')[0]).toBeNull();
    printed(published, 'count').forEach((count, at) => {
      if (count === null) expect(printed(published, 'median')[at]).toBeNull();
    });
    expect(explanation.blanks.find(({ cell }) => cell === 'town=T1 in median')).toMatchObject({
      value: 60,
      reason: 'small',
    });
    expect((await attackReleases([published])).outcome).toBe('safe');
  });

  it('lie between those of their parts: two cuts around one can give it away', async () => {
    const twoCuts = {
      area: {
        Total: [
          ['A', 'B'],
          ['C', 'D'],
        ],
        A: ['x', 'y'],
        C: ['x', 'z'],
      },
    };
    const medians = (x: number | null) =>
      parseTableFile(
        JSON.stringify({
          hierarchies: twoCuts,
          rule: { threshold: 6, width: 5 },
          tables: [
            {
              name: 'rent',
              dims: ['area'],
              figure: 'median',
              decimals: 0,
              cells: [
                { area: 'A', value: 50 },
                { area: 'y', value: 70 },
                { area: 'C', value: 48 },
                { area: 'z', value: 30 },
                { area: 'x', value: x },
              ],
            },
          ],
        }),
        'rents',
      );
    const report = await attackReleases([medians(null)]);
    expect(report.outcome).toBe('unsafe');
    expect(report.lines).toMatchObject([{ cell: { area: 'x' }, of: 'median', interval: [47.5, 50.5] }]);
    expect(report.lines[0]!.route).toContain('lies between those of its parts');
    // Protect withholds one more, until nothing gives it away.
    const asked = medians(49);
    const withPeople = {
      ...asked,
      tables: asked.tables.map((one) => ({
        ...one,
        cells: one.cells.map((cell) => ({ ...cell, contributors: cell.codes[0] === 'x' ? 5 : 20 })),
      })),
    };
    const { published } = await protect(withPeople);
    expect(published.tables[0]!.cells.filter(({ value }) => value === null)).toHaveLength(2);
    expect((await attackReleases([published])).outcome).toBe('safe');
  });

  it('bound the amount behind them', async () => {
    // Half of 40 people have 52 or more each: together 1,040 or more; and nobody has more than 100.
    const report = await attackReleases([
      file([
        table('count', [6, 30, 12, 40, 88]),
        table('magnitude', [null, null, null, null, null]),
        table('median', [null, null, null, 52, null], { decimals: 0, each: [0, 100] }),
      ]),
    ]);
    const line = report.lines.find(({ cell, table: of }) => cell['town'] === 'T4' && of === 'magnitude')!;
    expect(line.interval[0]).toBeCloseTo(20 * 51.5, 6);
    expect(line.interval[1]).toBeCloseTo(20 * 52.5 + 20 * 100, 6);
  });
});

describe('whatever the means', () => {
  const people = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 6, max: 60 })), {
    minLength: 12,
    maxLength: 12,
  });
  const wages = fc.array(fc.integer({ min: 10, max: 90 }), { minLength: 12, maxLength: 12 });
  const areas = ['A1', 'A2', 'A3', 'B1', 'B2', 'B3'];
  const sexes = ['f', 'm'];
  const two = {
    area: { Total: ['A', 'B'], A: areas.slice(0, 3), B: areas.slice(3) },
    sex: { Total: sexes },
  };
  const leaves = (area: string) => areas.filter((one) => area === 'Total' || one.startsWith(area));

  it('none is released that gives a withheld one, its sum or its people away', async () => {
    let released = 0;
    await fc.assert(
      fc.asyncProperty(people, wages, fc.boolean(), async (counted, paid, withCounts) => {
        const cells = ['Total', 'A', 'B', ...areas].flatMap((area) =>
          ['Total', ...sexes].map((sex) => {
            let [n, sum] = [0, 0];
            for (const leaf of leaves(area))
              for (const one of sexes.filter((code) => sex === 'Total' || code === sex)) {
                const at = areas.indexOf(leaf) * 2 + sexes.indexOf(one);
                n += counted[at]!;
                sum += counted[at]! * paid[at]!;
              }
            return { codes: { area, sex }, n, sum };
          }),
        );
        const dims = ['area', 'sex'];
        const tables = [
          {
            name: 'wage',
            dims,
            figure: 'mean',
            decimals: 1,
            cells: cells.map(({ codes, n, sum }) => ({ ...codes, value: sum / n, contributors: n })),
          },
          ...(withCounts
            ? [{ name: 'people', dims, cells: cells.map(({ codes, n }) => ({ ...codes, value: n })) }]
            : []),
        ];
        const one = parseTableFile(JSON.stringify({ hierarchies: two, rule, tables }), 'wages');
        const safe = await protect(one).catch((error) => error);
        if (safe instanceof Error) {
          expect(safe).toMatchObject({
            code: expect.stringMatching(/cannot-be-protected|failed-its-test/),
          });
          return;
        }
        released++;
        safe.published.tables[0].cells.forEach(({ value }: { value: number | null }, at: number) => {
          if (cells[at]!.n < rule.threshold!) expect(value).toBeNull();
        });
        // Everybody may have been counted somewhere else before: the attacker is given the counts, too.
        const report = await attackReleases([safe.published]);
        expect(report.outcome).toBe('safe');
        for (const line of report.lines) {
          const truth = cells.find(
            ({ codes }) =>
              codes.area === (line.cell['area'] ?? 'Total') && codes.sex === (line.cell['sex'] ?? 'Total'),
          )!;
          const value = line.table === 'people' ? truth.n : truth.sum;
          expect(line.interval[0]).toBeLessThanOrEqual(value + 1e-4);
          if (line.interval[1] !== null) expect(line.interval[1]).toBeGreaterThanOrEqual(value - 1e-4);
        }
      }),
      { numRuns: 12, seed: 21 },
    );
    expect(released).toBeGreaterThan(6);
  }, 60_000);
});
