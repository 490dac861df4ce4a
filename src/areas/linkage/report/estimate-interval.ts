/** A share with the interval in which it is thought to lie. */
interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What an estimate rests on. */
interface Basis {
  /** The chances of the pairs that were kept. */
  readonly chances: Float64Array;
  readonly threshold: number;
}

/** How many times the expected errors there may be, by what was found where truth was known (docs/guides/linking.md). */
const times = { precision: 3, recall: 6 };

/**
 * The interval of the estimated precision: chance alone would move it by its standard error, and the chances themselves may be
 * wrong. With no pair declared nothing is known: from 0 to 1.
 */
export function precisionInterval(basis: Basis, value: number): Estimate {
  const { declared, error } = declaredPairs(basis);
  if (declared === 0) return { value, low: 0, high: 1 };
  return {
    value,
    low: Math.max(0, value - error - (times.precision - 1) * (1 - value)),
    high: Math.min(1, value + error + (1 - value) / 2),
  };
}

/**
 * The interval of the estimated recall. Pairs with several errors are met neither by blocking nor by the sample that judges it,
 * so more may be missed than is expected, and at least what n pairs without a miss leave open (3/n: Hanley & Lippman-Hand 1983).
 * What is expected to be missed are pairs of small chance and estimated gaps of the rules: most of them may not exist.
 */
export function recallInterval(basis: Basis, value: number): Estimate {
  const { declared, error } = declaredPairs(basis);
  if (declared === 0) return { value, low: 0, high: 1 };
  const more = Math.max((times.recall - 1) * (1 - value), 3 / declared);
  return { value, low: Math.max(0, value - error - more), high: Math.min(1, times.recall * value) };
}

function declaredPairs({ chances, threshold }: Basis): { declared: number; error: number } {
  let [declared, variance] = [0, 0];
  for (const chance of chances) {
    if (chance < threshold) continue;
    declared++;
    variance += chance * (1 - chance);
  }
  return { declared, error: declared === 0 ? 0 : (1.96 * Math.sqrt(variance)) / declared };
}
