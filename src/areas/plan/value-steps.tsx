import { addDays, daysBetween } from '../../core/calendar-date.ts';
import { formatDate, formatDay } from '../../web/format/index.ts';
import type { Objective } from './model.ts';

/** A series at equal steps of time: each step shows the value known last by its end. */
export function valueSteps(
  series: Objective['series'],
  zone: string,
): { xs: string[]; values: number[]; stepDays: number } {
  const [first, last] = [series[0], series.at(-1)];
  if (!first || !last) return { xs: [], values: [], stepDays: 1 };
  const span = daysBetween(first.on, last.on);
  const stepDays = span <= 45 ? 1 : span <= 320 ? 7 : 30;
  const dates: string[] = [];
  for (let date = last.on; date >= first.on; date = addDays(date, -stepDays)) dates.unshift(date);
  const name = span > 320 ? formatDate : formatDay;
  return {
    xs: dates.map((date) => name(date, zone)),
    values: dates.map((date) => series.findLast((point) => point.on <= date)!.value),
    stepDays,
  };
}
