import type { Attribute } from './attribute.ts';

/** A day is given out when it is so many times as common as the median one, by five standard deviations and ten records more. */
const timesTooCommon = 3;
const fewestMore = 10;
/** A whole date is given out when it is so much commoner than the mean one, and at least this share of the records has it. */
const dateTimesTooCommon = 20;
const leastOfDate = 0.01;
const fewestRecords = 20;
/** Records of one person agree in their family name; of those who were given one date for another no name is in a third. */
const mostOfOneName = 1 / 3;

/**
 * Birth dates that forms and programs put where the day is not known, as dates of the field are written: `01-01` (a day, in
 * any year) or `1900-01-01` (a whole date). A file's own frequencies tell them: a day is given out when it is far commoner
 * than the median day of the year, its commonest year left out; a whole date when it is far commoner than the mean date and
 * stands beside many family names. Where none is known, whole dates are left alone: they could be one person's records.
 */
export function givenOutDates(dates: Attribute, families?: Attribute): string[] {
  const whole: number[] = [];
  let records = 0;
  for (let id = 1; id < dates.values.length; id++) {
    if (!isFull(dates.values[id]!)) continue;
    whole.push(id);
    records += dates.counts[id]!;
  }
  if (whole.length < 2) return [];
  const days = new Map<string, { count: number; most: number; dates: number }>();
  for (const id of whole) {
    const day = dates.values[id]!.slice(5);
    const known = days.get(day) ?? { count: 0, most: 0, dates: 0 };
    const count = dates.counts[id]!;
    days.set(day, { count: known.count + count, most: Math.max(known.most, count), dates: known.dates + 1 });
  }
  const counts = [...days.values()].map(({ count }) => count).sort((a, b) => a - b);
  const expected = Math.max(records / 366, counts[counts.length >> 1]!);
  const tooMany = timesTooCommon * expected + 5 * Math.sqrt(expected) + fewestMore;
  const ofDays = [...days].filter(([, { count, most }]) => count - most > tooMany).map(([day]) => day);

  const ofDay = new Set(ofDays);
  const isAlone = (id: number) => {
    const count = dates.counts[id]!;
    const day = dates.values[id]!.slice(5);
    // Where a day is given out, each of its dates is common.
    const { count: all, dates: alike } = ofDay.has(day)
      ? days.get(day)!
      : { count: records, dates: whole.length };
    return count >= leastOfDate * records && count > dateTimesTooCommon * ((all - count) / (alike - 1 || 1));
  };
  const ofDates = whole.filter(
    (id) => families !== undefined && isAlone(id) && ofManyNames(dates, families, id),
  );
  return [...ofDays, ...ofDates.map((id) => dates.values[id]!)].sort();
}

/** A date as it may be compared: without its day where that was given out, nothing where all of it was. */
export function withoutGivenOut(date: string, givenOut: ReadonlySet<string>): string {
  if (givenOut.has(date)) return '';
  return givenOut.has(date.slice(5)) ? `${date.slice(0, 4)}-00-00` : date;
}

const isFull = (date: string) => date.slice(8) !== '00';

/** Whether the records with a date have many family names. */
function ofManyNames(dates: Attribute, families: Attribute, date: number): boolean {
  const names = new Map<number, number>();
  let named = 0;
  for (let at = dates.offset; at < dates.ids.length; at += dates.stride) {
    if (dates.ids[at] !== date) continue;
    const row = (at - dates.offset) / dates.stride;
    const name = families.ids[row * families.stride + families.offset]!;
    if (name === 0) continue;
    named++;
    names.set(name, (names.get(name) ?? 0) + 1);
  }
  return named >= fewestRecords && Math.max(...names.values()) < mostOfOneName * named;
}
