import { addDays } from '../../core/calendar-date.ts';
import type { DueRule } from './model.ts';

/** Something that happened and starts a clock. */
export interface LawEvent {
  readonly event: string;
  readonly on: string;
}

/**
 * The dates between two dates (both included) on which a duty falls due, oldest first. A standing duty has none. A date
 * that a year does not have (February 29) falls on the last day of its month. The law does not move a due date that
 * falls on a day of rest, so neither do we.
 */
export function dueDates(
  rule: DueRule,
  range: { readonly from: string; readonly to: string },
  events: readonly LawEvent[] = [],
): string[] {
  const inRange = (date: string) => range.from <= date && date <= range.to;
  switch (rule.kind) {
    case 'standing':
      return [];
    case 'once':
      return [rule.on].filter(inRange);
    case 'after':
      return events
        .filter(({ event }) => event === rule.event)
        .map(({ on }) => addDays(on, rule.days))
        .filter(inRange)
        .sort();
    case 'every': {
      const lastYear = Number(range.to.slice(0, 4));
      const dates: string[] = [];
      for (let year = rule.first; year <= lastYear; year += rule.years) dates.push(dayInYear(year, rule.on));
      return dates.filter(inRange);
    }
  }
}

function dayInYear(year: number, monthDay: string): string {
  const [month, day] = monthDay.split('-').map(Number) as [number, number];
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return `${year}-${monthDay.slice(0, 2)}-${String(Math.min(day, lastDay)).padStart(2, '0')}`;
}
