/**
 * The non-decreasing sequence nearest to `values` in weighted least squares (pool adjacent violators; Ayer et al. 1955).
 * Closer agreement must never count for less.
 */
export function nonDecreasing(values: readonly number[], weights: readonly number[]): number[] {
  const pools: { value: number; weight: number; size: number }[] = [];
  for (const [at, value] of values.entries()) {
    pools.push({ value, weight: weights[at]!, size: 1 });
    while (pools.length > 1 && pools.at(-2)!.value > pools.at(-1)!.value) {
      const last = pools.pop()!;
      const before = pools.pop()!;
      const weight = before.weight + last.weight;
      pools.push({
        value: (before.value * before.weight + last.value * last.weight) / weight,
        weight,
        size: before.size + last.size,
      });
    }
  }
  return pools.flatMap(({ value, size }) => Array<number>(size).fill(value));
}
