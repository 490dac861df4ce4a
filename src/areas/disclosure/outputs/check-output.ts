import type { Rule } from '../rules/rule.ts';

/** One cell of an output as the engine counted it: who stands behind it and how the amount is spread. */
export interface OutputCell {
  readonly cell: Readonly<Record<string, string | null>>;
  readonly n: number;
  readonly sum?: number | null;
  /** The largest contributions, largest first: as many as the dominance rule asks about, and two at least. */
  readonly largest?: readonly number[];
  readonly negative?: boolean;
  readonly missing?: number;
}

export interface OutputRule extends Rule {
  /** Residual degrees of freedom a model must have. */
  readonly degrees_of_freedom?: number;
  /** Least people at risk between two steps of a survival curve. */
  readonly survivors?: number;
}

/** Why a cell may not leave, in the words of the rule; empty when it may. */
export function cellFaults(cell: OutputCell, rule: OutputRule, statistic: string): string[] {
  const reasons: string[] = [];
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
export function modelFaults(observations: number, parameters: number, rule: OutputRule): string[] {
  const left = observations - parameters;
  const least = rule.degrees_of_freedom ?? 10;
  return left < least ? [`${left} residual degrees of freedom, where ${least} are asked for`] : [];
}

/** Steps of a survival table at which fewer people leave, or are left, than the rule allows. */
export function survivalFaults(
  steps: readonly { readonly at: number; readonly at_risk: number; readonly events: number }[],
  rule: OutputRule,
): { at: number; reasons: string[] }[] {
  const least = rule.survivors ?? rule.threshold ?? 10;
  return steps.flatMap(({ at, at_risk, events }) => {
    const reasons = [
      ...(at_risk > 0 && at_risk < least ? [`fewer than ${least} people are at risk`] : []),
      ...(events > 0 && events < least ? [`fewer than ${least} people are behind this step`] : []),
    ];
    return reasons.length > 0 ? [{ at, reasons }] : [];
  });
}
