import { formatDecimal } from './number.ts';

/**
 * A share in per cent with as many decimals as its denominator bears: none under 100, else one. Never rounds up to 100%
 * while one is missing, nor down to 0% while one is there.
 */
export function formatShare(numerator: number, denominator: number): string {
  if (denominator === 0) return 'No value';
  const percent = (100 * numerator) / denominator;
  const decimals = denominator < 100 ? 0 : 1;
  if (numerator === 0 || numerator === denominator) return `${formatDecimal(percent, 0)}%`;
  const step = 10 ** -decimals;
  const rounded = Math.round(percent / step) * step;
  const kept = Math.min(Math.max(rounded, step), 100 - step);
  return `${formatDecimal(kept, decimals)}%`;
}

/** A percentage already computed: `78.1%`, `95%`. */
export function formatPercent(percent: number, decimals = Number.isInteger(percent) ? 0 : 1): string {
  return `${formatDecimal(percent, decimals)}%`;
}

/** A difference between two percentages is in points, not per cent: `17 points`. */
export function formatPoints(points: number): string {
  const text = formatDecimal(Math.abs(points), Number.isInteger(points) ? 0 : 1);
  return `${points < 0 ? '−' : ''}${text} ${text === '1' ? 'point' : 'points'}`;
}
