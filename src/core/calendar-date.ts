import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** A date without a time, `2018-06-07`, that is really in the calendar. */
export const calendarDate = z.string().refine(isCalendarDate, 'expected a date such as 2018-06-07');

export function isCalendarDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  try {
    return Temporal.PlainDate.from(value, { overflow: 'reject' }).toString() === value;
  } catch {
    return false;
  }
}

// Plain days have no clock changes: counting them in UTC is exact, and a hundred times faster than through Temporal.
const dayMs = 86_400_000;
const atMidnight = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** Days from one date to another: negative when the second comes first. */
export const daysBetween = (from: string, to: string): number => (atMidnight(to) - atMidnight(from)) / dayMs;

/** The date so many days later (or, below zero, earlier). */
export const addDays = (date: string, days: number): string =>
  new Date(atMidnight(date) + days * dayMs).toISOString().slice(0, 10);

/** The first instant of a date in a time zone, as ISO text in UTC. */
export const startOfDay = (date: string, timeZone: string): string =>
  new Date(Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds).toISOString();

/** The last instant of a date in a time zone: a thing due on a date may be done until then. ISO text in UTC. */
export const endOfDay = (date: string, timeZone: string): string => {
  const nextMidnight = Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(timeZone);
  return new Date(nextMidnight.epochMilliseconds - 1).toISOString();
};

/** The instant that a wall clock of the zone shows a time (`14:30`) on a date; nothing when either is none. An hour that a clock change skips is the one after it. */
export const instantAt = (date: string, time: string, timeZone: string): string | undefined => {
  try {
    const wall = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(time));
    return new Date(wall.toZonedDateTime(timeZone).epochMilliseconds).toISOString();
  } catch {
    return undefined;
  }
};
