import { daysBetween } from '../../core/calendar-date.ts';
import { forecast, type Point } from './forecast.ts';
import type { Figure, Scale, Stand, Target } from './model.ts';

/**
 * How an objective stands, from its values, target and date and from nothing else: met when the target is reached; late
 * when its date has passed unmet; on track or at risk as the forecast interval holds the target or misses it; unknown,
 * with the reason, when there is no value or not yet enough of them to forecast.
 */
export function standingOf(
  now: Figure | null,
  series: readonly Point[],
  target: Target,
  today: string,
  scale: Scale | null,
): Stand {
  if (now === null) return { status: 'unknown', reason: 'not measured yet', forecast: null };
  if (now.value === null) return { status: 'unknown', reason: now.reason ?? 'no value', forecast: null };
  const isShare = scale === null || scale.kind === 'share';
  const reaches = (value: number) =>
    target.direction === 'at-least' ? value >= target.value : value <= target.value;
  if (reaches(now.value)) return { status: 'met', reason: '', forecast: null };

  const short = Math.abs(target.value - now.value);
  const distance = isShare
    ? `${trim(short)} ${trim(short) === '1' ? 'point' : 'points'} ${target.direction === 'at-least' ? 'short' : 'too many'}`
    : `${trim(short)} ${target.direction === 'at-least' ? 'short' : 'too many'}`;
  if (today > target.by) {
    const days = daysBetween(target.by, today);
    return {
      status: 'late',
      reason: `${distance}, ${days} ${days === 1 ? 'day' : 'days'} after its date`,
      forecast: null,
    };
  }

  const expected = forecast(series, target.by, isShare ? { low: 0, high: 100 } : undefined);
  if (expected === null)
    return {
      status: 'unknown',
      reason: series.length === 1 ? 'one measurement so far' : `${series.length} measurements so far`,
      forecast: null,
    };
  const holds =
    target.direction === 'at-least' ? expected.high >= target.value : expected.low <= target.value;
  const [low, high] = [Math.round(expected.low), Math.round(expected.high)];
  const unit = isShare ? '%' : '';
  return {
    status: holds ? 'track' : 'risk',
    reason: `likely ${low === high ? '' : `${low} to `}${high}${unit}`,
    forecast: expected,
  };
}

/** One decimal where it says something. */
const trim = (value: number): string => String(Math.round(value * 10) / 10);
