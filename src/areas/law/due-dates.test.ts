import fc from 'fast-check';
import { expect, test } from 'vitest';
import { businessDaysBetween, holidayIn } from './business-days.ts';
import { dueDates } from './due-dates.ts';

const whole = { from: '2000-01-01', to: '2030-12-31' };

test('a plan every two years from 2018 is due in each even year', () => {
  const rule = { kind: 'every', years: 2, on: '12-31', first: 2018 } as const;
  expect(dueDates(rule, { from: '2018-01-01', to: '2026-12-31' })).toEqual([
    '2018-12-31',
    '2020-12-31',
    '2022-12-31',
    '2024-12-31',
    '2026-12-31',
  ]);
  expect(dueDates(rule, { from: '2027-01-01', to: '2028-12-30' })).toEqual([]);
});

test('thirty days after the board received the draft on October 31 is November 30', () => {
  const rule = { kind: 'after', event: 'draft-received', days: 30 } as const;
  expect(
    dueDates(rule, whole, [
      { event: 'draft-received', on: '2026-10-31' },
      { event: 'other', on: '2026-01-01' },
    ]),
  ).toEqual(['2026-11-30']);
});

test('once, always, and a day that a year does not have', () => {
  expect(dueDates({ kind: 'once', on: '2020-01-15' }, whole)).toEqual(['2020-01-15']);
  expect(dueDates({ kind: 'standing' }, whole)).toEqual([]);
  expect(
    dueDates({ kind: 'every', years: 1, on: '02-29', first: 2023 }, { from: '2023-01-01', to: '2024-12-31' }),
  ).toEqual(['2023-02-28', '2024-02-29']);
});

test('holidays fall where published calendars have them', () => {
  // Office of Personnel Management's federal holidays 2026; Good Friday 2024 to 2026 from church calendars.
  expect(holidayIn(2026, { month: 1, weekday: 'monday', nth: 3 })).toBe('2026-01-19');
  expect(holidayIn(2026, { month: 5, weekday: 'monday', nth: -1 })).toBe('2026-05-25');
  expect(holidayIn(2026, { month: 11, weekday: 'thursday', nth: 4 })).toBe('2026-11-26');
  expect([2024, 2025, 2026].map((year) => holidayIn(year, { easter: -2 }))).toEqual([
    '2024-03-29',
    '2025-04-18',
    '2026-04-03',
  ]);
  expect(holidayIn(2026, { month: 2, day: 30 })).toBe(null);
});

const thanksgiving = {
  name: 'Thanksgiving',
  rule: { month: 11, weekday: 'thursday', nth: 4 },
  valid_from: null,
  valid_to: null,
} as const;
const independence = {
  name: 'Independence Day',
  rule: { month: 7, day: 4 },
  valid_from: null,
  valid_to: null,
} as const;

test('business days leave out weekends and holidays in force, moved off a weekend', () => {
  // Monday November 23, 2026 to Monday the 30th: 24, 25, 27, 30.
  expect(businessDaysBetween('2026-11-23', '2026-11-30', [thanksgiving])).toBe(4);
  expect(
    businessDaysBetween('2026-11-23', '2026-11-30', [{ ...thanksgiving, valid_from: '2027-01-01' }]),
  ).toBe(5);
  // July 4, 2026 is a Saturday: Friday the 3rd is kept.
  expect(businessDaysBetween('2026-07-01', '2026-07-06', [independence])).toBe(2);
  expect(businessDaysBetween('2026-11-30', '2026-11-23', [thanksgiving])).toBe(-4);
});

test('business days add up over any middle day', () => {
  const day = fc
    .integer({ min: 0, max: 900 })
    .map((n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, day, day, (a, b, c) => {
      const [from, middle, to] = [a, b, c].sort() as [string, string, string];
      const sum =
        businessDaysBetween(from, middle, [thanksgiving, independence]) +
        businessDaysBetween(middle, to, [thanksgiving, independence]);
      expect(sum).toBe(businessDaysBetween(from, to, [thanksgiving, independence]));
    }),
    { numRuns: 30 },
  );
});
