/** A reviewed pair: the model's chance, what people said, and for how many pairs of its stratum it stands. */
export interface ReviewedPair {
  readonly chance: number;
  readonly same: boolean;
  readonly weight: number;
}

/** Chances up to `to` are in truth `observed`. */
export interface CalibrationStep {
  readonly to: number;
  readonly observed: number;
  readonly pairs: number;
}

/**
 * What the model's chances are worth, by review: the closest rising steps (isotonic regression by pooling adjacent violators,
 * Ayer et al. 1955; Zadrozny & Elkan 2002 for calibration), each reviewed pair weighed by the pairs it stands for.
 */
export function calibrate(reviewed: readonly ReviewedPair[]): CalibrationStep[] {
  const steps: { to: number; sum: number; weight: number; pairs: number }[] = [];
  for (const { chance, same, weight } of [...reviewed].sort((a, b) => a.chance - b.chance)) {
    steps.push({ to: chance, sum: same ? weight : 0, weight, pairs: 1 });
    while (steps.length > 1) {
      const [before, last] = [steps.at(-2)!, steps.at(-1)!];
      if (before.sum / before.weight < last.sum / last.weight) break;
      steps.splice(-2, 2, {
        to: last.to,
        sum: before.sum + last.sum,
        weight: before.weight + last.weight,
        pairs: before.pairs + last.pairs,
      });
    }
  }
  return steps.map(({ to, sum, weight, pairs }) => ({ to, observed: sum / weight, pairs }));
}

/** The chance from which pairs should be linked for the best expected F1, given what a review found them to be worth. */
export function bestChance(reviewed: readonly ReviewedPair[]): number | null {
  const steps = calibrate(reviewed);
  if (steps.length < 2) return null;
  const observedAt = (chance: number) => (steps.find(({ to }) => chance <= to) ?? steps.at(-1)!).observed;
  const sorted = [...reviewed].sort((a, b) => b.chance - a.chance);
  const all = sorted.reduce((sum, { chance, weight }) => sum + weight * observedAt(chance), 0);
  let [best, bestF1, linked, right] = [1, 0, 0, 0];
  for (const [at, { chance, weight }] of sorted.entries()) {
    linked += weight;
    right += weight * observedAt(chance);
    const f1 = (2 * right) / (linked + all);
    if (f1 <= bestF1) continue;
    bestF1 = f1;
    best = (chance + (sorted[at + 1]?.chance ?? 0)) / 2;
  }
  return best;
}
