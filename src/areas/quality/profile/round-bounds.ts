/** The nearest of 1, 2, 2.5 and 5 times a power of ten that is at least `width`. */
export function roundWidth(width: number): number {
  if (!(width > 0) || !Number.isFinite(width)) return 1;
  const power = 10 ** Math.floor(Math.log10(width));
  for (const step of [1, 2, 2.5, 5, 10]) {
    if (step * power >= width * (1 - 1e-9)) return tidy(step * power);
  }
  return tidy(10 * power);
}

/** Without the last digits that binary fractions leave behind: 0.30000000000000004 is 0.3. */
export const tidy = (value: number): number => Number(value.toPrecision(12));

export interface Bars {
  readonly low: number;
  readonly width: number;
  readonly bars: number;
}

/** Bars of a round width that cover `from` to `to`: about `wanted` of them, whole numbers wide when `whole`. */
export function roundBars(from: number, to: number, wanted: number, whole: boolean): Bars {
  const span = to - from;
  if (!(span > 0)) return { low: from, width: 1, bars: 1 };
  let width = roundWidth(span / wanted);
  if (whole) width = Math.max(1, width === 2.5 ? 5 : Math.round(width));
  const low = tidy(Math.floor(from / width + 1e-9) * width);
  return {
    low,
    width,
    bars: Math.max(1, Math.ceil((to - low) / width - 1e-9) + (whole && onEdge(to, low, width) ? 1 : 0)),
  };
}

/** Whole numbers on the last edge get a bar of their own (0, 1, 2 make three bars, not two). */
const onEdge = (to: number, low: number, width: number): boolean =>
  Math.abs((to - low) / width - Math.round((to - low) / width)) < 1e-9;
