/** How numbers are written everywhere: US style, a real minus sign, no more decimals than the count behind them bears. */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `1,276`; exact for 64-bit integers handed over as text or bigint. */
export function formatCount(value: number | bigint | string): string {
  const exact = typeof value === 'string' ? BigInt(value) : value;
  return whole.format(exact).replace('-', '−');
}

/** `+5,549`, `−2`, `0`. */
export function formatChange(value: number): string {
  return value > 0 ? `+${formatCount(value)}` : formatCount(value);
}

/** A measured number, `decimals` after the point: `58.8`, `−3.25`. */
export function formatDecimal(value: number, decimals: number): string {
  const text = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(value);
  return text === '-0' ? '0' : text.replace('-', '−');
}

/** A number of unknown size with at most `digits` significant digits: `41.7553`, `12,400`. */
export function formatNumber(value: number, digits = 6): string {
  if (!Number.isFinite(value)) return String(value).replace('-', '−');
  if (Number.isInteger(value)) return formatCount(value);
  const size = Math.abs(value);
  if (size > 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(3).replace('-', '−');
  return new Intl.NumberFormat('en-US', { maximumSignificantDigits: digits }).format(value).replace('-', '−');
}

/** `$58.8 million`, `$1,250`. */
export function formatMoney(dollars: number): string {
  const size = Math.abs(dollars);
  const sign = dollars < 0 ? '−' : '';
  if (size >= 1e9) return `${sign}$${formatDecimal(size / 1e9, 1)} billion`;
  if (size >= 1e6) return `${sign}$${formatDecimal(size / 1e6, 1)} million`;
  return `${sign}$${formatCount(Math.round(size))}`;
}
