import { digitsOf, normalText } from '../text/normal-text.ts';
import { readStreet } from '../text/street.ts';
import { type Attribute, attribute, counted } from './attribute.ts';
import type { TextColumn } from './columns.ts';
import { Dictionary } from './dictionary.ts';
import { sharedInt32 } from './shared-array.ts';

/** Where a record says that someone or something is. An attribute with `filled` 0 is not known for any record. */
export interface Place {
  /** `12|main st`: house number and street. */
  readonly street: Attribute;
  readonly zip: Attribute;
  readonly town: Attribute;
}

export interface PlaceColumns {
  readonly address: readonly TextColumn[];
  readonly street: readonly TextColumn[];
  readonly houseNumber: readonly TextColumn[];
  readonly town: readonly TextColumn[];
  readonly zip: readonly TextColumn[];
}

export function place(rows: number, columns: PlaceColumns): Place {
  const line = attribute(rows, [...columns.address, ...columns.street], streetText);
  return {
    street: columns.houseNumber.length > 0 ? withNumber(rows, line, columns.houseNumber) : line,
    zip: attribute(rows, columns.zip, zipText),
    town: attribute(rows, columns.town, normalText),
  };
}

function streetText(raw: string): string {
  const { number, street } = readStreet(raw);
  return street === '' && number === '' ? '' : `${number}|${street}`;
}

/** The first five letters or digits of a postal code of digits, all of another; leading zeros that a table program ate come back. */
export function zipText(raw: string): string {
  const text = raw.trim().replace(/\.0$/, '');
  if (/^\d{3,5}$/.test(text)) return text.length === 3 ? `00${text}` : text;
  if (/^\d{5}-?\d{4}$/.test(text)) return text.slice(0, 5);
  return normalText(text).replaceAll(' ', '');
}

/** Puts a house number from a column of its own before the street of the same record. */
function withNumber(rows: number, line: Attribute, columns: readonly TextColumn[]): Attribute {
  const numbers = attribute(rows, columns, (raw) => {
    const text = normalText(raw.replace(/\.0$/, ''));
    return /\d/.test(text) ? text.replaceAll(' ', '') : digitsOf(text);
  });
  const dictionary = new Dictionary();
  const { slots } = line;
  const ids = sharedInt32(rows * slots);
  for (let row = 0; row < rows; row++) {
    const number = numbers.values[numbers.ids[row * numbers.slots]!]!;
    for (let slot = 0; slot < slots; slot++) {
      const street = line.values[line.ids[row * slots + slot]!]!;
      if (street === '' && (number === '' || slot > 0)) continue;
      const [own, name = ''] = street.split('|');
      ids[row * slots + slot] = dictionary.idOf(`${own || number}|${name}`);
    }
  }
  return counted({ slots, ids, values: dictionary.values });
}
