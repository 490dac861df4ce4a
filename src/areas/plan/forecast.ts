import { daysBetween } from '../../core/calendar-date.ts';

export interface Point {
  readonly on: string;
  readonly value: number;
}

/** Fewer measurements, or a shorter time, say nothing about a pace. */
export const fewestMeasurements = 5;
export const shortestSpanDays = 14;

/** 8 of 10 forecasts of this kind would hold: the two-sided 80 % point of the normal distribution. */
const normal80 = 1.2815515655446004;

/**
 * Where a series of daily values will be on a later date, as an 80 % prediction interval by the drift method (a random
 * walk with drift: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5),
 * with steps of unequal length: over a gap of g days the drift is g times, the variance g times, that of a day. Null
 * while there are too few values. Values in their own unit; `limits` clips shares to 0 and 100.
 */
export function forecast(
  series: readonly Point[],
  date: string,
  limits?: { readonly low: number; readonly high: number },
): { low: number; high: number } | null {
  const [first, last] = [series[0], series.at(-1)];
  if (!first || !last || series.length < fewestMeasurements) return null;
  const span = daysBetween(first.on, last.on);
  if (span < shortestSpanDays) return null;
  const ahead = daysBetween(last.on, date);
  const drift = (last.value - first.value) / span;
  let squares = 0;
  for (let at = 1; at < series.length; at++) {
    const gap = daysBetween(series[at - 1]!.on, series[at]!.on);
    squares += (series[at]!.value - series[at - 1]!.value - drift * gap) ** 2 / gap;
  }
  const variancePerDay = squares / (series.length - 2);
  const half = normal80 * Math.sqrt(variancePerDay * ahead * (1 + ahead / span));
  const middle = last.value + drift * ahead;
  const clip = (value: number) => (limits ? Math.min(limits.high, Math.max(limits.low, value)) : value);
  return { low: clip(middle - half), high: clip(middle + half) };
}
