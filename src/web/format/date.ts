/**
 * Dates and times as the state reads them. A plain date (`2026-11-23`) belongs to no time zone; an instant
 * (`2026-11-23T19:14:06Z`) is shown in the state's.
 */

const plainDate = /^\d{4}-\d{2}-\d{2}$/;

function format(iso: string, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  const zone = plainDate.test(iso) ? 'UTC' : timeZone;
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return formatter(zone, options).format(date);
}

// Making a formatter costs about 50 microseconds, using one about 1.
const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', { ...options, timeZone });
  formatters.set(key, made);
  return made;
}

/** For tables: `Nov 23, 2026`. */
export const formatDate = (iso: string, timeZone: string): string =>
  format(iso, timeZone, { year: 'numeric', month: 'short', day: 'numeric' });

/** For running text: `November 23, 2026`. */
export const formatLongDate = (iso: string, timeZone: string): string =>
  format(iso, timeZone, { year: 'numeric', month: 'long', day: 'numeric' });

/** `Nov 24`. */
export const formatDay = (iso: string, timeZone: string): string =>
  format(iso, timeZone, { month: 'short', day: 'numeric' });

/** `Tuesday`. */
export const formatWeekday = (iso: string, timeZone: string): string =>
  format(iso, timeZone, { weekday: 'long' });

/** `2:14 pm Eastern`; with seconds `2:14:06 pm`. */
export function formatTime(
  instant: string,
  timeZone: string,
  parts: { seconds?: boolean; zone?: boolean } = { zone: true },
): string {
  const time = format(instant, timeZone, {
    hour: 'numeric',
    minute: '2-digit',
    ...(parts.seconds ? { second: '2-digit' } : {}),
  })
    .replace(/\s?AM/, ' am')
    .replace(/\s?PM/, ' pm');
  return parts.zone ? `${time} ${zoneName(timeZone)}` : time;
}

/** `Nov 23, 2026, 2:14 pm Eastern`. */
export const formatMoment = (instant: string, timeZone: string): string =>
  plainDate.test(instant)
    ? formatDate(instant, timeZone)
    : `${formatDate(instant, timeZone)}, ${formatTime(instant, timeZone)}`;

/** `Eastern`. */
function zoneName(timeZone: string): string {
  const parts = formatter(timeZone, { timeZoneName: 'longGeneric' }).formatToParts(0);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
  return name.replace(/ Time$/, '');
}

/** `Jan 1, 2012 to Dec 31, 2022`; one date when both are the same. */
export function formatDateRange(from: string, to: string, timeZone: string): string {
  const first = formatDate(from, timeZone);
  const last = formatDate(to, timeZone);
  return first === last ? first : `${first} to ${last}`;
}

/** Whole days from one plain date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round(
    (Date.parse(`${to.slice(0, 10)}T00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00Z`)) / 86_400_000,
  );
}

/** The distance that stands beside a date, never instead of it: `in 38 days`, `24 days ago`, `today`. */
export function formatDistance(today: string, date: string): string {
  const days = daysBetween(today, date);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${days.toLocaleString('en-US')} days` : `${(-days).toLocaleString('en-US')} days ago`;
}

/** A sentence of the program's, its plain dates written as the state reads them: `until 2026-12-04` as `until Dec 4, 2026`. */
export const withDates = (sentence: string): string =>
  sentence.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (date) => formatDate(date, 'UTC'));
