import { createHmac } from 'node:crypto';
import { type Rule, widthInCases, widthShare } from '../rules/rule.ts';
import type { NumberedTables } from './numbered-tables.ts';
import type { ProtectionProblem } from './protection-problem.ts';

/**
 * Whether companions are chosen with a secret: whoever knows the method and can do it again for every value a blank may have
 * learns from the cheapest choice which of them lead to it (minimality attack; Wong et al., VLDB 2007). A rule that asks for a
 * share of the value alone is compared with other programs, which choose the cheapest.
 */
export const choiceOf = (rule: Rule): 'hidden' | 'cheapest' =>
  rule.choice ?? (widthShare(rule) === undefined ? 'hidden' : 'cheapest');

/**
 * Costs of companions with a secret amount on top: exponential, with the mean that a blank must stay unknown by, so that
 * any value within that width can have led to the same blanks. One figure has one amount for one secret, in every table and
 * release.
 */
export function hideCosts(
  problem: ProtectionProblem,
  { cells }: NumberedTables,
  rule: Rule,
  secret: Uint8Array | string,
): ProtectionProblem {
  const share = widthShare(rule);
  const cost = problem.cost.map((own, at) => {
    const cell = cells[at]!;
    if (problem.free[at] !== 1) return own;
    const cases = share === undefined ? widthInCases(rule) : share * own;
    const mean = cell.whole ? Math.max(1, cases) : Math.max(own, cases);
    return own + mean * exponential(secret, cell.key);
  });
  return { ...problem, cost };
}

/** An exponential deviate of mean 1, always the same for a key under a secret. */
function exponential(secret: Uint8Array | string, key: string): number {
  const bits = createHmac('sha256', secret).update(key).digest().readUIntBE(0, 6);
  return -Math.log((bits + 1) / 2 ** 48);
}
