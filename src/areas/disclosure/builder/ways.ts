import type { Rule } from '../rules/rule.ts';
import { widthInCases } from '../rules/rule.ts';
import type { Way } from './count-table.ts';

/** People read multiples of five. */
const step = 5;

/**
 * What a way of keeping small counts adds to the rule. The base of rounding is the least multiple of five whose own range is
 * as wide as an outsider's must be; noise reaches as far as the threshold, with a variance as large, and never prints a
 * count below it.
 */
export function overridesOf(way: Way, rule: Rule): Rule {
  if (way === 'rounding') return { rounding: (Math.floor(widthInCases(rule) / step) + 1) * step };
  if (way === 'cell-key') {
    const most = Math.max(rule.threshold ?? 2, Math.ceil(widthInCases(rule)) + 1);
    return { cell_key: { most, variance: most, blocked: (rule.threshold ?? 1) - 1 } };
  }
  return {};
}
