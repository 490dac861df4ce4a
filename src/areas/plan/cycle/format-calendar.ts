import { addDays } from '../../../core/calendar-date.ts';
import type { CalendarEntry } from './model.ts';

/**
 * Dates as an iCalendar feed (RFC 5545). What the law makes due is a whole day; what has an hour is an instant in UTC, so
 * that a change of clocks cannot move it. `host` makes the ids of its entries its own; with `base`, the
 * address of the server, each leads to its page (a path alone is no URI: section 3.8.4.6).
 */
export function formatCalendar(
  name: string,
  host: string,
  entries: readonly CalendarEntry[],
  now: string,
  base?: string,
): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Charter Oak//Plan calendar//EN',
    'METHOD:PUBLISH',
    `NAME:${escapeText(name)}`,
    `X-WR-CALNAME:${escapeText(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT12H',
    ...entries.flatMap((entry) => [
      'BEGIN:VEVENT',
      `UID:${entry.id}@${host}.plan`,
      `DTSTAMP:${instant(now)}`,
      ...(entry.at === null
        ? [`DTSTART;VALUE=DATE:${day(entry.on)}`, `DTEND;VALUE=DATE:${day(addDays(entry.on, 1))}`]
        : [`DTSTART:${instant(entry.at)}`]),
      `SUMMARY:${escapeText(entry.title)}`,
      ...(entry.clause === null && entry.note === null
        ? []
        : [`DESCRIPTION:${escapeText([entry.clause, entry.note].filter(Boolean).join('. '))}`]),
      ...(base === undefined ? [] : [`URL:${base}${entry.href}`]),
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return `${lines.flatMap(fold).join('\r\n')}\r\n`;
}

const day = (date: string) => date.replaceAll('-', '');
const instant = (at: string) => at.replace(/\.\d+/, '').replace(/[-:]/g, '');
const escapeText = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');

/** A line holds 75 bytes at most; what is longer goes on after a space, and no character is cut in two. */
function fold(line: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (const character of line) {
    if (Buffer.byteLength(part + character) > (parts.length === 0 ? 75 : 74)) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part].map((one, at) => (at === 0 ? one : ` ${one}`));
}
