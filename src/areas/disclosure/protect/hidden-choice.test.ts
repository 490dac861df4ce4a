import { describe, expect, it } from 'vitest';
import type { Rule } from '../rules/rule.ts';
import { parseTableFile } from '../tables/table-file.ts';
import { protectTables } from './protect-tables.ts';

const towns = ['T1', 'T2', 'T3', 'T4'];
const secrets = Array.from({ length: 16 }, (_, at) => `secret ${at}`);

/** The towns that are blank, protected by a rule under a secret. */
async function blanksOf(counts: readonly number[], rule: Rule, secret: string): Promise<string> {
  const cells = [
    ...counts.map((value, at) => ({ town: towns[at], value })),
    { value: counts.reduce((sum, value) => sum + value, 0) },
  ];
  const text = JSON.stringify({
    hierarchies: { town: { Total: towns } },
    tables: [{ name: 'people', dims: ['town'], cells }],
  });
  const { published } = await protectTables(
    parseTableFile(text, 'people'),
    { rule, whose: {} },
    { secret, seconds: 5 },
  );
  return published.tables[0]!.cells.flatMap(({ codes, value }) => (value === null ? codes : [])).join();
}

/** Values of T1 that lead to blanks in T1 and T2 alone, for somebody who knows the method and tries all that fit the print. */
async function possible([first, second, ...rest]: readonly [number, number, ...number[]], rule: Rule) {
  const found: number[] = [];
  for (let value = 0; value <= first + second; value++) {
    const counts = [value, first + second - value, ...rest];
    for (const secret of rule.choice === 'cheapest' ? ['any'] : secrets)
      if ((await blanksOf(counts, rule, secret)) === 'T1,T2') {
        found.push(value);
        break;
      }
  }
  return found;
}

describe('whoever knows the method tries it on every value that fits the print (minimality attack)', () => {
  const rule: Rule = { threshold: 11, width: 10 };

  it('the cheapest companions give away what they hide', async () => {
    expect(await possible([10, 11, 11, 30], { ...rule, choice: 'cheapest' })).toEqual([10, 11]);
  });

  it.each([
    [10, 11, 11, 30],
    [4, 12, 12, 30],
    [10, 12, 13, 300],
  ] as const)(
    'with a secret, %i and %i beside %i and %i stay as unknown as the rule asks',
    async (...counts) => {
      const values = await possible(counts, rule);
      expect(values.at(-1)! - values[0]!).toBeGreaterThanOrEqual(10);
      // Neither is it told which of the two is the small one.
      expect(values.some((value) => value < 11)).toBe(true);
      expect(values.some((value) => counts[0] + counts[1] - value < 11)).toBe(true);
    },
  );

  it('one secret makes one choice', async () => {
    const again = await Promise.all([1, 2, 3].map(() => blanksOf([10, 11, 11, 30], rule, 'mine')));
    expect(new Set(again).size).toBe(1);
  });
});
