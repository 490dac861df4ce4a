import { type DateReading, readDate } from './date-shape.ts';

/**
 * What a cell looks like, told from its bytes (ASCII; anything else is text). A column's tallies of these decide
 * its type, over every cell: nothing here looks at a sample.
 */
export const shape = {
  blank: 0,
  text: 1,
  /** A word for nothing: `-`, `NA`, `N/A`, `NULL`, `.`, `NaN`. Null if the column turns out to be typed, else text. */
  marker: 2,
  integer: 3,
  /** `06002`, `007.5`, `00CT`: a code. One of them makes a column of numbers text. */
  leadingZero: 4,
  decimal: 5,
  /** `1.5E-04`. */
  exponent: 6,
  /** `1,234` or `1,234.50`. */
  grouped: 7,
  /** `$1,234.50`. */
  money: 8,
  boolean: 9,
  date: 10,
  time: 11,
  /** `48-49`: digits and hyphens, a range or a code. */
  hyphenated: 12,
  /** `1e5`: a number or a code, which only the whole column can tell. `12E3`, with two digits first, is a code. */
  bareExponent: 13,
} as const;
export type Shape = (typeof shape)[keyof typeof shape];

/** The last cell looked at. One for all, rewritten: no object is made per cell. */
export const seen = {
  /** Digits before the point, without leading zeros. */
  whole: 0,
  /** Digits after the point. */
  fraction: 0,
  /** Of a bare exponent: what stands after the `e`. */
  exponent: 0,
  plus: false,
  padded: false,
  date: { form: 0, monthFirst: false, dayFirst: false, clock: 0, midnight: true } as DateReading,
};

const [space, quoteHash, dollar, plus, minus, comma, dot, slash, colon] = [
  0x20, 0x23, 0x24, 0x2b, 0x2d, 0x2c, 0x2e, 0x2f, 0x3a,
];
const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;

const markers = new Set([
  '-',
  '--',
  '.',
  '..',
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  'NULL',
  'null',
  'None',
  'NaN',
  'nan',
  '\\N',
]);
export const markerTexts: readonly string[] = [...markers];
const dashes = new Set(['–', '—']);

/** The shape of the bytes from `start` to `end`; the particulars are left in {@link seen}. */
export function shapeOf(bytes: Uint8Array, start: number, end: number): Shape {
  let s = start;
  let e = end;
  seen.padded = false;
  if (s === e) return shape.blank;
  if (bytes[s]! <= space || bytes[e - 1]! <= space) {
    while (s < e && bytes[s]! <= space) s++;
    while (e > s && bytes[e - 1]! <= space) e--;
    if (s === e) return shape.blank;
    seen.padded = true;
  }
  const first = bytes[s]!;
  if (isDigit(first) || first === minus || first === dot || first === dollar || first === plus) {
    const looks = numberOrDate(bytes, s, e);
    if (looks !== shape.text || !isDigit(first)) return looks;
    if (first === 0x30 && isDigit(bytes[s + 1]!)) return shape.leadingZero;
    return isHyphenated(bytes, s, e) ? shape.hyphenated : shape.text;
  }
  if (e - s <= 5 && isMarkerAt(bytes, s, e)) return shape.marker;
  // T, t, F, f
  if ((first | 0x20) === 0x74 || (first | 0x20) === 0x66) {
    if (isBoolean(bytes, s, e)) return shape.boolean;
  }
  // A month's name first: J F M A S O N D.
  if (isDigit(bytes[e - 1]!) || (bytes[e - 1]! | 0x20) === 0x6d) {
    if (readDate(bytes, s, e, seen.date)) return shape.date;
  }
  return shape.text;
}

