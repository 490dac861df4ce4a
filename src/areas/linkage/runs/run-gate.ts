import type { RunEvidence } from './model.ts';

/** Groups that are found clearly less often than the whole. */
export const groupsBelow = ({ groups }: Pick<RunEvidence, 'groups'>) =>
  groups.filter(({ gate }) => gate === 'below');

/**
 * Why the result of a run waits before anybody uses it: a group of 200 true pairs or more has a recall over 3 points below
 * the whole, and nobody has written why. Undefined when nothing stands in the way.
 */
export function waitsFor(run: string, evidence: RunEvidence): string | undefined {
  const below = groupsBelow(evidence).length;
  if (below === 0) return undefined;
  const groups = below === 1 ? 'one group of records' : `${below} groups of records`;
  return `the link that made it finds ${groups} over 3 points less often than the whole, and use waits for a written reason at /linkage/runs/${run}`;
}
