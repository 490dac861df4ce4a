/** How the three parts of a date stand. `xxy` is month-first or day-first: the column as a whole decides. */
export const dateForm = {
  none: 0,
  /** 2020-02-29 */
  isoDash: 1,
  /** 2020/02/29 */
  isoSlash: 2,
  /** 02/29/2020 */
  slash4: 3,
  /** 02/29/20 */
  slash2: 4,
  /** 02-29-2020 */
  dash4: 5,
  /** 02-29-20 */
  dash2: 6,
  /** 29.02.2020 */
  dot4: 7,
  /** 29.02.20 */
  dot2: 8,
  /** 29-Feb-2020 */
  nameDash4: 9,
  /** 29-Feb-20 */
  nameDash2: 10,
  /** 29 Feb 2020 */
  nameSpace4: 11,
  /** Feb 29, 2020 */
  nameFirst: 12,
  /** A time of day alone. */
  timeOnly: 13,
} as const;
export const dateForms = 14;

/** The time after the date. */
export const clockForm = {
  none: 0,
  minutes: 1,
  seconds: 2,
  fraction: 3,
  minutes12: 4,
  seconds12: 5,
  zoned: 6,
} as const;
export const clockForms = 7;

export interface DateReading {
  form: number;
  monthFirst: boolean;
  dayFirst: boolean;
  clock: number;
  midnight: boolean;
}

const packed = (a: number, b: number, c: number) => ((a | 0x20) << 16) | ((b | 0x20) << 8) | (c | 0x20);
const months = new Map(
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, month) => [
    packed(name.charCodeAt(0), name.charCodeAt(1), name.charCodeAt(2)),
    month + 1,
  ]),
);
const longMonths = new Set([
  ...['january', 'february', 'march', 'april', 'june', 'july', 'august'],
  ...['september', 'october', 'november', 'december'],
]);
const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39;
const isLetter = (byte: number | undefined) =>
  byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function exists(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn[month - 1]!) return false;
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}

// Where the reading stands: written by the small parsers below.
let at = 0;
let value = 0;
function number(bytes: Uint8Array, end: number, most: number): number {
  const from = at;
  value = 0;
  while (at < end && at - from < most && isDigit(bytes[at])) value = value * 10 + bytes[at++]! - 0x30;
  return at - from;
}

/** The month named from here, 1 to 12; 0 when it is no month. Three letters or the full English name. */
function monthName(bytes: Uint8Array, end: number): number {
  if (end - at < 3 || !isLetter(bytes[at + 1])) return 0;
  const month = months.get(packed(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!)) ?? 0;
  if (month === 0) return 0;
  const from = at;
  at += 3;
  if (at >= end || !isLetter(bytes[at])) return month;
  while (at < end && isLetter(bytes[at])) at++;
  return at - from < 10 && longMonths.has(String.fromCharCode(...bytes.subarray(from, at)).toLowerCase())
    ? month
    : 0;
}

/** Two-digit years are checked as 2000 to 2099: of those only the leap years matter, and 2000 was one. */
const century = (digits: number, year: number) => (digits === 2 ? 2000 + year : year);

/**
 * Reads a date, a date with a time, or a time; says nothing of what the column as a whole means. Returns false when
 * the bytes are none of these or name a day that does not exist in either order.
 */
