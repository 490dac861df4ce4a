import type { ModelFile } from '../model-file.ts';

/** By how many bits the odds of every pair were found to be too low (or, negative, too high), from so many decided pairs. */
export interface Correction {
  readonly bits: number;
  readonly pairs: number;
}

/** Fewer decided pairs than this correct nothing. */
const fewest = 20;
/** Before anybody has looked, odds are thought to be off by a factor of four either way. */
const priorBits = 2;
const surest = 20;

/**
 * What a review says the prior of a model should be: the shift of all odds at which the chances of the decided pairs add up to
 * the pairs that people found to be the same (recalibration of the intercept; Cox 1958, Steyerberg 2004), drawn towards none
 * where pairs are few. The sample is drawn by the chance itself, so its pairs count alike. Undefined under 20 decided pairs.
 */
export function correctionOf(
  decided: readonly { readonly chance: number; readonly same: boolean }[],
): Correction | undefined {
  if (decided.length < fewest) return undefined;
  const known = decided.map(({ chance }) =>
    Math.max(-surest, Math.min(surest, Math.log2(chance / (1 - chance)))),
  );
  const same = decided.reduce((sum, one) => sum + (one.same ? 1 : 0), 0);
  // The slope of the log-likelihood with its prior falls with the shift: where it is nothing, the shift is likeliest.
  const slope = (shift: number) =>
    same -
    known.reduce((sum, bits) => sum + 1 / (1 + 2 ** -(bits + shift)), 0) -
    shift / (priorBits ** 2 * Math.LN2);
  let [low, high] = [-surest, surest];
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  return { bits: Math.round(50 * (low + high)) / 100, pairs: decided.length };
}

/** The model with its prior corrected; its threshold is left to be chosen anew. */
export function correctedModel(model: ModelFile, { bits }: Correction): ModelFile {
  const { threshold: _, ...rest } = model;
  const odds = (model.prior / (1 - model.prior)) * 2 ** bits;
  return { ...rest, prior: Number((odds / (1 + odds)).toPrecision(5)) };
}
