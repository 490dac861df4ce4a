import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noiseTable, shiftOf } from './noise-table.ts';

const szenario = readFileSync(
  join(import.meta.dirname, '../../../../test/golden/disclosure/szenario-5a.csv'),
  'utf8',
)
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(';').map(Number) as [number, number, number]);

describe('the table of noise', () => {
  it('R3: tau-Argus’s szenario 5a, by greatest entropy', () => {
    const table = noiseTable({ most: 5, variance: 2.001, blocked: 2 });
    expect(table).toHaveLength(9);
    // Row 4 was made under one condition more (staying at least as likely as moving by one), which is not built.
    for (const [count, to, chance] of szenario.filter(([count]) => count !== 4)) {
      const found = table[count]!.find(({ by }) => count + by === to)?.chance ?? 0;
      // The published table has a floor of 0.0000001 under each chance, which shifts its neighbours.
      expect(Math.abs(found - chance), `${count} to ${to}`).toBeLessThan(2e-6);
    }
  });

  it('R3: the table of cellKey’s tests (D = 5, V = 3, js = 2) has 66 rows, the last for 8 and more', () => {
    const table = noiseTable({ most: 5, variance: 3, blocked: 2 });
    const rows = table.flat();
    expect([rows.length, table.length - 1]).toEqual([66, 8]);
    expect(rows.reduce((sum, { chance }) => sum + chance, 0) / 66).toBeCloseTo(0.136, 3);
    expect(rows.reduce((sum, { by }) => sum + by, 0) / 66).toBeCloseTo(1.045, 3);
  });

  it.each([
    { most: 5, variance: 3, blocked: 2 },
    { most: 11, variance: 11, blocked: 10 },
    { most: 2, variance: 1.05, blocked: 1 },
    { most: 20, variance: 40, blocked: 0 },
  ])('moves no count on the average, blocks small ones and keeps to the most: %j', (rule) => {
    noiseTable(rule).forEach((row, count) => {
      const mean = (of: (by: number) => number) =>
        row.reduce((sum, { by, chance }) => sum + chance * of(by), 0);
      expect(mean(() => 1)).toBeCloseTo(1, 9);
      expect(mean((by) => by)).toBeCloseTo(0, 7);
      if (count > rule.most + rule.blocked) expect(mean((by) => by * by)).toBeCloseTo(rule.variance, 6);
      for (const { by, chance } of row) {
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(Math.abs(by)).toBeLessThanOrEqual(rule.most);
        expect(count + by === 0 || count + by > rule.blocked).toBe(true);
      }
    });
  });

  it('gives the same shift for the same people, and every shift its share of keys', () => {
    const table = noiseTable({ most: 5, variance: 3, blocked: 2 });
    const seen = new Map<number, number>();
    for (let key = 0; key < 1; key += 1 / 4096) {
      const by = shiftOf(table, 40, key);
      seen.set(by, (seen.get(by) ?? 0) + 1 / 4096);
    }
    for (const { by, chance } of table.at(-1)!) expect(seen.get(by) ?? 0).toBeCloseTo(chance, 2);
    expect(shiftOf(table, 0, 0.99)).toBe(0);
  });
});
