import { dayNumber, readDate } from '../prepare/dates.ts';
import type { Fields, ValueField } from '../prepare/fields.ts';
import { kilometres, relativeDifference } from '../prepare/numbers.ts';
import { birthDateComparison } from './birth-date-comparison.ts';
import { categoryComparison, codeComparison } from './code-comparison.ts';
import type { Comparison, ComparisonGroup } from './comparison.ts';
import { emailComparison, phoneComparison } from './contact-comparison.ts';
import { distanceComparison } from './distance-comparison.ts';
import { personNameComparisons } from './person-name-comparison.ts';
import { placeComparisons } from './place-comparison.ts';
import { textComparison } from './text-comparison.ts';

/** The comparisons that the fields allow, in groups that are weighed together. */
export function comparisonGroups(fields: Fields): ComparisonGroup[] {
  const groups: ComparisonGroup[] = [];
  const add = (name: string, comparisons: readonly Comparison[], shared = false) => {
    if (comparisons.length > 0) groups.push(shared ? { name, comparisons, shared } : { name, comparisons });
  };
  if (fields.names) add('name', personNameComparisons(fields.names));
  if (fields.place) add('place', placeComparisons(fields.place), true);
  for (const field of fields.values)
    add(field.name, [valueFieldComparison(field)], field.kind === 'phone' || field.kind === 'email');
  for (const { name, kind, attribute, tokens } of fields.texts)
    add(name, [textComparison(name, attribute, tokens, kind !== 'text')]);
  return groups;
}

function valueFieldComparison({ name, kind, attribute }: ValueField): Comparison {
  switch (kind) {
    case 'birth_date':
      return birthDateComparison(name, attribute);
    case 'date':
      return distanceComparison({
        name,
        attribute,
        distance: (a, b) => Math.abs(dayOf(a) - dayOf(b)),
        bounds: [
          [1, 'a day apart'],
          [3, 'up to 3 days apart'],
          [7, 'up to a week apart'],
          [14, 'up to two weeks apart'],
          [31, 'up to a month apart'],
          [366, 'up to a year apart'],
        ],
      });
    case 'birth_year':
      return distanceComparison({
        name,
        attribute,
        distance: (a, b) => Math.abs(Number(a) - Number(b)),
        bounds: [
          [1, 'a year apart'],
          [3, 'up to three years apart'],
          [10, 'up to ten years apart'],
        ],
      });
    case 'amount':
    case 'number':
    case 'latitude':
    case 'longitude':
      return distanceComparison({
        name,
        attribute,
        distance: relativeDifference,
        bounds: [
          [0.005, 'within a half per cent'],
          [0.02, 'within two per cent'],
          [0.05, 'within five per cent'],
          [0.1, 'within a tenth'],
          [0.25, 'within a quarter'],
        ],
      });
    case 'coordinates':
      return distanceComparison({
        name,
        attribute,
        distance: kilometres,
        bounds: [
          [0.1, 'within 100 m'],
          [1, 'within 1 km'],
          [5, 'within 5 km'],
          [25, 'within 25 km'],
          [100, 'within 100 km'],
        ],
      });
    case 'sex':
      return categoryComparison(name, attribute, { same: 0.98 });
    case 'state':
    case 'country':
    case 'suffix':
      return categoryComparison(name, attribute, { same: 0.95, kin: 0.9 });
    case 'phone':
      return phoneComparison(name, attribute);
    case 'email':
      return emailComparison(name, attribute);
    case 'ssn':
    case 'national_id':
      return codeComparison(name, attribute, { same: 0.94, edit: 0.04, kin: 0.005 });
    case 'ssn_last4':
      return codeComparison(name, attribute, { same: 0.94, edit: 0.03, kin: 0.005 });
    case 'zip':
      return codeComparison(name, attribute, { same: 0.75, edit: 0.07, kin: 0.75 });
    default:
      return codeComparison(name, attribute, { same: 0.8, edit: 0.05, kin: 0.1 });
  }
}

const dayOf = (text: string) => dayNumber(readDate(text, 'mdy', 2999)!);