export function readDate(bytes: Uint8Array, start: number, end: number, into: DateReading): boolean {
  at = start;
  into.clock = clockForm.none;
  into.midnight = true;
  into.monthFirst = into.dayFirst = true;
  if (isLetter(bytes[at])) {
    const month = monthName(bytes, end);
    if (month === 0 || bytes[at++] !== 0x20) return false;
    if (number(bytes, end, 2) === 0) return false;
    const day = value;
    if (bytes[at] === 0x2c) at++;
    if (bytes[at++] !== 0x20 || number(bytes, end, 4) !== 4) return false;
    into.form = dateForm.nameFirst;
    return exists(value, month, day) && clockAfter(bytes, end, into);
  }
  const firstDigits = number(bytes, end, 4);
  const first = value;
  const separator = bytes[at++];
  if (separator === 0x3a) {
    if (firstDigits > 2) return false;
    into.form = dateForm.timeOnly;
    return clock(bytes, start, end, into);
  }
  if (firstDigits === 4) {
    if (separator !== 0x2d && separator !== 0x2f) return false;
    if (number(bytes, end, 2) === 0) return false;
    const month = value;
    if (bytes[at++] !== separator || number(bytes, end, 2) === 0) return false;
    into.form = separator === 0x2d ? dateForm.isoDash : dateForm.isoSlash;
    return exists(first, month, value) && clockAfter(bytes, end, into);
  }
  if (firstDigits === 0 || firstDigits > 2) return false;
  if (isLetter(bytes[at])) {
    if (separator !== 0x2d && separator !== 0x20) return false;
    const month = monthName(bytes, end);
    if (month === 0 || bytes[at++] !== separator) return false;
    const digits = number(bytes, end, 4);
    if (digits !== 4 && !(digits === 2 && separator === 0x2d)) return false;
    into.form =
      separator === 0x20 ? dateForm.nameSpace4 : digits === 4 ? dateForm.nameDash4 : dateForm.nameDash2;
    return exists(century(digits, value), month, first) && clockAfter(bytes, end, into);
  }
  if (separator !== 0x2f && separator !== 0x2d && separator !== 0x2e) return false;
  if (number(bytes, end, 2) === 0) return false;
  const second = value;
  if (bytes[at++] !== separator) return false;
  const digits = number(bytes, end, 4);
  if (digits !== 2 && digits !== 4) return false;
  const year = century(digits, value);
  const base = separator === 0x2f ? dateForm.slash4 : separator === 0x2d ? dateForm.dash4 : dateForm.dot4;
  into.form = digits === 4 ? base : base + 1;
  into.monthFirst = exists(year, first, second);
  into.dayFirst = exists(year, second, first);
  return (into.monthFirst || into.dayFirst) && clockAfter(bytes, end, into);
}

function clockAfter(bytes: Uint8Array, end: number, into: DateReading): boolean {
  if (at === end) return true;
  if (bytes[at] !== 0x20 && bytes[at] !== 0x54) return false;
  if (into.form !== dateForm.isoDash && bytes[at] === 0x54) return false;
  return clock(bytes, at + 1, end, into);
}

/** `8:15`, `08:15:00`, `08:15:00.123`, `08:15:00 AM`, and for ISO dates a zone. */
function clock(bytes: Uint8Array, start: number, end: number, into: DateReading): boolean {
  at = start;
  if (number(bytes, end, 2) === 0) return false;
  const hour = value;
  if (bytes[at++] !== 0x3a || number(bytes, end, 2) !== 2) return false;
  const minute = value;
  let second = 0;
  let form: number = clockForm.minutes;
  let fraction = 0;
  if (bytes[at] === 0x3a) {
    at++;
    if (number(bytes, end, 2) !== 2) return false;
    second = value;
    form = clockForm.seconds;
    if (bytes[at] === 0x2e) {
      at++;
      if (number(bytes, end, 6) === 0) return false;
      fraction = value;
      form = clockForm.fraction;
    }
  }
  if (minute > 59 || second > 59) return false;
  let hour24 = hour;
  if (at < end && form !== clockForm.fraction && bytes[at] === 0x20 && end - at === 3) {
    const half = bytes[at + 1]! | 0x20;
    if ((half !== 0x61 && half !== 0x70) || (bytes[at + 2]! | 0x20) !== 0x6d) return false;
    if (hour < 1 || hour > 12) return false;
    hour24 = (hour % 12) + (half === 0x70 ? 12 : 0);
    form = form === clockForm.minutes ? clockForm.minutes12 : clockForm.seconds12;
    at = end;
  } else if (hour > 23) return false;
  if (at < end) {
    if (into.form !== dateForm.isoDash || form === clockForm.minutes || !zone(bytes, end)) return false;
    form = clockForm.zoned;
  }
  into.clock = form;
  into.midnight = hour24 === 0 && minute === 0 && second === 0 && fraction === 0 && form !== clockForm.zoned;
  return true;
}

/** `Z`, `+05:00`, `-0500`, to the end. */
function zone(bytes: Uint8Array, end: number): boolean {
  if (bytes[at] === 0x5a) return at + 1 === end;
  if (bytes[at] !== 0x2b && bytes[at] !== 0x2d) return false;
  at++;
  if (number(bytes, end, 2) !== 2) return false;
  if (bytes[at] === 0x3a) at++;
  return at === end || (number(bytes, end, 2) === 2 && at === end);
}
