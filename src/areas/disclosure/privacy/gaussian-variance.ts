import type { Fraction } from './fraction.ts';

const numberOf = ({ top, bottom }: Fraction) => Number(top) / Number(bottom);
/** Variances are kept to so many parts of one, rounded up: never less noise than the promise needs. */
const parts = 1_000_000;

/**
 * The variance of discrete Gaussian noise on counts that makes them (ε, δ)-differentially private where nobody has more than
 * so many rows: noise of variance r²/2ρ is ρ-zero-concentrated (Canonne, Kamath and Steinke 2020, theorem 4), and that is
 * (ρ + 2√(ρ·ln 1/δ), δ)-private (Bun and Steinke 2016, proposition 1.3), solved for ρ.
 */
export function gaussianVariance(epsilon: Fraction, delta: Fraction, rowsPerPerson: number): Fraction {
  const logs = Math.log(1 / numberOf(delta));
  const root = Math.sqrt(logs + numberOf(epsilon)) - Math.sqrt(logs);
  const variance = rowsPerPerson ** 2 / (2 * root * root);
  return { top: BigInt(Math.ceil(variance * parts * (1 + 1e-9))), bottom: BigInt(parts) };
}
