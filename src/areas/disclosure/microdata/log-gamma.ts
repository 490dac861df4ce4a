const coefficients = [
  76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2,
  -0.5395239384953e-5,
] as const;

/** The logarithm of the gamma function of a positive number, to about ten digits (Lanczos 1964). */
export function logGamma(x: number): number {
  const shifted = x + 5.5;
  const head = shifted - (x + 0.5) * Math.log(shifted);
  const series = coefficients.reduce((sum, one, at) => sum + one / (x + 1 + at), 1.000000000190015);
  return Math.log((2.506628274631 * series) / x) - head;
}
