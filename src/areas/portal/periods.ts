/** A stretch of the calendar that rows are counted by. Dates are `YYYY-MM-DD`; a period is named by its first day. */
export type Period = 'year' | 'month' | 'day';

const utc = (day: string) => new Date(`${day}T00:00:00Z`);
const format = (date: Date) => date.toISOString().slice(0, 10);

export function nextPeriod(start: string, period: Period, steps = 1): string {
  const date = utc(start);
  if (period === 'year') date.setUTCFullYear(date.getUTCFullYear() + steps);
  else if (period === 'month') date.setUTCMonth(date.getUTCMonth() + steps);
  else date.setUTCDate(date.getUTCDate() + steps);
  return format(date);
}

/** The period that suits a span: days within a quarter, months within fifteen years, years beyond. */
export function suitablePeriod(first: string, last: string): Period {
  const days = (utc(last.slice(0, 10)).getTime() - utc(first.slice(0, 10)).getTime()) / 86_400_000;
  if (days <= 92) return 'day';
  return days <= 15 * 366 ? 'month' : 'year';
}

/** The same season before: a week ago for days, a year ago for months and years. */
export function periodBefore(start: string, period: Period): string {
  if (period === 'day') return nextPeriod(start, 'day', -7);
  return nextPeriod(start, 'year', -1);
}

/** Whether the last row known falls before the period's last day: its count may still grow. */
export function isUnfinished(start: string, period: Period, lastRow: string): boolean {
  return period !== 'day' && lastRow.slice(0, 10) < nextPeriod(nextPeriod(start, period), 'day', -1);
}

/** More would neither fit a chart nor a reader. */
const mostPeriods = 5_000;

/** Every period from the first to the last, those without rows with 0. */
export function withGaps(
  counted: readonly { readonly key: string; readonly count: number }[],
  period: Period,
): { key: string; count: number }[] {
  const [first, last] = [counted[0], counted.at(-1)];
  if (!first || !last) return [];
  const counts = new Map(counted.map((one) => [one.key, one.count]));
  const filled: { key: string; count: number }[] = [];
  for (let at = first.key; at <= last.key; at = nextPeriod(at, period)) {
    filled.push({ key: at, count: counts.get(at) ?? 0 });
    if (filled.length > mostPeriods) return [...counted];
  }
  return filled;
}
