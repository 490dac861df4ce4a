import type { ColumnType } from '../../core/column-type.ts';
import { formatDate } from './date.ts';
import { formatCount } from './number.ts';

const kinds: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'whole number',
  decimal: 'number',
  double: 'number',
  boolean: 'yes or no',
  date: 'date',
  timestamp: 'date and time',
  time: 'time',
  json: 'nested values',
  geometry: 'shape on the map',
};

/** What a column holds, in plain words. */
export const kindOf = (type: ColumnType): string => kinds[type];

export const isFigure = (type: ColumnType): boolean =>
  type === 'integer' || type === 'decimal' || type === 'double';

/**
 * One cell as a person reads it. `value` is text as it stands in JSON. Whole numbers stay ungrouped, since codes and years
 * are numbers too; nothing is rounded.
 */
export function formatValue(type: ColumnType, value: string): string {
  switch (type) {
    case 'date':
      return formatDate(value.slice(0, 10), 'UTC');
    case 'timestamp':
      return formatStamp(value);
    case 'time':
      return formatClock(value);
    case 'boolean':
      return value === 'true' ? 'yes' : 'no';
    case 'integer':
    case 'decimal':
    case 'double':
      return value.replace('-', '−');
    default:
      return value;
  }
}

/** The same among words, where large numbers are read aloud: `12,400`. */
export function formatAmount(type: ColumnType, value: string): string {
  if (type === 'integer' && /^-?\d{5,18}$/.test(value)) return formatCount(value);
  if (type === 'decimal' || type === 'double') {
    const number = Number(value);
    if (Number.isFinite(number))
      return new Intl.NumberFormat('en-US', {
        maximumSignificantDigits: 6,
        useGrouping: Math.abs(number) >= 10_000,
      })
        .format(number)
        .replace('-', '−');
  }
  return formatValue(type, value);
}

/** A moment without a zone, as the file gave it: `Nov 23, 2026, 2:14 pm`; midnight is the day alone. */
function formatStamp(value: string): string {
  const [day = value, time = ''] = value.replace(' ', 'T').replace(/Z$/, '').split('T');
  const date = formatDate(day, 'UTC');
  return /^00:00(:00(\.0+)?)?$/.test(time) || time === '' ? date : `${date}, ${formatClock(time)}`;
}

/** `14:05` as `2:05 pm`; seconds only where there are any. */
function formatClock(time: string): string {
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  const seconds = second > 0 ? `:${String(Math.floor(second)).padStart(2, '0')}` : '';
  return `${hour % 12 || 12}:${String(minute).padStart(2, '0')}${seconds} ${hour < 12 ? 'am' : 'pm'}`;
}
