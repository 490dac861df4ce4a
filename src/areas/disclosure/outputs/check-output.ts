import type { Rule } from '../rules/rule.ts';

/** One cell of an output as the engine counted it: who stands behind it and how the amount is spread. */
export interface OutputCell {
  readonly cell: Readonly<Record<string, string | null>>;
  readonly n: number;
  readonly sum?: number | null;
  /** The largest contributions, largest first: as many as the dominance rule asks about, and two at least. */
  readonly largest?: readonly number[];
  readonly negative?: boolean;
}

/** Why a cell may not leave, in the words of the rule; empty when it may. */
export function cellFaults(cell: OutputCell, rule: Rule, statistic: string): string[] {
  const reasons: string[] = [];
  // ACRO's `zeros are disclosive`: that nobody is there is said of everybody in the row.
  if (cell.n === 0) return rule.zero === 'hidden' ? ['nobody is in it'] : [];
  if (statistic === 'min' || statistic === 'max')
    reasons.push(`a ${statistic === 'min' ? 'minimum' : 'maximum'} is one person's own value`);
  if (rule.threshold !== undefined && cell.n < rule.threshold)
    reasons.push(`fewer than ${rule.threshold} people are in it`);
  const { largest, sum } = cell;
  if (largest === undefined || sum === undefined || sum === null) return reasons;
  if (cell.negative === true)
    return [...reasons, 'it has negative amounts, for which dominance cannot be judged'];
  const top = (n: number) => largest.slice(0, n).reduce((all, one) => all + one, 0);
  const { dominance, p_percent } = rule;
  if (dominance !== undefined && sum > 0 && top(dominance.n) > (dominance.k / 100) * sum)
    reasons.push(`its ${dominance.n} largest contributors make more than ${dominance.k} % of it`);
  if (p_percent !== undefined && sum > 0 && sum - top(2) < (p_percent / 100) * (largest[0] ?? 0))
    reasons.push(`its second contributor can estimate the largest to within ${p_percent} %`);
  return reasons;
}

/** A fitted model: too few residual degrees of freedom describe people rather than a relation. */
export function modelFaults(observations: number, parameters: number, rule: Rule): string[] {
  const left = observations - parameters;
  const least = rule.degrees_of_freedom ?? rule.threshold ?? 1;
  return left < least ? [`${left} residual degrees of freedom, where ${least} are asked for`] : [];
}

export interface SurvivalStep {
  readonly at: number;
  readonly at_risk: number;
  readonly events: number;
  /** Those to whom it happened at this moment, and those who left unobserved: the curve falls by all of them. */
  readonly leaving: number;
}

/** Steps of a survival table at which fewer people leave, or are left, than the rule allows. */
export function survivalFaults(
  steps: readonly SurvivalStep[],
  rule: Rule,
): { at: number; reasons: string[] }[] {
  const least = rule.survivors ?? rule.threshold ?? 1;
  return steps.flatMap(({ at, at_risk, events, leaving }) => {
    const reasons = [
      ...(at_risk > 0 && at_risk < least ? [`fewer than ${least} people are at risk`] : []),
      ...(events > 0 && events < least ? [`fewer than ${least} people are behind this step`] : []),
      ...(leaving > 0 && leaving < least && (events === 0 || events >= least)
        ? [`fewer than ${least} people leave between this step and the next`]
        : []),
    ];
    return reasons.length > 0 ? [{ at, reasons }] : [];
  });
}
