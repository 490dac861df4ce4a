import { findRuleSet } from '../rules/find-rule-set.ts';
import type { Rule } from '../rules/rule.ts';
import { widthInCases } from '../rules/rule.ts';
import type { Way } from './count-table.ts';

/** People read multiples of five. */
const step = 5;

/** The set whose codes of percentages hold where the rule has none of its own. */
const codesOtherwise = 'edfacts';

/**
 * What a way of keeping small counts adds to the rule. The base of rounding is the least multiple of five whose own range is
 * as wide as an outsider's must be; noise reaches as far as the threshold, with a variance as large, and never prints a
 * count below it. Codes of percentages are the rule's own, or those of a set that has some on that day.
 */
export async function overridesOf(way: Way, rule: Rule, day: string): Promise<Rule> {
  if (way === 'rounding') return { rounding: (Math.floor(widthInCases(rule) / step) + 1) * step };
  if (way === 'cell-key') {
    const most = Math.max(rule.threshold ?? 2, Math.ceil(widthInCases(rule)) + 1);
    return { cell_key: { most, variance: most, blocked: (rule.threshold ?? 1) - 1 } };
  }
  if (way === 'coded-percentages') {
    const { codes } = await codesOf(rule, day);
    return codes === undefined ? {} : { percent_codes: codes };
  }
  return {};
}

/** The codes of percentages that hold, and whose they are where the rule has none of its own. */
export async function codesOf(
  rule: Rule,
  day: string,
): Promise<{ readonly codes: Rule['percent_codes']; readonly whose?: string }> {
  if (rule.percent_codes !== undefined) return { codes: rule.percent_codes };
  const { owner, rule: other, unchecked } = await findRuleSet(codesOtherwise, day);
  const whose = unchecked === true ? `${owner} (ranges not checked at their source)` : owner;
  return { codes: other.percent_codes, whose };
}
