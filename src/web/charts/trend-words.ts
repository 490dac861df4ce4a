import { formatCount } from '../format/index.ts';

/**
 * A series told in one sentence: where it began, its turn, where it is. `whole` is how many positions are complete; what
 * comes after is told apart.
 */
export function trendInWords(
  subject: string,
  xs: readonly string[],
  values: readonly number[],
  whole: number = values.length,
): string {
  const last = whole - 1;
  const at = (index: number) => `${formatCount(values[index] ?? 0)} in ${xs[index]}`;
  if (whole < 1) return '';
  const rest =
    values.length > whole ? ` ${xs.at(-1)} is not complete: ${formatCount(values.at(-1) ?? 0)} so far.` : '';
  if (whole === 1) return `${subject} ${isOrAre(subject)} ${at(0)}.${rest}`;
  const complete = values.slice(0, whole);
  const high = complete.indexOf(Math.max(...complete));
  const low = complete.indexOf(Math.min(...complete));
  return `${subject} ${move(complete, high, low, last, at)}.${rest}`;
}

function move(
  values: readonly number[],
  high: number,
  low: number,
  last: number,
  at: (index: number) => string,
): string {
  const first = values[0] ?? 0;
  const end = values[last] ?? 0;
  if (values[high] === values[low]) return `stayed at ${at(0)} and after`;
  const turnsUp = high > 0 && high < last && (values[high] ?? 0) - Math.max(first, end) > 0;
  const turnsDown = low > 0 && low < last && Math.min(first, end) - (values[low] ?? 0) > 0;
  const bulge = turnsUp ? (values[high] ?? 0) - Math.max(first, end) : 0;
  const dip = turnsDown ? Math.min(first, end) - (values[low] ?? 0) : 0;
  if (turnsUp && bulge >= dip) return `rose from ${at(0)} to ${at(high)}, then fell to ${at(last)}`;
  if (turnsDown) return `fell from ${at(0)} to ${at(low)}, then rose to ${at(last)}`;
  return `${end > first ? 'rose' : 'fell'} from ${at(0)} to ${at(last)}`;
}

const isOrAre = (subject: string): string => (/s( |$)/i.test(subject.split(' ')[0] ?? '') ? 'were' : 'was');
