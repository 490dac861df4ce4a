/**
 * Risk that a record in a class of `f` in the sample is the person an attacker means, when the class has an estimated `F` in
 * the population (the sum of sampling weights): Benedetti and Franconi (1998), exact, in closed form for f up to 3 and by
 * the hypergeometric series beyond, `p/f · ₂F₁(1, 1; f+1; q)`, as sdcMicro’s method "exact". Golden cases B1 to B3.
 */
export function individualRisk(f: number, F: number): number {
  const p = f / F;
  if (!(p > 0) || p >= 1) return 1 / f;
  const q = 1 - p;
  const log = Math.log(p);
  if (f === 1) return (p / q) * -log;
  if (f === 2) return p / q - (p / q) ** 2 * -log;
  if (f === 3) return (p * (q * (3 * q - 2) - 2 * p * p * log)) / (2 * q ** 3);
  let [term, sum] = [1, 1];
  for (let n = 1; term > 1e-16 * sum; n++) {
    term *= (n * q) / (f + n);
    sum += term;
  }
  return (p / f) * sum;
}