function numberOrDate(bytes: Uint8Array, s: number, e: number): Shape {
  let i = s;
  seen.plus = false;
  let money = false;
  const sign = bytes[i] === minus || bytes[i] === plus;
  if (sign) {
    seen.plus = bytes[i] === plus;
    i++;
  }
  if (bytes[i] === dollar) {
    money = true;
    i++;
  }
  const digits = i;
  while (i < e && isDigit(bytes[i]!)) i++;
  const whole = i - digits;
  if (i === e) {
    if (whole === 0) return isMarkerAt(bytes, s, e) ? shape.marker : shape.text;
    if (whole > 1 && bytes[digits] === 0x30) return money ? shape.text : shape.leadingZero;
    seen.whole = bytes[digits] === 0x30 ? 0 : whole;
    seen.fraction = 0;
    return money ? shape.money : shape.integer;
  }
  const next = bytes[i]!;
  if (next === dot) {
    let f = i + 1;
    while (f < e && isDigit(bytes[f]!)) f++;
    const fraction = f - i - 1;
    if (f === e) {
      if (fraction === 0) return isMarkerAt(bytes, s, e) ? shape.marker : shape.text;
      if (whole > 1 && bytes[digits] === 0x30) return money ? shape.text : shape.leadingZero;
      seen.whole = whole === 0 || bytes[digits] === 0x30 ? 0 : whole;
      seen.fraction = fraction;
      return money ? shape.money : shape.decimal;
    }
    if (!money && fraction > 0 && isExponent(bytes, f, e, true)) {
      seen.whole = whole;
      seen.fraction = fraction;
      return shape.exponent;
    }
    return !sign && !money && whole <= 2 && readDate(bytes, s, e, seen.date) ? shape.date : shape.text;
  }
  if (next === comma) return whole === 0 ? shape.text : grouped(bytes, digits, i, e, money);
  if (sign || money) {
    const looks = money || whole === 0 ? shape.text : afterDigits(bytes, digits, i, e);
    if (looks !== shape.text) return looks;
    return e - s <= 5 && isMarkerAt(bytes, s, e) ? shape.marker : shape.text;
  }
  if (next === colon) return readDate(bytes, s, e, seen.date) ? shape.time : shape.text;
  if (next === slash || next === minus || next === space) {
    return whole <= 4 && readDate(bytes, s, e, seen.date) ? shape.date : shape.text;
  }
  return afterDigits(bytes, digits, i, e);
}

/** `e-05` or `e5` at `at`, after nothing but digits. */
function afterDigits(bytes: Uint8Array, digits: number, at: number, e: number): Shape {
  seen.whole = at - digits;
  seen.fraction = 0;
  if (isExponent(bytes, at, e, false)) return shape.exponent;
  if (seen.whole > 1 || bytes[digits] === 0x30 || !isExponent(bytes, at, e, true)) return shape.text;
  seen.exponent = 0;
  for (let i = at + 1; i < e; i++) seen.exponent = seen.exponent * 10 + bytes[i]! - 0x30;
  return shape.bareExponent;
}

function isHyphenated(bytes: Uint8Array, s: number, e: number): boolean {
  let hyphens = 0;
  for (let i = s; i < e; i++) {
    if (bytes[i] === minus) hyphens++;
    else if (!isDigit(bytes[i]!)) return false;
  }
  return hyphens > 0 && bytes[e - 1] !== minus;
}

/** `e-05`, `E+10`; `E5` where a bare one will do. */
function isExponent(bytes: Uint8Array, at: number, e: number, bare: boolean): boolean {
  if ((bytes[at]! | 0x20) !== 0x65) return false;
  let i = at + 1;
  if (bytes[i] === plus || bytes[i] === minus) i++;
  else if (!bare) return false;
  const from = i;
  while (i < e && isDigit(bytes[i]!)) i++;
  return i === e && i > from && i - from <= 3;
}

/** `1,234,567.89`, from the first comma at `at`. */
function grouped(bytes: Uint8Array, digits: number, at: number, e: number, money: boolean): Shape {
  if (at - digits > 3 || bytes[digits] === 0x30) return shape.text;
  let whole = at - digits;
  let i = at;
  while (i < e && bytes[i] === comma) {
    if (i + 3 >= e || !isDigit(bytes[i + 1]!) || !isDigit(bytes[i + 2]!) || !isDigit(bytes[i + 3]!))
      return shape.text;
    i += 4;
    whole += 3;
  }
  seen.fraction = 0;
  if (i < e) {
    if (bytes[i] !== dot) return shape.text;
    const from = ++i;
    while (i < e && isDigit(bytes[i]!)) i++;
    if (i < e || i === from) return shape.text;
    seen.fraction = i - from;
  }
  seen.whole = whole;
  return money ? shape.money : shape.grouped;
}

function isMarkerAt(bytes: Uint8Array, s: number, e: number): boolean {
  const first = bytes[s]!;
  // - . N n # \ and the first byte of an en or em dash
  if (first !== minus && first !== dot && (first | 0x20) !== 0x6e && first !== quoteHash && first !== 0x5c) {
    return (
      first === 0xe2 && dashes.has(Buffer.from(bytes.buffer, bytes.byteOffset + s, e - s).toString('utf8'))
    );
  }
  return markers.has(String.fromCharCode(...bytes.subarray(s, e)));
}

/** `true` or `false` in any case, byte by byte: making a string of every word that begins with t or f costs a tenth of a load. */
function isBoolean(bytes: Uint8Array, s: number, e: number): boolean {
  if ((bytes[e - 1]! | 0x20) !== 0x65) return false;
  const word = e - s === 4 ? trueBytes : e - s === 5 ? falseBytes : undefined;
  if (word === undefined) return false;
  for (let i = 0; i < word.length; i++) if ((bytes[s + i]! | 0x20) !== word[i]) return false;
  return true;
}

const trueBytes = Buffer.from('true');
const falseBytes = Buffer.from('false');
