import type { Attribute } from '../prepare/attribute.ts';
import { type Comparison, missing } from './comparison.ts';
import { valueComparison } from './value-comparison.ts';

/**
 * Birth dates as `dateText` writes them. Priors of the levels: registry pairs agree in 0.95, one digit or a day-month swap
 * explains most of the rest (linkage.md section 5: BMC Med Res Methodol 2017 17:23; pseudopeople's noise).
 */
export function birthDateComparison(name: string, attribute: Attribute): Comparison {
  const { values } = attribute;
  const digits = Uint32Array.from(values, (text) =>
    text === '' ? 0 : Number.parseInt(text.replaceAll('-', ''), 16),
  );
  return valueComparison({
    name,
    attribute,
    remember: false,
    levels: [
      missing,
      { label: 'a generation apart', m: 0.003, kin: 0.4, kinOfOneName: true },
      { label: 'different', m: 0.005, kin: 0.3 },
      { label: 'year close, or month and day agree', m: 0.012, kin: 0.2 },
      { label: 'one part differs', m: 0.015, kin: 0.05 },
      { label: 'year agrees, the rest is not known of one', m: 0.01, kin: 0.01 },
      { label: 'year agrees, the rest is not known of either', m: 0.01, kin: 0.01 },
      { label: 'one digit, neighbours or day and month swapped', m: 0.025, kin: 0.015, rarity: true },
      { label: 'the same', m: 0.92, kin: 0.015, rarity: true },
    ],
    levelOf: (a, b) => birthDateLevel(digits[a]!, digits[b]!),
    levelOfSame: (value) => ((digits[value]! & 0xffff) === 0 ? yearOnly : theSame),
  });
}

const yearOfOne = 5;
const yearOnly = 6;
const nearly = 7;
const theSame = 8;

/** The level of two different dates whose eight digits are packed four bits each (`0x19710624`). */
export function birthDateLevel(a: number, b: number): number {
  const [yearA, yearB] = [a >>> 16, b >>> 16];
  const [restA, restB] = [a & 0xffff, b & 0xffff];
  const differ = (a ^ b) >>> 0;
  if (restA === 0 || restB === 0) {
    if (yearA === yearB) return restA === restB ? yearOnly : yearOfOne;
    return nonZeroDigits((differ & 0xffff0000) >>> 0) === 1 ? 3 : byYears(yearA, yearB);
  }
  const count = nonZeroDigits(differ);
  if (count === 1) return nearly;
  if (count === 2 && neighboursSwapped(a, b, differ)) return nearly;
  if (yearA === yearB) {
    if (((restA >>> 8) | ((restA & 0xff) << 8)) === restB) return nearly;
    return (restA & 0xff) === (restB & 0xff) || restA >>> 8 === restB >>> 8 ? 4 : 3;
  }
  return restA === restB ? 4 : byYears(yearA, yearB);
}

/** Parents and children of one name are told from one person by this: fewer years are siblings or a wrong date. */
const generation = 15;

function byYears(a: number, b: number): number {
  const apart = Math.abs(decimal(a) - decimal(b));
  return apart <= 1 ? 3 : apart < generation ? 2 : 1;
}

function nonZeroDigits(differ: number): number {
  const any = differ | (differ >>> 1) | (differ >>> 2) | (differ >>> 3);
  let bits = any & 0x11111111;
  let count = 0;
  while (bits !== 0) {
    bits &= bits - 1;
    count++;
  }
  return count;
}

function neighboursSwapped(a: number, b: number, differ: number): boolean {
  const shift = (31 - Math.clz32(differ & -differ)) & ~3;
  if (shift > 24 || ((differ >>> (shift + 4)) & 15) === 0) return false;
  const [lowA, highA] = [(a >>> shift) & 15, (a >>> (shift + 4)) & 15];
  return lowA === ((b >>> (shift + 4)) & 15) && highA === ((b >>> shift) & 15);
}

const decimal = (packed: number) =>
  (packed >>> 12) * 1000 + ((packed >>> 8) & 15) * 100 + ((packed >>> 4) & 15) * 10 + (packed & 15);
