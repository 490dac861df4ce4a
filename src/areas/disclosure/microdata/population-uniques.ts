import type { SizeCount } from './class-risk.ts';
import { logGamma } from './log-gamma.ts';

/** What share of the people in the population are alone in it with their quasi-identifiers, judged from a sample. */
export interface PopulationUniqueness {
  readonly share: number;
  readonly model: 'Pitman' | 'Zayatz';
}

/** Above this sampling fraction Zayatz's estimate is the better one (Dankar and others 2012, section 4). */
const mostForPitman = 0.1;

/**
 * Estimated share of population uniques from the sizes of a sample's classes: Pitman's model (Hoshino 2001) for samples of a
 * tenth and less, Zayatz's (1991) above, as Dankar and others 2012 found best. Golden cases A14. Undefined where the model
 * has no solution (no class of one, or nothing but classes of one).
 */
export function populationUniqueness(
  sizes: readonly SizeCount[],
  fraction: number,
): PopulationUniqueness | undefined {
  const alone = sizes.find(({ size }) => size === 1)?.classes ?? 0;
  const classes = sizes.reduce((sum, one) => sum + one.classes, 0);
  if (alone === 0 || alone === classes) return undefined;
  if (fraction > mostForPitman) return { share: zayatz(sizes, fraction), model: 'Zayatz' };
  const share = pitman(sizes, fraction);
  return share === undefined ? undefined : { share, model: 'Pitman' };
}

/** The chance that a class alone in the sample is alone in the population, times the share alone in the sample. */
function zayatz(sizes: readonly SizeCount[], fraction: number): number {
  const records = recordsOf(sizes);
  const population = Math.round(records / fraction);
  const all = logGamma(population + 1) - logGamma(records + 1) - logGamma(population - records + 1);
  const oneOf = (size: number): number => {
    const rest = population - size;
    if (rest < records - 1) return 0;
    return size * Math.exp(logGamma(rest + 1) - logGamma(records) - logGamma(rest - records + 2) - all);
  };
  const chances = sizes.map(({ size, classes }) => ({ size, chance: classes * oneOf(size) }));
  const total = chances.reduce((sum, { chance }) => sum + chance, 0);
  const alone = sizes.find(({ size }) => size === 1)!.classes;
  return ((chances.find(({ size }) => size === 1)!.chance / total) * alone) / records;
}

function pitman(sizes: readonly SizeCount[], fraction: number): number | undefined {
  const found = likeliest(sizes);
  if (found === undefined) return undefined;
  const { theta, alpha } = found;
  const population = recordsOf(sizes) / fraction;
  return Math.exp(logGamma(theta + 1) - logGamma(theta + alpha) + (alpha - 1) * Math.log(population));
}

const recordsOf = (sizes: readonly SizeCount[]) =>
  sizes.reduce((sum, { size, classes }) => sum + size * classes, 0);

const mostSteps = 100;

/** θ and α at which the two derivatives of the likelihood vanish, by Newton's method from a usual beginning. */
function likeliest(sizes: readonly SizeCount[]): { theta: number; alpha: number } | undefined {
  let [theta, alpha] = [1000, 0.5];
  for (let step = 0; step < mostSteps; step++) {
    const { slope, curve } = likelihood(sizes, theta, alpha);
    const determinant = curve[0] * curve[2] - curve[1] ** 2;
    if (!Number.isFinite(determinant) || determinant === 0) return undefined;
    const byTheta = (slope[0] * curve[2] - slope[1] * curve[1]) / determinant;
    const byAlpha = (curve[0] * slope[1] - curve[1] * slope[0]) / determinant;
    // Half steps keep θ above 0 and α between 0 and 1, where alone the model means something.
    let part = 1;
    while (theta - part * byTheta <= 0 || alpha - part * byAlpha <= 0 || alpha - part * byAlpha >= 1) {
      part /= 2;
      if (part < 1e-12) return undefined;
    }
    theta -= part * byTheta;
    alpha -= part * byAlpha;
    if (Math.abs(byTheta) < 1e-9 * theta && Math.abs(byAlpha) < 1e-12) return { theta, alpha };
  }
  return undefined;
}

/** First derivatives by θ and α, and the second: by θθ, θα, αα. */
function likelihood(sizes: readonly SizeCount[], theta: number, alpha: number) {
  const records = recordsOf(sizes);
  const classes = sizes.reduce((sum, one) => sum + one.classes, 0);
  const slope: [number, number] = [0, 0];
  const curve: [number, number, number] = [0, 0, 0];
  for (let at = 1; at < classes; at++) {
    const one = 1 / (theta + at * alpha);
    slope[0] += one;
    slope[1] += at * one;
    curve[0] -= one * one;
    curve[1] -= at * one * one;
    curve[2] -= at * at * one * one;
  }
  for (let at = 1; at < records; at++) {
    const one = 1 / (theta + at);
    slope[0] -= one;
    curve[0] += one * one;
  }
  let [sum, squares, done] = [0, 0, 1];
  for (const { size, classes: many } of [...sizes].sort((a, b) => a.size - b.size)) {
    for (; done < size; done++) {
      sum += 1 / (done - alpha);
      squares += 1 / (done - alpha) ** 2;
    }
    slope[1] -= many * sum;
    curve[2] -= many * squares;
  }
  return { slope, curve };
}
