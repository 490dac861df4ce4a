import { describe, expect, it } from 'vitest';
import { attackReleases } from '../attack/attack-releases.ts';
import { parseTableFile } from '../tables/table-file.ts';
import { protectTables } from './protect-tables.ts';
import { printTableFile } from './published-file.ts';

const towns = ['T1', 'T2', 'T3', 'T4'];
const counts = [4, 40, 25, 100];
const file = (fields: object) =>
  parseTableFile(
    JSON.stringify({
      hierarchies: { town: { Total: towns } },
      rule: { threshold: 6, width: 5, zero: 'shown', denominator: 20 },
      tables: [
        {
          name: 'pupils',
          dims: ['town'],
          cells: [...towns.map((town, at) => ({ town, value: counts[at], ...fields })), { value: 169 }],
        },
      ],
    }),
    'percentages',
  );
const protect = (one: ReturnType<typeof file>) =>
  protectTables(one, { rule: one.rule, whose: {} }, { secret: 'a secret of tests' });

describe('percentages and rates', () => {
  it('stand beside printed figures alone, worked out to the decimals asked for', async () => {
    const { published } = await protect(file({ of: 'town', decimals: 1, percent: 0 }));
    expect(published.tables[0]!.cells.map(({ value, percent }) => [value, percent])).toEqual([
      [null, undefined],
      [40, 23.7],
      [null, undefined],
      [100, 59.2],
      [169, undefined],
    ]);
    expect((await attackReleases([published])).outcome).toBe('safe');
    const again = parseTableFile(printTableFile(published), 'again');
    expect(printTableFile((await protect(again)).published)).toBe(printTableFile(published));
  });

  it('are left out where the base is smaller than the rule allows', async () => {
    const { published } = await protect(file({ of: { town: 'T3' }, decimals: 0 }));
    expect(published.tables[0]!.cells.some(({ percent }) => percent !== undefined)).toBe(false);
    const rates = await protect(file({ of: 19, per: 1000, rate: 0 }));
    expect(rates.published.tables[0]!.cells.some(({ rate }) => rate !== undefined)).toBe(false);
  });

  it('give a blank away when they are printed beside it, and the attacker says how', async () => {
    const { published } = await protect(file({}));
    const leaks = (fields: object) => ({
      ...published,
      tables: published.tables.map((table) => ({
        ...table,
        cells: table.cells.map((cell, at) => (at === 0 ? { ...cell, ...fields } : cell)),
      })),
    });
    for (const fields of [
      { percent: 2.4, decimals: 1, of: 'town' },
      { rate: 23.7, per: 1000, decimals: 1, of: 'town' },
      { percent: 4, decimals: 0, of: 100 },
    ]) {
      const report = await attackReleases([leaks(fields)]);
      expect(report.outcome).toBe('unsafe');
      expect(report.lines.find(({ cell }) => cell['town'] === 'T1')).toMatchObject({ interval: [4, 4] });
    }
  });

  it('are refused when they do not say of what', () => {
    for (const fields of [
      { percent: 3 },
      { rate: 3, per: 1000 },
      { rate: 3, of: 'town' },
      { of: 'age' },
      { of: true },
    ])
      expect(() => file(fields)).toThrow(
        expect.objectContaining({ code: 'disclosure.table-file-unreadable' }),
      );
  });
});
