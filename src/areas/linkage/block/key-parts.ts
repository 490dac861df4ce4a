import { fullNames } from '../kinds/nicknames.ts';
import type { Attribute } from '../prepare/attribute.ts';
import { dayNumber, readDate } from '../prepare/dates.ts';
import type { Fields, TextField, ValueField } from '../prepare/fields.ts';
import type { PersonNames } from '../prepare/person-names.ts';
import { soundex } from '../text/phonetic.ts';
import { type KeyPart, keyPart } from './key-part.ts';

/** Everything that blocking rules can be made of. A part that nearly all records share, or nearly none has, is left out. */
export function keyParts(fields: Fields): KeyPart[] {
  const parts = [
    ...(fields.names ? nameParts(fields.names) : []),
    ...(fields.place
      ? [
          ...streetParts(fields.place.street),
          ...part('zip', fields.place.zip, [
            ['zip', 0.75, (zip: string) => zip],
            ['zip area', 0.85, (zip: string) => zip.slice(0, 3)],
          ]),
          ...part('town', fields.place.town, [['town', 0.7, (town: string) => town]]),
        ]
      : []),
    ...fields.values.flatMap(valueParts),
    ...fields.texts.flatMap(textParts),
  ];
  return parts.filter((one) => one.keys.length > 0 && one.collides > 0 && one.collides < 0.6);
}

type Recipe = readonly [name: string, agrees: number, keysOf: (value: string) => string | readonly string[]];

const part = (field: string, attribute: Attribute, recipes: readonly Recipe[]): KeyPart[] =>
  attribute.filled === 0
    ? []
    : recipes.map(([name, agrees, keysOf]) => keyPart(name, field, attribute, agrees, keysOf));

function nameParts({ given, family }: PersonNames): KeyPart[] {
  return [
    ...part('given_name', given, [
      ['given name', 0.8, (name) => name],
      ['given name or nickname', 0.87, (name) => [...fullNames(name)].slice(0, 4)],
      ['sound of given name', 0.87, (name) => soundex(name)],
      ['first three letters of given name', 0.88, (name) => name.slice(0, 3)],
      ['initial of given name', 0.93, (name) => name.slice(0, 1)],
    ]),
    ...part('family_name', family, [
      ['family name', 0.83, (name) => name],
      ['sound of family name', 0.88, (name) => soundex(name)],
      ['first three letters of family name', 0.88, (name) => name.slice(0, 3)],
      ['last word of family name', 0.85, (name) => name.split(' ').at(-1)!],
      ['initial of family name', 0.92, (name) => name.slice(0, 1)],
    ]),
  ];
}

function streetParts(street: Attribute): KeyPart[] {
  return part('street', street, [
    ['street and number', 0.6, (line) => line],
    ['street', 0.65, (line) => line.slice(line.indexOf('|') + 1)],
    ['house number', 0.65, (line) => line.slice(0, line.indexOf('|'))],
  ]);
}

function valueParts({ name, kind, attribute }: ValueField): KeyPart[] {
  switch (kind) {
    case 'birth_date':
      return part(name, attribute, [
        ['birth date', 0.93, (date) => (date.endsWith('-00') ? '' : date)],
        ['birth year', 0.96, (date) => date.slice(0, 4)],
        ['birth year and month', 0.95, (date) => (date.slice(5, 7) === '00' ? '' : date.slice(0, 7))],
        ['birth month and day', 0.95, (date) => (date.endsWith('-00') ? '' : date.slice(5))],
        [
          'birth year and day',
          0.95,
          (date) => (date.endsWith('-00') ? '' : `${date.slice(0, 5)}${date.slice(8)}`),
        ],
      ]);
    case 'date':
      return part(name, attribute, [
        [name, 0.5, (date) => date],
        [`week of ${name}`, 0.8, (date) => steps(dayNumber(readDate(date, 'mdy', 2999)!) / 7)],
        [`month of ${name}`, 0.9, (date) => steps(dayNumber(readDate(date, 'mdy', 2999)!) / 30)],
      ]);
    case 'amount':
    case 'number':
      return part(name, attribute, [
        [name, 0.5, (text) => text],
        [`size of ${name}`, 0.8, (text) => steps(20 * Math.log(Math.abs(Number(text)) + 1e-9))],
      ]);
    case 'phone':
      return part(name, attribute, [[name, 0.6, (digits) => digits.slice(-7)]]);
    case 'ssn':
    case 'national_id':
      return part(name, attribute, [
        [name, 0.93, (id) => id],
        [`last four of ${name}`, 0.95, (id) => id.slice(-4)],
        [`beginning of ${name}`, 0.95, (id) => id.slice(0, -4)],
      ]);
    case 'email':
      return part(name, attribute, [
        [name, 0.55, (email) => email],
        [`${name} before the @`, 0.6, (email) => email.slice(0, email.indexOf('@'))],
      ]);
    case 'coordinates':
      return part(name, attribute, [
        [
          name,
          0.6,
          (pair) =>
            pair
              .split(',')
              .map((one) => Number(one).toFixed(2))
              .join(','),
        ],
      ]);
    case 'sex':
      return part(name, attribute, [[name, 0.98, (sex) => sex]]);
    default:
      return part(name, attribute, [
        [name, 0.8, (code) => code],
        ...(attribute.values.some((code) => code.length >= 6)
          ? ([[`beginning of ${name}`, 0.85, (code: string) => code.slice(0, 4)]] as const)
          : []),
      ]);
  }
}

/** A value's own step and the nearer neighbour's, so that two values within half a step share one. */
const steps = (position: number): string[] => {
  const own = Math.floor(position);
  return [String(own), String(position - own < 0.5 ? own - 1 : own + 1)];
};

const rareWords = 5;

function textParts({ name, attribute, tokens }: TextField): KeyPart[] {
  const { starts, ids, words, counts } = tokens;
  const wordsOf = (value: number) =>
    Array.from(ids.subarray(starts[value], starts[value + 1])).sort((a, b) => counts[a]! - counts[b]!);
  const mostRecords = Math.max(50, attribute.filled / 20);
  return [
    keyPart(`all of ${name}`, name, attribute, 0.3, (_, value) => wordsOf(value).join(' ')),
    keyPart(`a rare word of ${name}`, name, attribute, 0.85, (_, value) =>
      wordsOf(value)
        .filter((word) => counts[word]! > 1 && counts[word]! <= mostRecords)
        .slice(0, rareWords)
        .map((word) => words[word]!),
    ),
    keyPart(`beginning of ${name}`, name, attribute, 0.7, (value) => value.slice(0, 4)),
  ];
}
