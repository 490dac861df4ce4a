import type { Jurisdiction } from '../../core/jurisdiction.ts';
import type { PlaceFill } from './place-map.tsx';
import { countInterval } from './rate-interval.ts';

export interface PlaceRate {
  readonly place: string;
  readonly name: string;
  readonly count: number;
  /** Per `per` residents and period; null where the population is not known. */
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface PlaceRates {
  /** Every place of the state, also those without a row; highest rate first. */
  readonly places: readonly PlaceRate[];
  /** Class limits, low to high: a rate below the first is in class 1. */
  readonly limits: readonly number[];
  readonly per: number;
}

/** Counts by place, turned into rates per 100,000 residents and year; `years` is 1 where the rows have no date. */
export function placeRates(
  counts: readonly { readonly place: string; readonly count: number }[],
  jurisdiction: Jurisdiction,
  years: number,
): PlaceRates {
  const totals = new Map(counts.map(({ place, count }) => [place, count]));
  const per = 100_000;
  const places = jurisdiction.places.map((place): PlaceRate => {
    const count = totals.get(place.id) ?? 0;
    const people = place.population?.value;
    if (people === undefined || people === 0)
      return { place: place.id, name: place.name, count, rate: null, low: null, high: null };
    const scale = per / (people * years);
    const { low, high } = countInterval(count);
    return {
      place: place.id,
      name: place.name,
      count,
      rate: count * scale,
      low: low * scale,
      high: high * scale,
    };
  });
  places.sort((a, b) => (b.rate ?? -1) - (a.rate ?? -1) || b.count - a.count || a.name.localeCompare(b.name));
  return { places, limits: roundLimits(places.flatMap(({ rate }) => (rate ? [rate] : []))), per };
}

/** Four round limits that cut the rates into fifths, as near as round numbers allow. */
export function roundLimits(rates: readonly number[]): readonly number[] {
  const sorted = rates.toSorted((a, b) => a - b);
  if (sorted.length === 0) return [];
  const limits = [0.2, 0.4, 0.6, 0.8].map((share) =>
    round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0),
  );
  return [...new Set(limits)].filter((limit) => limit > 0);
}

/** To 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten: numbers one can keep in mind. */
function round(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
  const nearest = steps.reduce((best, step) =>
    Math.abs(step * power - value) < Math.abs(best * power - value) ? step : best,
  );
  return Number((nearest * power).toPrecision(3));
}

/** The class of a rate; none for zero, grey for unknown. */
export function fillOf({ count, rate }: PlaceRate, limits: readonly number[]): PlaceFill {
  if (rate === null) return 'qm';
  if (count === 0) return 'q0';
  const at = limits.findIndex((limit) => rate < limit);
  const fills = ['q1', 'q2', 'q3', 'q4', 'q5'] as const;
  return fills[at === -1 ? limits.length : at] ?? 'q5';
}
