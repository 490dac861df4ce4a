import type { Stratum } from './draw-sample.ts';

/** What a review said of a stratum. */
export interface ReviewedStratum extends Pick<Stratum, 'population' | 'linked' | 'expected'> {
  readonly same: number;
  readonly different: number;
}

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface EstimatedErrors {
  /** Share of the linked pairs that are the same; null while nothing linked has been reviewed. */
  readonly precision: Interval | null;
  /** Share of the true pairs, among those that were compared, that are linked; null while nothing below the line has been. */
  readonly recall: Interval | null;
}

const draws = 2000;
/** Pairs that the model's own chance is believed for, in each stratum. */
const believed = 1;
/** A stratum where no error was found may hold some all the same: so much of a pair is added, at least or at most. */
const doubt = { least: 0.25, most: 0.1 };

/**
 * Precision and recall of a run from a stratified review, with 95 % intervals. In each stratum the share of errors (a linked
 * pair that is different, an unlinked one that is the same) has a beta distribution of what was seen and of what the model
 * thinks, which counts as one pair at most; pairs that were looked at count as they are (Gelman et al., Bayesian Data Analysis,
 * 2.4; weights of strata as in Cochran 1977, ch. 5). The lower end is the 2.5th per cent of draws that doubt a stratum without
 * errors, the upper end the 97.5th of draws that trust it. A simulation with known truth holds the interval to its coverage.
 */
export function estimateErrors(strata: readonly ReviewedStratum[], seed = 1): EstimatedErrors {
  const random = generator(seed);
  const seen = (linked: boolean) =>
    strata.some((one) => one.linked === linked && one.same + one.different > 0);
  if (!seen(true)) return { precision: null, recall: null };
  const linked = strata.reduce((sum, one) => sum + (one.linked ? one.population : 0), 0);
  const guesses = (mood: Mood) => {
    const precision = new Float64Array(draws);
    const recall = new Float64Array(draws);
    for (let draw = 0; draw < draws; draw++) {
      let [wrong, missed] = [0, 0];
      for (const stratum of strata) {
        const errors = drawnErrors(stratum, mood, random);
        if (stratum.linked) wrong += errors;
        else missed += errors;
      }
      precision[draw] = (linked - wrong) / linked;
      recall[draw] = (linked - wrong) / Math.max(1e-9, linked - wrong + missed);
    }
    return { precision: precision.sort(), recall: recall.sort() };
  };
  let [wrong, missed] = [0, 0];
  for (const stratum of strata) {
    const { seenErrors, n, rest, thought } = errorsIn(stratum);
    const errors = seenErrors + rest * ((seenErrors + believed * thought) / (n + believed));
    if (stratum.linked) wrong += errors;
    else missed += errors;
  }
  const [low, high] = [guesses('doubting'), guesses('trusting')];
  const interval = (value: number, of: 'precision' | 'recall'): Interval => ({
    value,
    low: Math.min(value, low[of][Math.floor(0.025 * draws)]!),
    high: Math.max(value, high[of][Math.ceil(0.975 * draws) - 1]!),
  });
  const unlinked = strata.some((one) => !one.linked && one.population > 0);
  return {
    precision: interval((linked - wrong) / linked, 'precision'),
    recall:
      seen(false) || !unlinked
        ? interval((linked - wrong) / Math.max(1e-9, linked - wrong + missed), 'recall')
        : null,
  };
}

type Mood = 'doubting' | 'trusting';

function errorsIn({ population, linked, expected, same, different }: ReviewedStratum) {
  const n = same + different;
  return {
    n,
    seenErrors: linked ? different : same,
    rest: Math.max(0, population - n),
    thought: linked ? 1 - expected : expected,
  };
}

/** One guess at the errors of a stratum: those seen, and a draw for the pairs that were not. */
function drawnErrors(stratum: ReviewedStratum, mood: Mood, random: () => number): number {
  const { n, seenErrors, rest, thought } = errorsIn(stratum);
  if (rest === 0) return seenErrors;
  const added =
    mood === 'doubting'
      ? Math.max(doubt.least, believed * thought)
      : Math.max(0.002, Math.min(doubt.most, believed * thought));
  const one = gamma(seenErrors + added, random);
  const p = one / (one + gamma(n - seenErrors + Math.max(0.002, believed * (1 - thought)), random));
  const spread = Math.sqrt(rest * p * (1 - p)) * normal(random);
  return seenErrors + Math.max(0, Math.min(rest, rest * p + spread));
}

/** Marsaglia & Tsang 2000; below 1 by the boost of their section 6. */
function gamma(shape: number, random: () => number): number {
  if (shape < 1) return gamma(shape + 1, random) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Box & Muller 1958. */
const normal = (random: () => number) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Mulberry32: small, seeded, good enough for intervals. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
