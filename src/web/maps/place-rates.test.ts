import { describe, expect, it } from 'vitest';
import type { Jurisdiction } from '../../core/jurisdiction.ts';
import { fillOf, placeRates, roundLimits } from './place-rates.ts';
import { countInterval } from './rate-interval.ts';

describe('countInterval', () => {
  // Exact 95% limits of a Poisson count, as tabulated (Garwood 1936).
  it.each([
    [1, 0.0253, 5.572],
    [10, 4.795, 18.39],
    [50, 37.11, 65.92],
    [100, 81.36, 121.63],
  ])('is within two hundredths of the exact limits at %i, and closer above', (count, low, high) => {
    const found = countInterval(count);
    expect(Math.abs(found.low - low)).toBeLessThan(0.02);
    expect(Math.abs(found.high - high)).toBeLessThan(0.06);
  });

  it('starts at nothing for no event', () => {
    expect(countInterval(0).low).toBe(0);
    expect(countInterval(0).high).toBeCloseTo(3.69, 1);
  });
});

const state = {
  places: [
    {
      id: 'a',
      name: 'Ashby',
      variants: ['north ashby'],
      codes: [],
      population: { value: 50_000, on: '', source: '' },
    },
    { id: 'b', name: 'Byford', variants: [], codes: [], population: { value: 1_000, on: '', source: '' } },
    { id: 'c', name: 'Colne', variants: [], codes: [] },
  ],
} as unknown as Jurisdiction;

describe('placeRates', () => {
  const found = placeRates(
    [
      { place: 'a', count: 100 },
      { place: 'b', count: 3 },
    ],
    state,
    2,
  );

  it('divides by people and years, and keeps places without a row or a population', () => {
    expect(found.places.map(({ place, count, rate }) => [place, count, rate])).toEqual([
      ['b', 3, 150],
      ['a', 100, 100],
      ['c', 0, null],
    ]);
  });

  it('fills by class, white for none, grey for no population', () => {
    const [b, a, c] = found.places;
    expect(fillOf(a!, [120])).toBe('q1');
    expect(fillOf(b!, [120])).toBe('q2');
    expect(fillOf(c!, [120])).toBe('qm');
    expect(fillOf({ ...a!, count: 0, rate: 0 }, [120])).toBe('q0');
  });
});

describe('roundLimits', () => {
  it('gives round numbers in rising order, never a repeated one', () => {
    const rates = Array.from({ length: 100 }, (_, at) => at + 1);
    expect(roundLimits(rates)).toEqual([20, 40, 60, 80]);
    expect(roundLimits([5, 5, 5])).toEqual([5]);
    expect(roundLimits([])).toEqual([]);
  });
});
