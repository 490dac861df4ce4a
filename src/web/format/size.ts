import { formatCount, formatDecimal } from './number.ts';

/** Bytes as people read them, in powers of 1,000: `4.0 MB`, `173 MB`, `812 bytes`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${formatCount(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const units = ['kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = -1;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatDecimal(value, value < 9.95 ? 1 : 0)} ${units[unit]}`;
}
