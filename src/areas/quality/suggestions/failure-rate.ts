const oneSided95 = 1.6448536269514722;

/**
 * The highest failure rate, in percent, that what was seen still allows: the one-sided 95% Wilson score bound (E. B. Wilson,
 * Journal of the American Statistical Association 22, 1927). With no failure in n rows that is about 2.7 / n.
 */
export function highestFailureRate(failing: number, checked: number): number {
  if (checked === 0) return 100;
  const share = failing / checked;
  const z2 = oneSided95 ** 2;
  const middle = share + z2 / (2 * checked);
  const spread = oneSided95 * Math.sqrt((share * (1 - share)) / checked + z2 / (4 * checked * checked));
  return Number((Math.min(1, (middle + spread) / (1 + z2 / checked)) * 100).toPrecision(2));
}
