import type { Attribute } from '../prepare/attribute.ts';
import { Dictionary } from '../prepare/dictionary.ts';
import type { Place } from '../prepare/place.ts';
import { isOneEdit } from '../text/edit-distance.ts';
import { type Likeness, likenessOf } from '../text/likeness.ts';
import { type Comparison, missing } from './comparison.ts';
import { memoised } from './memo.ts';
import { valueComparison } from './value-comparison.ts';

/**
 * Street line and locality. Priors: a tenth of people move in a year, a quarter between 18 and 30 (linkage.md section 5);
 * a household shares its address.
 */
export function placeComparisons({ street, zip, town }: Place, label = ''): Comparison[] {
  const list: Comparison[] = [];
  if (street.filled > 0) list.push(streetComparison(`address${label}`, street));
  if (zip.filled > 0 && town.filled > 0) list.push(localityComparison(`locality${label}`, zip, town));
  else if (zip.filled > 0) list.push(zipComparison(`zip${label}`, zip));
  else if (town.filled > 0) list.push(townComparison(`town${label}`, town));
  return list;
}

function streetComparison(name: string, attribute: Attribute): Comparison {
  const { values } = attribute;
  const numbers = numbered(values.map((text) => text.slice(0, Math.max(0, text.indexOf('|')))));
  const streets = numbered(values.map((text) => text.slice(text.indexOf('|') + 1)));
  const number = likenessOf(numbers.texts);
  const street = likenessOf(streets.texts);
  const streetsAlike = memoised((a, b) => (alike(street, a, b) ? 1 : 0), 16, streets.texts.length);
  return valueComparison({
    name,
    attribute,
    cost: 8,
    levels: [
      missing,
      { label: 'different', m: 0.25, kin: 0.2 },
      { label: 'similar street, other number', m: 0.02, kin: 0.02 },
      { label: 'same street, other number', m: 0.03, kin: 0.03 },
      { label: 'same number, similar street', m: 0.1, kin: 0.1, rarity: true },
      { label: 'the same', m: 0.6, kin: 0.65, rarity: true },
    ],
    levelOf: (a, b) => {
      const [numberA, numberB] = [numbers.ids[a]!, numbers.ids[b]!];
      const [streetA, streetB] = [streets.ids[a]!, streets.ids[b]!];
      const sameStreet = streetA === streetB;
      if (!sameStreet && (streetA === 0 || streetB === 0 || streetsAlike(streetA, streetB) === 0)) return 1;
      const numbersMeet =
        numberA === numberB || numberA === 0 || numberB === 0 || number.oneEdit(numberA, numberB);
      if (numbersMeet) return 4;
      return sameStreet ? 3 : 2;
    },
  });
}

/** The different texts of a list, each once, with the number of each entry; the empty text is number 0. */
function numbered(entries: readonly string[]): { texts: string[]; ids: Int32Array } {
  const dictionary = new Dictionary();
  const ids = Int32Array.from(entries, (text) => dictionary.idOf(text));
  return { texts: dictionary.values, ids };
}

/** One edit apart, close by Jaro-Winkler, or all words of the shorter in the longer. */
const alike = (likeness: Likeness, a: number, b: number): boolean =>
  likeness.oneEdit(a, b) || likeness.similarity(a, b, 0.92) >= 0.92 || likeness.partOf(a, b);

function zipComparison(name: string, attribute: Attribute): Comparison {
  const { values } = attribute;
  return valueComparison({
    name,
    attribute,
    levels: [
      missing,
      { label: 'different', m: 0.17, kin: 0.17 },
      { label: 'same beginning', m: 0.06, kin: 0.06 },
      { label: 'one edit apart', m: 0.05, kin: 0.05 },
      { label: 'the same', m: 0.72, kin: 0.72, rarity: true },
    ],
    levelOf: (a, b) => zipLevel(values[a]!, values[b]!),
  });
}

const zipLevel = (a: string, b: string) => (isOneEdit(a, b) ? 3 : a.slice(0, 3) === b.slice(0, 3) ? 2 : 1);

function townComparison(name: string, attribute: Attribute): Comparison {
  const { values } = attribute;
  const likeness = likenessOf(values);
  return valueComparison({
    name,
    attribute,
    levels: [
      missing,
      { label: 'different', m: 0.2, kin: 0.2 },
      { label: 'close, or part of it', m: 0.1, kin: 0.1, rarity: true },
      { label: 'the same', m: 0.7, kin: 0.7, rarity: true },
    ],
    levelOf: (a, b) => (Math.min(values[a]!.length, values[b]!.length) >= 3 && alike(likeness, a, b) ? 2 : 1),
  });
}

/** Postal code and town together: one says most of what the other does. */
function localityComparison(name: string, zip: Attribute, town: Attribute): Comparison {
  const zips = zipComparison('zip', zip);
  const towns = townComparison('town', town);
  let agreedBits = 0;
  return {
    name,
    levels: [
      missing,
      { label: 'different', m: 0.15, kin: 0.15 },
      { label: 'postal code near', m: 0.03, kin: 0.03 },
      { label: 'town close or postal code one edit apart', m: 0.07, kin: 0.07 },
      { label: 'town the same', m: 0.1, kin: 0.1, rarity: true },
      { label: 'postal code the same', m: 0.1, kin: 0.1, rarity: true },
      { label: 'both the same or close', m: 0.55, kin: 0.55, rarity: true },
    ],
    compare(left, right) {
      const byZip = zips.compare(left, right);
      const byTown = towns.compare(left, right);
      agreedBits = Math.max(byZip === 4 ? zips.bits() : 0, byTown >= 2 ? towns.bits() : 0);
      if (byZip === 0 && byTown === 0) return 0;
      if (byZip === 4) return byTown >= 2 ? 6 : 5;
      if (byTown === 3) return byZip === 3 ? 6 : 4;
      if (byZip === 3 || byTown === 2) return 3;
      return byZip === 2 ? 2 : 1;
    },
    bits: () => agreedBits,
    mostBits: Math.max(zips.mostBits ?? 0, towns.mostBits ?? 0),
    cost: 8,
  };
}
