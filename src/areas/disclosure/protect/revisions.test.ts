import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OakError } from '../../../core/error.ts';
import { attackReleases } from '../attack/attack-releases.ts';
import { parseTableFile, type TableFile } from '../tables/table-file.ts';
import { protectTables } from './protect-tables.ts';

const rule = { threshold: 11, width: 10 };
const towns = ['A', 'B', 'C', 'D'];
const sexes = ['f', 'm'];

/** People by town and sex, in one state of the data; numbers are those of A f, A m, B f and so on. */
function state(counts: readonly number[], vintage: string): TableFile {
  const cells = [undefined, ...towns].flatMap((town) =>
    [undefined, ...sexes].map((sex) => ({
      ...(town && { town }),
      ...(sex && { sex }),
      value: counts.reduce((sum, count, at) => {
        const counted =
          (town ?? towns[at >> 1]) === towns[at >> 1] && (sex ?? sexes[at % 2]) === sexes[at % 2];
        return sum + (counted ? count : 0);
      }, 0),
    })),
  );
  return parseTableFile(
    JSON.stringify({
      hierarchies: { town: { Total: towns }, sex: { Total: sexes } },
      rule,
      tables: [{ name: 'people', dims: ['town', 'sex'], universe: 'u', vintage, cells }],
    }),
    vintage,
  );
}

const protect = (file: TableFile, earlier: readonly TableFile[] = []) =>
  protectTables(file, { rule, whose: {} }, { earlier, secret: 'a secret of tests', seconds: 6 });

describe('a revision that names its vintage', () => {
  const before = [40, 60, 30, 50, 70, 45, 20, 25];

  it('is compared with what was printed before: three who joined one town are found, and withheld', async () => {
    const after = before.with(2, 33);
    const found = await attackReleases([state(before, 'first'), state(after, 'revised')]);
    expect(found.outcome).toBe('unsafe');
    expect(found.lines).toContainEqual(
      expect.objectContaining({
        kind: 'change',
        cell: { town: 'B', sex: 'f' },
        interval: [3, 3],
        route: 'Taking the earlier release from the later gives 3.',
      }),
    );
    const first = (await protect(state(before, 'first'))).published;
    const revised = (await protect(state(after, 'revised'), [first])).published;
    const blank = revised.tables[0]!.cells.filter(({ value }) => value === null).map(({ codes }) =>
      codes.join(),
    );
    expect(blank).toEqual(expect.arrayContaining(['B,f', 'B,Total', 'Total,f', 'Total,Total']));
    expect((await attackReleases([first, revised])).outcome).toBe('safe');
  });

  it('is compared with every state before, and with the same numbers says nothing', async () => {
    const states = [
      state(before, 'first'),
      state(before.with(2, 55), 'second'),
      state(before.with(2, 33), 'third'),
    ];
    const found = await attackReleases(states);
    expect(found.lines.filter(({ cell }) => cell['town'] === 'B' && cell['sex'] === 'f')).toMatchObject([
      { kind: 'change', interval: [3, 3] },
    ]);
    expect((await attackReleases([states[0]!, state(before, 'again')])).outcome).toBe('safe');
  });

  it('whatever changed, no two states print figures that are a few people apart, nor sums that give them', async () => {
    const some = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 8, maxLength: 8 });
    const moves = fc.array(fc.constantFrom(0, 0, 0, 1, 4, -3, 25), { minLength: 8, maxLength: 8 });
    let released = 0;
    await fc.assert(
      fc.asyncProperty(some, moves, async (counts, changes) => {
        const after = counts.map((count, at) => Math.max(0, count + changes[at]!));
        try {
          const first = (await protect(state(counts, 'first'))).published;
          const second = (await protect(state(after, 'second'), [first])).published;
          released++;
          expect((await attackReleases([first, second])).outcome).toBe('safe');
          first.tables[0]!.cells.forEach(({ value }, at) => {
            const now = second.tables[0]!.cells[at]!.value;
            if (value === null || now === null || value === now) return;
            expect(Math.abs(now - value)).toBeGreaterThanOrEqual(rule.threshold);
          });
        } catch (error) {
          if (!(error instanceof OakError && error.code.startsWith('disclosure.'))) throw error;
        }
      }),
      { numRuns: 20, seed: 5, endOnFailure: true },
    );
    expect(released).toBeGreaterThan(10);
  });
});
