import type { Rule } from '../rules/rule.ts';
import type { NumberedCell } from './numbered-tables.ts';

/** Why a cell is withheld for its own sake; the words are for the analyst with a grant alone. */
export interface Withheld {
  readonly reason:
    | 'small'
    | 'zero'
    | 'dominance'
    | 'p-percent'
    | 'change'
    | 'asked'
    | 'coded'
    | 'blank'
    | 'companion';
  readonly words: string;
}

/** Whether the rule withholds a cell for its own sake (primary suppression), and why. */
export function whyWithheld(cell: NumberedCell, rule: Rule): Withheld | undefined {
  const { value } = cell;
  if (value === undefined) return undefined;
  const small = rule.threshold ?? 0;
  const people = cell.whole ? value : cell.cell?.contributors;
  if (cell.change !== 0 && Math.abs(cell.change) < small)
    return { reason: 'change', words: `changed by fewer than ${small} since it was printed` };
  const few = peopleWithheld(people, rule);
  if (few !== undefined) return few;
  if (cell.cell?.withhold === true) return { reason: 'asked', words: 'the file asks for it' };
  const shares = cell.cell?.largest;
  if (!cell.whole && shares !== undefined && value > 0) {
    const { dominance, p_percent } = rule;
    if (dominance !== undefined && topShares(shares, dominance.n) > (dominance.k / 100) * value)
      return {
        reason: 'dominance',
        words: `its ${dominance.n} largest contributors make more than ${dominance.k} % of it`,
      };
    if (p_percent !== undefined && value - topShares(shares, 2) < (p_percent / 100) * (shares[0] ?? 0))
      return {
        reason: 'p-percent',
        words: `its second contributor can estimate the largest to within ${p_percent} %`,
      };
  }
  return undefined;
}

/** Whether a figure of so many people is withheld for that alone. */
export function peopleWithheld(people: number | undefined, rule: Rule): Withheld | undefined {
  const small = rule.threshold ?? 0;
  if (people !== undefined && people >= 1 && people < small)
    return { reason: 'small', words: `1 to ${small - 1} people` };
  if (people === 0 && rule.zero === 'hidden') return { reason: 'zero', words: 'nobody' };
  return undefined;
}

const topShares = (shares: readonly number[], n: number) =>
  shares.slice(0, n).reduce((sum, share) => sum + share, 0);

/**
 * How far an outsider's interval must reach above a dominated amount: until the largest contributor can no longer be
 * estimated more closely than the rule allows.
 */
export function dominatedNeed(cell: NumberedCell, rule: Rule): number {
  const shares = cell.cell?.largest ?? [];
  const { dominance, p_percent } = rule;
  const value = cell.value ?? 0;
  const ofDominance =
    dominance === undefined ? 0 : (100 / dominance.k) * topShares(shares, dominance.n) - value;
  const ofPercent =
    p_percent === undefined ? 0 : (p_percent / 100) * (shares[0] ?? 0) - (value - topShares(shares, 2));
  return Math.max(0, ofDominance, ofPercent);
}
