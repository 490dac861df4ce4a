/** Quality that calibrated chances promise for a threshold. */
export interface Expected {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Chances are counted in steps: a finer threshold would promise more than calibration can keep. */
const steps = 20_000;

/**
 * The threshold whose expected F1 is best when the chances mean what they say: a pair adds its chance to the true ones and
 * one to the declared ones (Lipton, Elkan & Naryanaswamy 2014 show that the best threshold is half the best F1).
 * `missed` is the number of true pairs that were never scored.
 */
export function bestThreshold(chances: Float64Array, missed = 0): Expected {
  const counts = new Float64Array(steps + 1);
  const sums = new Float64Array(steps + 1);
  let all = missed;
  for (const chance of chances) {
    const step = Math.floor(chance * steps);
    counts[step]!++;
    sums[step]! += chance;
    all += chance;
  }
  let best: Expected = { threshold: 0.5, precision: 1, recall: 0, f1: 0 };
  let [sum, declared] = [0, 0];
  for (let step = steps; step >= 0; step--) {
    if (counts[step] === 0) continue;
    sum += sums[step]!;
    declared += counts[step]!;
    const f1 = (2 * sum) / (declared + all);
    if (f1 <= best.f1) continue;
    let below = step - 1;
    while (below >= 0 && counts[below] === 0) below--;
    // Halfway to the next pair that is not declared any more.
    const threshold = (step + Math.max(0, below + 1)) / 2 / steps;
    best = { threshold, precision: sum / declared, recall: sum / all, f1 };
  }
  return best;
}

/** What the chances promise for a given threshold. */
export function expectedAt(chances: Float64Array, threshold: number, missed = 0): Expected {
  let [above, declared, all] = [0, 0, missed];
  for (const chance of chances) {
    all += chance;
    if (chance >= threshold) {
      above += chance;
      declared++;
    }
  }
  const precision = declared === 0 ? 1 : above / declared;
  const recall = all === 0 ? 1 : above / all;
  return { threshold, precision, recall, f1: (2 * above) / (declared + all || 1) };
}
