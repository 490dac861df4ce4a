/** Quality that calibrated chances promise for a threshold. */
export interface Expected {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** No threshold lies below: it would be best only where hardly any pair is worth declaring. */
const leastThreshold = 0.01;

/**
 * The threshold whose expected F1 is best when the chances mean what they say: a pair adds its chance to the true ones and
 * one to the declared ones (Lipton, Elkan & Naryanaswamy 2014 show that the best threshold is half the best F1).
 * `missed` is the number of true pairs that were never scored.
 */
export function bestThreshold(chances: Float64Array, missed = 0): Expected {
  let all = missed;
  let likely = 0;
  for (const chance of chances) {
    all += chance;
    if (chance >= leastThreshold) likely++;
  }
  const sorted = new Float64Array(likely);
  for (const chance of chances) if (chance >= leastThreshold) sorted[--likely] = chance;
  sorted.sort().reverse();
  let best: Expected = { threshold: 0.5, precision: 1, recall: 0, f1: 0 };
  let sum = 0;
  for (let at = 0; at < sorted.length; at++) {
    sum += sorted[at]!;
    if (sorted[at + 1] === sorted[at]) continue;
    const f1 = (2 * sum) / (at + 1 + all);
    if (f1 > best.f1) {
      const next = sorted[at + 1] ?? 0;
      best = { threshold: (sorted[at]! + next) / 2, precision: sum / (at + 1), recall: sum / all, f1 };
    }
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
