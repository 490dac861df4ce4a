import { expect, test } from 'vitest';
import { forecast } from './forecast.ts';
import { standingOf } from './standing-of.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString().slice(0, 10);
const at = (points: [number, number][]) => points.map(([n, value]) => ({ on: day(n), value }));
const figure = (on: string, value: number | null) => ({
  on,
  knownAt: `${on}T12:00:00.000Z`,
  value,
  numerator: 0,
  denominator: 0,
  reason: null,
});
const share = { kind: 'share', unit: '%', record: { one: 'dataset', many: 'datasets' } } as const;
const target = { value: 95, unit: '%', by: '2026-03-31', direction: 'at-least', example: true } as const;

test('the drift method, worked out by hand', () => {
  // Days 1, 5, 9, 13, 17: values 50, 54, 54, 60, 58. Drift (58-50)/16 = 0.5 a day. Residuals against 2 a step:
  // 2, -2, 4, -4; squares over gaps of 4 days: (4+4+16+16)/4 = 10; divided by 3 steps free: 10/3 a day.
  // 20 days ahead: 58 + 10 = 68; half width 1.28155 * sqrt(10/3 * 20 * (1 + 20/16)) = 1.28155 * sqrt(150) = 15.6957.
  const found = forecast(
    at([
      [1, 50],
      [5, 54],
      [9, 54],
      [13, 60],
      [17, 58],
    ]),
    day(37),
  )!;
  expect(found.low).toBeCloseTo(52.3043, 3);
  expect(found.high).toBeCloseTo(83.6957, 3);
});

test('a steady pace has no spread, and a share stays between 0 and 100', () => {
  const steady = at([
    [1, 60],
    [5, 64],
    [9, 68],
    [13, 72],
    [17, 76],
  ]);
  expect(forecast(steady, day(27))).toEqual({ low: 86, high: 86 });
  expect(forecast(steady, day(77), { low: 0, high: 100 })).toEqual({ low: 100, high: 100 });
});

test('too few values, or too short a time, forecast nothing', () => {
  expect(
    forecast(
      at([
        [1, 1],
        [8, 2],
        [20, 3],
        [30, 4],
      ]),
      day(40),
    ),
  ).toBe(null);
  expect(
    forecast(
      at([
        [1, 1],
        [2, 2],
        [3, 3],
        [4, 4],
        [14, 5],
      ]),
      day(40),
    ),
  ).toBe(null);
});

test('an objective stands as its values, target and date say', () => {
  const today = '2026-01-20';
  const stand = (
    value: number | null,
    series: [number, number][],
    on = today,
    aim: Parameters<typeof standingOf>[2] = target,
  ) => standingOf(value === null ? figure(on, null) : figure(on, value), at(series), aim, on, share);
  expect(stand(95, [[20, 95]])).toMatchObject({ status: 'met' });
  expect(stand(40, [[20, 40]], today, { ...target, value: 45, direction: 'at-most' })).toMatchObject({
    status: 'met',
  });
  expect(stand(60, [[20, 60]])).toMatchObject({
    status: 'unknown',
    reason: 'one measurement so far',
  });
  expect(stand(null, [])).toMatchObject({ status: 'unknown', reason: 'no value' });
  expect(standingOf(null, [], target, today, share).reason).toBe('not measured yet');
  // On its date an objective is not late yet; the day after it is.
  expect(stand(81, [[20, 81]], '2026-03-31').status).toBe('unknown');
  expect(stand(81, [[20, 81]], '2026-04-24')).toMatchObject({
    status: 'late',
    reason: '14 points short, 24 days after its date',
  });
});

test('on track while the interval holds the target, at risk when it misses it, with the interval in words', () => {
  const steady: [number, number][] = [
    [1, 60],
    [5, 62],
    [9, 64],
    [13, 66],
    [17, 68],
  ];
  const now = figure(day(17), 68);
  // Half a point a day: 73 days to March 31 give 68 + 36.5, clipped to 100.
  expect(standingOf(now, at(steady), target, day(17), share)).toMatchObject({
    status: 'track',
    reason: 'likely 100%',
  });
  const slow: [number, number][] = [
    [1, 67],
    [5, 67.25],
    [9, 67.5],
    [13, 67.75],
    [17, 68],
  ];
  // A sixteenth a day: 68 + 73/16 = 72.56.
  expect(standingOf(now, at(slow), target, day(17), share)).toMatchObject({
    status: 'risk',
    reason: 'likely 73%',
  });
});
