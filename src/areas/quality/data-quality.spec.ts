import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CheckedRule, dataQualityOf } from './data-quality.ts';
import type { Dimension } from './dimension.ts';
import { highestFailureRate } from './suggestions/failure-rate.ts';

const rule = (
  dimension: Dimension,
  checked: number,
  failing: number,
  more: Partial<CheckedRule> = {},
): CheckedRule => ({
  dimension,
  criticality: 'normal',
  fields: ['a'],
  check: { outcome: failing === 0 ? 'passed' : 'failed', checked, failing },
  ...more,
});
const scoreOf = (...rules: CheckedRule[]) => dataQualityOf(1, rules, ['a', 'b']).score;

describe('the score of a dataset', () => {
  it.each<[string, CheckedRule[], number | null]>([
    ['no rules: not assessed', [], null],
    [
      'a rule not checked yet: not assessed',
      [{ dimension: 'accuracy', criticality: 'high', fields: ['a'] }],
      null,
    ],
    ['a rule with no row to look at says nothing', [rule('accuracy', 0, 0)], null],
    ['all pass', [rule('accuracy', 10, 0), rule('uniqueness', 10, 0)], 100],
    ['one row in a million fails: never 100', [rule('accuracy', 1_000_000, 1)], 99.9],
    ['half and half in one dimension', [rule('accuracy', 10, 10), rule('accuracy', 10, 0)], 50],
    [
      'what much depends on counts twice as much',
      [rule('accuracy', 10, 10, { criticality: 'high' }), rule('accuracy', 10, 0)],
      33.3,
    ],
    [
      'forty easy rules do not hide a bad dimension',
      [...Array.from({ length: 40 }, () => rule('completeness', 10, 0)), rule('uniqueness', 10, 10)],
      50,
    ],
    [
      'a rule that could not run scores nothing',
      [rule('accuracy', 10, 0, { check: { outcome: 'not-run', checked: 0, failing: 0 } })],
      0,
    ],
  ])('%s', (_, rules, score) => expect(scoreOf(...rules)).toBe(score));

  it('says how many rules look at how many fields', () => {
    expect(dataQualityOf(1, [rule('accuracy', 10, 1)], ['a', 'b']).coverage).toEqual({
      rules: 1,
      run: 1,
      passing: 0,
      fields: 2,
      fieldsCovered: 1,
    });
  });

  it('is 100 only when nothing fails, and never leaves 0 to 100', () => {
    const any = fc.record({
      checked: fc.integer({ min: 1, max: 1e9 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 8 }), (drawn) => {
        const rules = drawn.map(({ checked, share }) =>
          rule('accuracy', checked, Math.floor(checked * share)),
        );
        const score = scoreOf(...rules)!;
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score === 100).toBe(rules.every((one) => one.check!.failing === 0));
      }),
    );
  });
});

describe('the failure rate to expect', () => {
  // One-sided 95% Wilson bounds worked out by hand: z² / (n + z²) for no failure, with z = 1.645.
  it.each([
    [0, 1483, 0.18],
    [0, 100, 2.6],
    [2, 1483, 0.41],
    [100, 100, 100],
    [0, 0, 100],
  ])('%d of %d rows: at most %d percent', (failing, checked, rate) =>
    expect(highestFailureRate(failing, checked)).toBe(rate),
  );
});
