import { addDays } from '../../core/calendar-date.ts';
import { type DatedFact, holdsOn } from '../../core/dated-fact.ts';
import type { HolidayRule } from './model.ts';

export type Holiday = { readonly name: string; readonly rule: HolidayRule } & Pick<
  DatedFact,
  'valid_from' | 'valid_to'
>;

/** The date on which a holiday falls in a year; null when that year has no such day. */
export function holidayIn(year: number, rule: HolidayRule): string | null {
  if ('easter' in rule) return addDays(easterSunday(year), rule.easter);
  const first = `${year}-${String(rule.month).padStart(2, '0')}-01`;
  if ('day' in rule) {
    const date = addDays(first, rule.day - 1);
    return date.slice(0, 7) === first.slice(0, 7) ? date : null;
  }
  const wanted = weekdays.indexOf(rule.weekday);
  const matching: string[] = [];
  for (let date = first; date.slice(0, 7) === first.slice(0, 7); date = addDays(date, 1))
    if (weekdayOf(date) === wanted) matching.push(date);
  return matching.at(rule.nth < 0 ? rule.nth : rule.nth - 1) ?? null;
}

/**
 * Business days after `from` up to and with `to`: Monday to Friday without holidays in force on their date. A holiday on
 * Saturday is kept on the Friday before, one on Sunday on the Monday after. Below zero when `to` comes first.
 */
export function businessDaysBetween(from: string, to: string, holidays: readonly Holiday[]): number {
  if (to < from) return -businessDaysBetween(to, from, holidays);
  const closed = new Set<string>();
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)) + 1; year++)
    for (const holiday of holidays) {
      const date = holidayIn(year, holiday.rule);
      if (date !== null && holdsOn(holiday, date)) closed.add(keptOn(date));
    }
  let days = 0;
  for (let date = addDays(from, 1); date <= to; date = addDays(date, 1))
    if (weekdayOf(date) < 5 && !closed.has(date)) days++;
  return days;
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** 0 on Monday to 6 on Sunday. */
const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;

const keptOn = (date: string): string =>
  weekdayOf(date) === 5 ? addDays(date, -1) : weekdayOf(date) === 6 ? addDays(date, 1) : date;

/** Gregorian Easter by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
