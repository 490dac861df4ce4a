import { total } from '../tables/hierarchy.ts';
import type { Figure } from './figures.ts';
import type { Presolved } from './presolve.ts';
import type { Sum } from './sums.ts';

/** `town T1, age 0-17`; the figure of everybody is `everybody`. */
export function figureWords(figure: Figure): string {
  const parts = [...figure.codes].map(([dimension, code]) => `${dimension} ${code}`);
  return parts.length === 0 ? 'everybody' : parts.join(', ');
}

/** How one sum gives a figure away, in the words of whoever would do it by hand. */
export function sumWords(sum: Sum, target: number, figures: readonly Figure[], gives: string): string {
  if (sum.kind === 'percent') {
    const base = sum.figures[1];
    return base === undefined
      ? `Turning the printed percentage back into a number gives ${gives}`
      : `Turning the printed percentage of ${figureWords(figures[base]!)} back into a number gives ${gives}`;
  }
  if (sum.kind === 'mean' || sum.kind === 'median')
    return `Multiplying the printed ${sum.kind} by the people behind it gives ${gives}`;
  if (sum.kind === 'change') return `Taking the earlier release from the later gives ${gives}`;
  const whole = figures[sum.figures[0]!]!;
  const parts = sum.figures.slice(1);
  const plural = `figures by ${sum.dimension}`;
  if (target === sum.figures[0]) return `Adding the ${plural} gives ${gives}`;
  if (parts.length === 1) return `It is all there is in ${figureWords(whole)}, which gives ${gives}`;
  const code = whole.codes.get(sum.dimension!) ?? total;
  const from = code === total && whole.codes.size === 0 ? 'the grand total' : figureWords(whole);
  return `Adding the other ${plural} and taking them from ${from} gives ${gives}`;
}

/** The steps before a figure that bounds alone gave away, last step first, at most so many. */
export function stepsTo(
  target: number,
  figures: readonly Figure[],
  sums: readonly Sum[],
  { lower, upper, because }: Presolved,
): string[] {
  const said: string[] = [];
  const done = new Set<number>();
  const waiting = [target];
  for (let next = 0; next < waiting.length && said.length < 4; next++) {
    const at = waiting[next]!;
    const by = because[at]!;
    if (by < 0 || done.has(at)) continue;
    done.add(at);
    const gives = intervalWords(lower[at]!, upper[at]!);
    said.push(
      at === target
        ? sumWords(sums[by]!, at, figures, gives)
        : `where ${figureWords(figures[at]!)} is ${gives} in the same way`,
    );
    for (const other of sums[by]!.figures)
      if (other !== at && figures[other]!.blank && lower[other] === upper[other]) waiting.push(other);
  }
  return said;
}

/** The sums whose combination bounds a figure, from the multipliers a linear programme found. */
export function combinationWords(
  used: readonly { readonly sum: Sum; readonly times: number }[],
  figures: readonly Figure[],
  gives: string,
): string {
  const named = (sign: number) =>
    used
      .filter(({ times }) => Math.sign(times) === sign)
      .map(
        ({ sum }) =>
          `${figureWords(figures[sum.figures[0]!]!)} by ${sum.dimension ?? (sum.kind === 'percent' ? 'percentage' : sum.kind === 'change' ? 'what changed between releases' : sum.kind)}`,
      );
  const list = (names: readonly string[]) =>
    names.length <= 6 ? names.join('; ') : `${names.slice(0, 5).join('; ')} and ${names.length - 5} more`;
  const [plus, minus] = [named(1), named(-1)];
  const [add, take] = plus.length >= minus.length ? [plus, minus] : [minus, plus];
  if (take.length === 0) return `Adding up what is left of the totals (${list(add)}) gives ${gives}`;
  return `Adding what is left of some totals (${list(add)}) and taking away what is left of others (${list(take)}) gives ${gives}`;
}

export const intervalWords = (low: number, high: number): string =>
  low === high
    ? `${low}`
    : high === Number.POSITIVE_INFINITY
      ? `${low} or more`
      : `something from ${low} to ${high}`;

/** The figures that an attack gave away, each with the way there, the first ten. */
export const givenAway = (
  lines: readonly { readonly cell: Readonly<Record<string, string>>; readonly route?: string }[],
): string[] =>
  lines.slice(0, 10).map(({ cell, route }) => {
    const name = Object.values(cell).join(', ') || 'grand total';
    return route === undefined ? name : `${name}: ${route.replace(/\.$/, '')}`;
  });
