import { expect, test } from 'vitest';
import { accessTimesFile, accessTimesOn } from './access-times.ts';

const line = { citation: 'Rule 7', standing: 'example' } as const;
const times = accessTimesFile.parse({
  emergencyHours: [{ usual: 4, most: 8, from: '2026-01-01', ...line }],
  emergencyReview: [
    { days: 5, to: '2026-06-30', ...line },
    { days: 3, from: '2026-07-01', ...line },
  ],
  leaverAccess: [{ hours: 24, ...line }],
});

test('what holds depends on the day, and an earlier day keeps its answer', () => {
  expect(accessTimesOn(times, '2026-06-30').emergencyReview.days).toBe(5);
  expect(accessTimesOn(times, '2026-07-01').emergencyReview.days).toBe(3);
});

test('a day, or a state, that has no line gets the program’s own, which says so', () => {
  const before = accessTimesOn(times, '2025-12-31').emergencyHours;
  expect(before).toEqual(accessTimesOn(undefined, '2025-12-31').emergencyHours);
  expect(before.citation).toContain('Set by this program');
});

test('a line whose usual hours are more than its most is refused', () => {
  const wrong = { ...times, emergencyHours: [{ usual: 9, most: 8, ...line }] };
  expect(accessTimesFile.safeParse(wrong).success).toBe(false);
});
