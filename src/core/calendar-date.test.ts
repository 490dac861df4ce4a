import { expect, test } from 'vitest';
import { addDays, daysBetween, endOfDay, isCalendarDate, startOfDay } from './calendar-date.ts';

test('only days that are in the calendar are dates', () => {
  expect(['2024-02-29', '2023-02-29', '2024-2-9', '2024-13-01', 'soon'].map(isCalendarDate)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('days are counted over leap days', () => {
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
  expect(daysBetween('2026-12-31', '2026-11-23')).toBe(-38);
  expect(addDays('2026-10-31', 30)).toBe('2026-11-30');
});

test('a day ends when the state says it does, also on the days the clocks change', () => {
  expect(endOfDay('2026-12-31', 'America/New_York')).toBe('2027-01-01T04:59:59.999Z');
  expect(endOfDay('2026-11-01', 'America/New_York')).toBe('2026-11-02T04:59:59.999Z');
  expect(endOfDay('2026-03-08', 'America/New_York')).toBe('2026-03-09T03:59:59.999Z');
  expect(endOfDay('2026-12-31', 'Pacific/Honolulu')).toBe('2027-01-01T09:59:59.999Z');
  expect(startOfDay('2026-12-01', 'America/New_York')).toBe('2026-12-01T05:00:00.000Z');
  expect(startOfDay('2026-12-01', 'Asia/Tokyo')).toBe('2026-11-30T15:00:00.000Z');
});
