import type { Dimension } from './dimension.ts';
import { dimensions, dimensionTitles } from './dimension.ts';
import type { Criticality } from './rule.ts';
import type { DataQuality } from './score.ts';

export interface CheckedRule {
  readonly dimension: Dimension;
  readonly criticality: Criticality;
  readonly fields: readonly string[];
  /** Undefined while the rule waits for its first check of this version. */
  readonly check?: {
    readonly outcome: 'passed' | 'failed' | 'not-run';
    readonly checked: number;
    readonly failing: number;
  };
}

const weights: Readonly<Record<Criticality, number>> = { low: 1, normal: 2, high: 4 };

/**
 * Data quality from accepted rules alone. A rule scores the share of the rows it looked at that pass (0 when it could
 * not run); a dimension is the mean of its rules, weighted 1, 2 or 4 by criticality; the whole is the plain mean of
 * the dimensions assessed, so that forty easy rules of one dimension cannot hide a bad one in another. Cut to one
 * decimal, never rounded up. Without a checked rule there is no score.
 */
export function dataQualityOf(
  version: number | null,
  rules: readonly CheckedRule[],
  fields: readonly string[],
): DataQuality {
  const run = rules.filter((one) => one.check !== undefined);
  const byDimension = dimensions.map((dimension) => {
    const mine = run.filter((one) => one.dimension === dimension);
    return {
      dimension,
      title: dimensionTitles[dimension].title,
      score: weightedMean(mine),
      rules: rules.filter((one) => one.dimension === dimension).length,
      passing: mine.filter((one) => one.check!.outcome === 'passed').length,
    };
  });
  const assessed = byDimension.flatMap((one) => (one.score === null ? [] : [one.score]));
  const covered = new Set(rules.flatMap((one) => one.fields));
  return {
    version,
    score: assessed.length === 0 ? null : cut(assessed.reduce((sum, one) => sum + one, 0) / assessed.length),
    because:
      assessed.length > 0
        ? null
        : rules.length === 0
          ? 'Not assessed: no rule has been accepted.'
          : 'Not assessed: the accepted rules have not been checked yet.',
    dimensions: byDimension.map((one) => ({ ...one, score: one.score === null ? null : cut(one.score) })),
    coverage: {
      rules: rules.length,
      run: run.length,
      passing: run.filter((one) => one.check!.outcome === 'passed').length,
      fields: fields.length,
      fieldsCovered: fields.filter((field) => covered.has(field)).length,
    },
  };
}

function weightedMean(rules: readonly CheckedRule[]): number | null {
  // A rule that found no row to look at says nothing for or against.
  const telling = rules.filter((one) => one.check!.outcome === 'not-run' || one.check!.checked > 0);
  const weight = telling.reduce((sum, one) => sum + weights[one.criticality], 0);
  if (weight === 0) return null;
  const points = telling.reduce(
    (sum, { criticality, check }) => sum + weights[criticality] * shareOf(check!),
    0,
  );
  return (points / weight) * 100;
}

const shareOf = (check: NonNullable<CheckedRule['check']>): number =>
  check.outcome === 'not-run' ? 0 : (check.checked - check.failing) / check.checked;

const cut = (score: number): number => Math.floor(score * 10 + 1e-9) / 10;
