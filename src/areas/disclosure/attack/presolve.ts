import type { Figure } from './figures.ts';
import type { Sum } from './sums.ts';

/** What is left to search after the easy deductions. */
export interface Presolved {
  /** Best bounds so far of every figure. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** The sum that last moved a bound of a figure: how an outsider would say it. -1 for what is printed. */
  readonly because: Int32Array;
  /** Groups of unknown figures that share sums, with the sums. */
  readonly components: readonly { readonly figures: readonly number[]; readonly sums: readonly number[] }[];
  /** A sum that cannot hold, when the numbers contradict one another. */
  readonly contradiction?: number;
}

const slack = 1e-6;

/**
 * Moves bounds along the sums until nothing moves (a sum with one unknown gives it away), and parts what is left into
 * groups that have nothing to do with each other.
 */
export function presolve(figures: readonly Figure[], sums: readonly Sum[]): Presolved {
  const lower = Float64Array.from(figures, (figure) => figure.lower);
  const upper = Float64Array.from(figures, (figure) => figure.upper);
  const because = new Int32Array(figures.length).fill(-1);
  const holding: number[][] = figures.map(() => []);
  sums.forEach((sum, at) => {
    for (const figure of sum.figures) holding[figure]!.push(at);
  });
  const waiting = new Uint8Array(sums.length).fill(1);
  const queue = sums.map((_, at) => at);
  // Bounds can creep towards each other for ever; past this many visits the search takes over.
  let visits = 60 * sums.length;
  for (let next = 0; next < queue.length && visits-- > 0; next++) {
    const at = queue[next]!;
    waiting[at] = 0;
    const sum = sums[at]!;
    const moved = tighten(sum, figures, lower, upper);
    if (moved === undefined) return { lower, upper, because, components: [], contradiction: at };
    for (const figure of moved) {
      because[figure] = at;
      for (const other of holding[figure]!) {
        if (waiting[other] === 0) {
          waiting[other] = 1;
          queue.push(other);
        }
      }
    }
  }
  return { lower, upper, because, components: groups(sums, lower, upper) };
}

/** The figures of a sum whose bounds it moves; undefined when it cannot hold. */
function tighten(
  sum: Sum,
  figures: readonly Figure[],
  lower: Float64Array,
  upper: Float64Array,
): number[] | undefined {
  let [least, most, openBelow, openAbove] = [0, 0, 0, 0];
  let size = 1;
  for (let entry = 0; entry < sum.figures.length; entry++) {
    const [low, high] = term(sum, entry, lower, upper);
    if (low === Number.NEGATIVE_INFINITY) openBelow++;
    else least += low;
    if (high === Number.POSITIVE_INFINITY) openAbove++;
    else most += high;
    if (Number.isFinite(low)) size = Math.max(size, Math.abs(low));
  }
  const give = slack * Math.max(1, size * 1e-6);
  if ((openBelow === 0 && least > sum.upper + give) || (openAbove === 0 && most < sum.lower - give))
    return undefined;
  const moved: number[] = [];
  for (let entry = 0; entry < sum.figures.length; entry++) {
    const figure = sum.figures[entry]!;
    const value = sum.values[entry]!;
    if (lower[figure] === upper[figure]) continue;
    const [low, high] = term(sum, entry, lower, upper);
    const otherLeast =
      low === Number.NEGATIVE_INFINITY
        ? openBelow === 1
          ? least
          : Number.NEGATIVE_INFINITY
        : openBelow > 0
          ? Number.NEGATIVE_INFINITY
          : least - low;
    const otherMost =
      high === Number.POSITIVE_INFINITY
        ? openAbove === 1
          ? most
          : Number.POSITIVE_INFINITY
        : openAbove > 0
          ? Number.POSITIVE_INFINITY
          : most - high;
    let [from, to] = [(sum.lower - otherMost) / value, (sum.upper - otherLeast) / value];
    if (value < 0) [from, to] = [to, from];
    if (figures[figure]!.whole) {
      from = Math.ceil(from - give);
      to = Math.floor(to + give);
    }
    const [hadLower, hadUpper] = [lower[figure]!, upper[figure]!];
    if (from > hadLower + give) lower[figure] = Math.min(from, figures[figure]!.whole ? from : hadUpper);
    if (to < hadUpper - give) upper[figure] = Math.max(to, figures[figure]!.whole ? to : lower[figure]!);
    if (lower[figure]! > upper[figure]! + give) return undefined;
    // The other figures of this sum are judged by the bounds it began with; it is visited again.
    if (lower[figure] !== hadLower || upper[figure] !== hadUpper) moved.push(figure);
  }
  return moved;
}

function term(sum: Sum, entry: number, lower: Float64Array, upper: Float64Array): [number, number] {
  const value = sum.values[entry]!;
  const figure = sum.figures[entry]!;
  return value > 0
    ? [value * lower[figure]!, value * upper[figure]!]
    : [value * upper[figure]!, value * lower[figure]!];
}

function groups(sums: readonly Sum[], lower: Float64Array, upper: Float64Array): Presolved['components'] {
  const leader = Int32Array.from(lower, (_, at) => at);
  const find = (of: number): number => {
    let at = of;
    while (leader[at] !== at) {
      leader[at] = leader[leader[at]!]!;
      at = leader[at]!;
    }
    return at;
  };
  const unknown = (figure: number) => lower[figure]! < upper[figure]!;
  sums.forEach((sum) => {
    const open = sum.figures.filter(unknown);
    for (const figure of open) leader[find(figure)] = find(open[0]!);
  });
  const made = new Map<number, { figures: number[]; sums: number[] }>();
  for (let figure = 0; figure < lower.length; figure++) {
    if (!unknown(figure)) continue;
    const group = made.get(find(figure)) ?? { figures: [], sums: [] };
    made.set(find(figure), group);
    group.figures.push(figure);
  }
  sums.forEach((sum, at) => {
    const open = sum.figures.find(unknown);
    if (open !== undefined) made.get(find(open))!.sums.push(at);
  });
  return [...made.values()];
}
