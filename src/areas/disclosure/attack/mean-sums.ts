import type { Figures } from './figures.ts';
import type { Sum } from './sums.ts';

/**
 * What means and medians say of the amount x and the people n behind them. A printed mean m: x lies within half a unit of
 * its last place of m·n. A printed median m: at least half of the people have m or more, and at least half m or less, so
 * that x is n·(m + a)/2 or more, and n·(m + b)/2 or less, where one person's value is from a to b. And always a·n ≤ x ≤ b·n.
 */
export function* meanSums({ means }: Figures): Generator<Sum> {
  for (const { amount, people, each, printed, kind } of means) {
    const [least, most] = each;
    const between = (low: number, high: number): Sum[] => [
      ...(low > 0 ? [{ ...over, values: [1, -low], lower: 0, upper: Number.POSITIVE_INFINITY }] : []),
      ...(Number.isFinite(high)
        ? [{ ...over, values: [1, -high], lower: Number.NEGATIVE_INFINITY, upper: 0 }]
        : []),
    ];
    const over = { figures: [amount, people], kind };
    yield* between(least, most);
    if (printed === undefined) continue;
    const [low, high] = printed;
    yield* kind === 'mean' ? between(low, high) : between((low + least) / 2, (high + most) / 2);
  }
}
