import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OakError } from '../../../core/error.ts';
import { attackReleases } from '../attack/attack-releases.ts';
import { protectTables } from '../protect/protect-tables.ts';
import { rangeCuts, readRange } from './code-ranges.ts';
import { parseTableFile, type TableFile } from './table-file.ts';

const most = Number.POSITIVE_INFINITY;
const rule = { threshold: 11, width: 10 };
const secret = 'a secret of tests';
const cutsOf = (cuts: Record<string, string[][]>) =>
  Object.fromEntries(
    rangeCuts(new Set([...Object.keys(cuts), ...Object.values(cuts).flat(2)]), new Map(Object.entries(cuts))),
  );

describe('codes that are ranges of one line', () => {
  it.each([
    ['0-17', 0, 17],
    ['18 to 24 years', 18, 24],
    ['5–9', 5, 9],
    ['Under 5 years', 0, 4],
    ['<18', 0, 17],
    ['18+', 18, most],
    ['65 and over', 65, most],
    ['85 years or older', 85, most],
    ['over 64', 65, most],
    ['≥65', 65, most],
    ['17 and under', 0, 17],
    ['ages 5-17', 5, 17],
    ['$10,000-$19,999', 10_000, 19_999],
    ['7', 7, 7],
  ])('%s', (code, low, high) => {
    expect(readRange(code)).toMatchObject({ low, high });
  });

  it.each(['T1', 'A00-B99', '2019-20', 'unknown', '1-1-2', '6 months-4 years', ''])('not %s', (code) => {
    expect(readRange(code)).toBeUndefined();
  });

  it('two cuts of ages say what lies between them', () => {
    expect(
      cutsOf({
        Total: [
          ['0-17', '18+', 'unknown'],
          ['under 19', '19 and over', 'unknown'],
        ],
      }),
    ).toEqual({
      '18+': [['19 and over', '18']],
      'under 19': [['0-17', '18']],
    });
  });

  it('ranges that cross are cut where they do', () => {
    expect(
      cutsOf({
        Total: [
          ['0-9', '10-19'],
          ['0-6', '7-13', '14-19'],
        ],
      }),
    ).toEqual({
      '0-9': [['0-6', '7-9']],
      '7-13': [['7-9', '10-13']],
      '10-19': [['14-19', '10-13']],
    });
  });

  it('what is declared is not said again, and codes that only look like ranges say nothing', () => {
    expect(cutsOf({ Total: [['0-17', '18+']], '0-17': [['0-4', '5-17']] })).toEqual({});
    // Numbers of an outline; school years; months beside years.
    expect(cutsOf({ Total: [['1', '2']], '1': [['1-1', '1-2']] })).toEqual({});
    expect(cutsOf({ Total: [['2019-2020', '2020-2021'], ['2019-2021']] })).toEqual({});
    expect(cutsOf({ Total: [['0-11 months', '1-4 years'], ['0-4 years']] })).toEqual({});
  });
});

