import type { Attribute } from '../prepare/attribute.ts';
import { isOneEdit } from '../text/edit-distance.ts';
import { jaroWinkler } from '../text/jaro-winkler.ts';
import { type Comparison, missing } from './comparison.ts';
import { valueComparison } from './value-comparison.ts';

/** Telephone numbers. Priors: 15 % change in a year, 40 % of households share one (linkage.md section 5). */
export function phoneComparison(name: string, attribute: Attribute): Comparison {
  const { values } = attribute;
  return valueComparison({
    name,
    attribute,
    levels: [
      missing,
      { label: 'different', m: 0.3, kin: 0.5 },
      { label: 'one digit apart', m: 0.05, kin: 0.02, rarity: true },
      { label: 'the same without area code', m: 0.05, kin: 0.03, rarity: true },
      { label: 'the same', m: 0.6, kin: 0.45, rarity: true },
    ],
    levelOf: (a, b) => {
      const [one, other] = [values[a]!, values[b]!];
      if (one.slice(-7) === other.slice(-7)) return 3;
      return isOneEdit(one, other) || isOneEdit(one.slice(-7), other.slice(-7)) ? 2 : 1;
    },
  });
}

export function emailComparison(name: string, attribute: Attribute): Comparison {
  const { values } = attribute;
  const local = values.map((text) => text.slice(0, Math.max(0, text.indexOf('@'))));
  return valueComparison({
    name,
    attribute,
    levels: [
      missing,
      { label: 'different', m: 0.3, kin: 0.6 },
      { label: 'similar', m: 0.07, kin: 0.05 },
      { label: 'same or nearly the same before the @', m: 0.08, kin: 0.05, rarity: true },
      { label: 'the same', m: 0.55, kin: 0.3, rarity: true },
    ],
    levelOf: (a, b) => {
      const [one, other] = [local[a]!, local[b]!];
      if (Math.min(one.length, other.length) >= 4 && (one === other || isOneEdit(one, other))) return 3;
      return isOneEdit(values[a]!, values[b]!) || jaroWinkler(one, other) >= 0.9 ? 2 : 1;
    },
  });
}
