/** A positive fraction of whole numbers: noise is drawn by these alone, for floating point leaks (Mironov 2012). */
export interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

/** `0.25` and `1/3` as they are written. Throws for anything else, and for 0 and less. */
export function parseFraction(text: string): Fraction {
  const parts = /^(\d+)\/(\d+)$/.exec(text);
  const decimal = /^(\d+)(?:\.(\d+))?$/.exec(text);
  const [top, bottom] = parts
    ? [BigInt(parts[1]!), BigInt(parts[2]!)]
    : decimal
      ? [BigInt(decimal[1]! + (decimal[2] ?? '')), 10n ** BigInt(decimal[2]?.length ?? 0)]
      : [0n, 0n];
  if (top <= 0n || bottom <= 0n) throw new RangeError('expected a number above 0 such as 0.5 or 1/3');
  const divisor = common(top, bottom);
  return { top: top / divisor, bottom: bottom / divisor };
}

export const add = (a: Fraction, b: Fraction): Fraction => {
  const top = a.top * b.bottom + b.top * a.bottom;
  const bottom = a.bottom * b.bottom;
  const divisor = common(top, bottom);
  return { top: top / divisor, bottom: bottom / divisor };
};

export const isMore = (a: Fraction, b: Fraction): boolean => a.top * b.bottom > b.top * a.bottom;

/** As a reader expects it: `0.75` where that is exact, else `1/3`. */
export function formatFraction({ top, bottom }: Fraction): string {
  let [left, places] = [bottom, 0];
  for (const prime of [2n, 5n]) while (left % prime === 0n) left /= prime;
  if (left !== 1n) return `${top}/${bottom}`;
  while ((top * 10n ** BigInt(places)) % bottom !== 0n) places++;
  const digits = ((top * 10n ** BigInt(places)) / bottom).toString().padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

const common = (a: bigint, b: bigint): bigint => (b === 0n ? a : common(b, a % b));
