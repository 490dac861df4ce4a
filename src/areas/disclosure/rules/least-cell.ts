import { rulesOfAgencies } from './find-rule-set.ts';
import { rulesOtherwise } from './rules-otherwise.ts';
import { strictestRule } from './strictest-rule.ts';

/** The fewest people that a count about data of these agencies may tell on a day: the threshold of the strictest of their rules. */
export async function leastCell(agencies: readonly string[], day: string): Promise<number> {
  const { rule } = strictestRule(await rulesOfAgencies(agencies, rulesOtherwise, day));
  return rule.threshold ?? 1;
}
