import type { Attribute } from '../prepare/attribute.ts';
import { type Comparison, type Level, missing } from './comparison.ts';
import { valueComparison } from './value-comparison.ts';

/**
 * Values with a distance (days apart, relative difference of amounts, kilometres): one level for each bound that the
 * distance keeps, the same value highest.
 */
export function distanceComparison(options: {
  readonly name: string;
  readonly attribute: Attribute;
  readonly distance: (a: string, b: string) => number;
  /** Upper bounds, closest first, with their words. */
  readonly bounds: readonly (readonly [number, string])[];
}): Comparison {
  const { name, attribute, distance, bounds } = options;
  const { values } = attribute;
  const share = 0.4 / bounds.length;
  const levels: Level[] = [
    missing,
    { label: 'far apart', m: 0.1, kin: 0.5 },
    ...[...bounds].reverse().map(([, label]) => ({ label, m: share, kin: 0.4 / bounds.length })),
    { label: 'the same', m: 0.5, kin: 0.1, rarity: true },
  ];
  return valueComparison({
    name,
    attribute,
    levels,
    levelOf: (a, b) => {
      const apart = distance(values[a]!, values[b]!);
      const at = bounds.findIndex(([bound]) => apart <= bound);
      return at < 0 ? 1 : 1 + bounds.length - at;
    },
  });
}
