/**
 * How far chance alone could move a count: the 95% interval of a Poisson count by Byar's approximation (Breslow and Day 1987,
 * Statistical Methods in Cancer Research II, formula 2.13), good to a few parts in a thousand from one event on.
 */
export function countInterval(count: number): { readonly low: number; readonly high: number } {
  const z = 1.959964;
  const above = count + 1;
  return {
    low: count === 0 ? 0 : count * (1 - 1 / (9 * count) - z / (3 * Math.sqrt(count))) ** 3,
    high: above * (1 - 1 / (9 * above) + z / (3 * Math.sqrt(above))) ** 3,
  };
}
