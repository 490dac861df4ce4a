/** A date read from text; month and day are 0 where the text does not say. */
export interface ReadDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export type DateOrder = 'dmy' | 'mdy';

const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/;
const isoMonth = /^(\d{4})-(\d{1,2})$/;
const slashed = /^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})(?:\s.*)?$/;
const slashedYearFirst = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/;
const packed = /^(\d{4})(\d{2})(\d{2})(?:\.0)?$/;
const yearOnly = /^(\d{4})(?:\.0)?$/;
const named = /^(\d{1,2})?[\s\-.]*([a-z]{3,9})[\s\-.]*(\d{1,2})?,?[\s\-.]+(\d{4})$/i;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Reads one date, or nothing. Two-digit years fall in the hundred years that end in `lastYear`. */
export function readDate(text: string, order: DateOrder, lastYear: number): ReadDate | undefined {
  const given = text.trim();
  let match = iso.exec(given) ?? slashedYearFirst.exec(given) ?? packed.exec(given);
  if (match) return date(match[1]!, match[2]!, match[3]!);
  match = slashed.exec(given);
  if (match) {
    const year = match[3]!.length === 2 ? century(Number(match[3]), lastYear) : Number(match[3]);
    return order === 'dmy' ? date(year, match[2]!, match[1]!) : date(year, match[1]!, match[2]!);
  }
  match = named.exec(given);
  if (match) {
    const month = months.indexOf(match[2]!.slice(0, 3).toLowerCase()) + 1;
    if (month > 0) return date(match[4]!, month, match[1] ?? match[3] ?? 0);
  }
  match = isoMonth.exec(given);
  if (match) return date(match[1]!, match[2]!, 0);
  match = yearOnly.exec(given);
  return match ? date(match[1]!, 0, 0) : undefined;
}

function century(two: number, lastYear: number): number {
  const year = lastYear - (lastYear % 100) + two;
  return year > lastYear ? year - 100 : year;
}

function date(y: string | number, m: string | number, d: string | number): ReadDate | undefined {
  const [year, month, day] = [Number(y), Number(m), Number(d)];
  if (year < 1000 || year > 2999) return undefined;
  // A month over 12 with a day under it has been written the other way round.
  if (month > 12 && month <= 31 && day >= 1 && day <= 12) return { year, month: day, day: month };
  if (month > 12 || day > 31) return { year, month: 0, day: 0 };
  return { year, month, day: month === 0 ? 0 : day };
}

/** Whether day or month comes first, judged by the numbers over 12; month first where the column does not tell. */
export function dateOrder(values: Iterable<string>): DateOrder {
  let [dayFirst, monthFirst] = [0, 0];
  for (const value of values) {
    const match = slashed.exec(value.trim());
    if (!match) continue;
    if (Number(match[1]) > 12) dayFirst++;
    if (Number(match[2]) > 12) monthFirst++;
  }
  return dayFirst > monthFirst ? 'dmy' : 'mdy';
}

const two = (value: number) => String(value).padStart(2, '0');

/** `1971-06-24`; `1971-00-00` where only the year is known. */
export const dateText = ({ year, month, day }: ReadDate): string => `${year}-${two(month)}-${two(day)}`;

/** Days since 1970-01-01 in the Gregorian calendar, the middle of what is not known. */
export function dayNumber({ year, month, day }: ReadDate): number {
  return Math.floor(Date.UTC(year, (month || 7) - 1, day || (month ? 15 : 1)) / 86_400_000);
}