describe('another cut of ages', () => {
  const one = (name: string, cuts: string[][], cells: object[]) =>
    parseTableFile(
      JSON.stringify({
        hierarchies: { age: { Total: cuts } },
        rule,
        tables: [{ name, dims: ['age'], universe: 'u', cells: [...cells, { value: 100 }] }],
      }),
      name,
    );
  const first = [
    { age: '0-17', value: 40 },
    { age: '18+', value: 60 },
  ];
  const second = [
    { age: '0-18', value: 43 },
    { age: '19+', value: 57 },
  ];

  it('in one file gives the people between away: found, and mended', async () => {
    const cuts = [
      ['0-17', '18+'],
      ['0-18', '19+'],
    ];
    const file = one('both', cuts, [...first, ...second]);
    const found = await attackReleases([file]);
    expect(found.lines).toMatchObject([{ cell: { age: '18' }, interval: [3, 3], verdict: 'unsafe' }]);
    const { published } = await protectTables(file, { rule, whose: {} }, { secret });
    expect(published.tables[0]!.cells.filter(({ value }) => value === null)).toHaveLength(2);
    expect((await attackReleases([published])).outcome).toBe('safe');
  });

  it('in a later release, too', async () => {
    const before = one('before', [['0-17', '18+']], first);
    const after = one('after', [['0-18', '19+']], second);
    expect((await attackReleases([before, after])).outcome).toBe('unsafe');
    const { published } = await protectTables(after, { rule, whose: {} }, { secret, earlier: [before] });
    expect((await attackReleases([before, published])).outcome).toBe('safe');
  });

  /** Six years of age, cut in two ways, by town. */
  const towns = ['North', 'South', 'West'];
  const ways = [
    [
      [0, 1],
      [2, 3],
      [4, 5],
    ],
    [[0], [1, 2], [3, 4, 5]],
    [
      [0, 1, 2],
      [3, 4, 5],
    ],
  ];
  const asRange = (years: readonly number[]) =>
    years.length === 1 ? `${years[0]}` : `${years[0]}-${years.at(-1)}`;
  const byHand = (years: readonly number[]) => `a${years.join('')}`;

  function byTown(counts: readonly number[], way: readonly (readonly number[])[], name: string): TableFile {
    const cells = [undefined, ...towns].flatMap((town) =>
      [undefined, ...way].map((years) => {
        let value = 0;
        for (const [at] of towns.entries())
          if (town === undefined || towns[at] === town)
            for (const year of years ?? [0, 1, 2, 3, 4, 5]) value += counts[at * 6 + year]!;
        return { ...(town && { town }), ...(years && { age: asRange(years) }), value };
      }),
    );
    const hierarchies = { town: { Total: towns }, age: { Total: way.map(asRange) } };
    return parseTableFile(
      JSON.stringify({ hierarchies, rule, tables: [{ name, dims: ['town', 'age'], universe: 'u', cells }] }),
      name,
    );
  }

  /** The same print with codes that nobody can read, and every group declared year by year. */
  function declared(release: TableFile, way: readonly (readonly number[])[]): TableFile {
    const names = new Map(way.map((years) => [asRange(years), byHand(years)]));
    const parts = Object.fromEntries(
      way.flatMap((years) =>
        years.length === 1 ? [] : [[byHand(years), years.map((year) => byHand([year]))]],
      ),
    );
    const tables = release.tables.map(({ dims, universe, name, cells }) => ({
      name,
      dims,
      universe,
      cells: cells.map(({ codes: [town, age], value }) => ({ town, age: names.get(age!) ?? age, value })),
    }));
    const hierarchies = { town: { Total: towns }, age: { Total: way.map(byHand), ...parts } };
    return parseTableFile(
      JSON.stringify({
        hierarchies,
        rule,
        unprinted: { age: [0, 1, 2, 3, 4, 5].map((year) => byHand([year])) },
        tables,
      }),
      release.name,
    );
  }

  it('of whatever people: the pieces between stay unknown to somebody who has every year declared', async () => {
    const some = fc.oneof(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 11, max: 120 }));
    let released = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(some, { minLength: 18, maxLength: 18 }),
        fc.constantFrom([0, 1], [0, 2], [1, 2], [2, 0]),
        async (counts, [a, b]) => {
          const pair = [ways[a!]!, ways[b!]!];
          const out: TableFile[] = [];
          for (const [at, way] of pair.entries()) {
            try {
              const file = byTown(counts, way, `release ${at + 1}`);
              out.push(
                (await protectTables(file, { rule, whose: {} }, { secret, earlier: out, seconds: 6 }))
                  .published,
              );
            } catch (error) {
              if (!(error instanceof OakError && error.code.startsWith('disclosure.'))) throw error;
              return;
            }
          }
          released++;
          const report = await attackReleases(out.map((release, at) => declared(release, pair[at]!)));
          expect(report.lines.filter(({ verdict }) => verdict === 'unsafe')).toEqual([]);
        },
      ),
      { numRuns: 25, seed: 7, endOnFailure: true },
    );
    expect(released).toBeGreaterThan(12);
  });
});
