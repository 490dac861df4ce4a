import { z } from 'zod';
import { rule } from './rule.ts';

/** What a rule found in one version. */
export const outcomes = ['passed', 'failed', 'not-run'] as const;

export const check = z.object({
  dataset: z.string(),
  version: z.int(),
  rule,
  outcome: z.enum(outcomes),
  /** Rows the rule looked at: those where its fields are filled, or all. */
  checked: z.int(),
  failing: z.int(),
  /** In words: what was found, or why it could not run. */
  finding: z.string(),
  checkedAt: z.string(),
});
export type Check = z.output<typeof check>;

/** Percent of the rows looked at that pass, cut (never rounded up) to one decimal: a rule with one failure never reads 100. */
export function passShare(found: { checked: number; failing: number }): number | null {
  if (found.checked === 0) return null;
  return Math.floor(((found.checked - found.failing) / found.checked) * 1000) / 10;
}
