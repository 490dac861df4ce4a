/**
 * Risk that a record in a class of `f` in the sample is the person an attacker means, when the class has an estimated `F` in
 * the population (the sum of sampling weights): Benedetti and Franconi (1998), exact for f up to 3, approximate beyond, as
 * in sdcMicro. Golden cases B1 and B2.
 */
export function individualRisk(f: number, F: number): number {
  const p = f / F;
  if (!(p > 0) || p >= 1) return 1 / f;
  const q = 1 - p;
  const log = Math.log(p);
  if (f === 1) return (p / q) * -log;
  if (f === 2) return p / q - (p / q) ** 2 * -log;
  if (f === 3) return (p * (q * (3 * q - 2) - 2 * p * p * log)) / (2 * q ** 3);
  return p / (f - q);
}
