import { type Rule, wholeCases, widthInCases, widthShare } from '../rules/rule.ts';

/** What an outsider who has only the prints and the rule must not get below: the width an interval needs. */
export function neededWidth(rule: Rule, interval: readonly [number, number], whole: boolean): number {
  const [low, high] = interval;
  const share = widthShare(rule);
  const small = (rule.threshold ?? Number.POSITIVE_INFINITY) - 1;
  if (share === undefined) return widthInCases(rule);
  // A figure that is surely not small is a companion, and companions need no width of their own under a share.
  if (whole && (low > small || high < 1)) return 0;
  return Math.max(1, wholeCases(share, Math.min(high, small)));
}

/** Whether an interval of something that is never printed gives away a small count. */
export function givesSmallCount(rule: Rule, interval: readonly [number, number]): boolean {
  const [low, high] = interval;
  if (rule.threshold === undefined || low < 1 || low >= rule.threshold) return false;
  return high - low < Math.max(1, neededWidth(rule, interval, true));
}
