import { fullNames } from '../kinds/nicknames.ts';
import type { Attribute } from '../prepare/attribute.ts';
import { dayNumber, readDate } from '../prepare/dates.ts';
import type { Fields, TextField, ValueField } from '../prepare/fields.ts';
import type { PersonNames } from '../prepare/person-names.ts';
import type { Place } from '../prepare/place.ts';
import { soundex } from '../text/phonetic.ts';
import { tokens } from '../text/tokens.ts';
import { type KeyPart, keyPart, textKey } from './key-part.ts';

/** Everything that blocking rules can be made of. A part that nearly all records share, or nearly none has, is left out. */
export function keyParts(fields: Fields): KeyPart[] {
  const { names, place } = fields;
  const parts = [
    ...(names ? nameParts(names) : []),
    ...(place ? [...streetParts(place.street), ...localityParts(place)] : []),
    ...fields.values.flatMap(valueParts),
    ...fields.texts.flatMap(textParts),
  ];
  return parts.filter(({ collides }) => collides > 0 && collides < 0.6);
}

type Recipe = readonly [name: string, agrees: number, keysOf: (value: string) => number | readonly number[]];

const part = (field: string, attribute: Attribute, recipes: readonly Recipe[]): KeyPart[] =>
  attribute.filled === 0
    ? []
    : recipes.map(([name, agrees, keysOf]) => keyPart(name, field, attribute, agrees, keysOf));

function nameParts({ given, family }: PersonNames): KeyPart[] {
  const fullName = commonestFullName(given);
  return [
    ...part('given_name', given, [
      ['given name', 0.8, (name) => textKey(name)],
      ['given name or nickname', 0.87, (name) => textKey(fullName(name))],
      ['sound of given name', 0.87, (name) => textKey(soundex(name))],
      ['first three letters of given name', 0.88, (name) => textKey(name, 0, 3)],
      ['initial of given name', 0.93, (name) => textKey(name, 0, 1)],
    ]),
    ...part('family_name', family, [
      ['family name', 0.83, (name) => textKey(name)],
      ['sound of family name', 0.88, (name) => textKey(soundex(name))],
      ['first three letters of family name', 0.88, (name) => textKey(name, 0, 3)],
      ['last word of family name', 0.85, (name) => textKey(name, name.lastIndexOf(' ') + 1)],
      ['initial of family name', 0.92, (name) => textKey(name, 0, 1)],
    ]),
  ];
}

/** Of the full names that a name may stand for, the one that most records have: `bob` is filed under `robert`. */
function commonestFullName({ values, counts }: Attribute): (name: string) => string {
  const known = new Map(values.map((name, id) => [name, counts[id]!]));
  return (name) => {
    const names = fullNames(name);
    if (names.length === 1) return names[0]!;
    return names.reduce((best, other) => ((known.get(other) ?? 0) > (known.get(best) ?? 0) ? other : best));
  };
}

function streetParts(street: Attribute): KeyPart[] {
  return part('street', street, [
    ['street and number', 0.6, (line) => textKey(line)],
    ['street', 0.65, (line) => textKey(line, line.indexOf('|') + 1)],
    ['house number', 0.65, (line) => textKey(line, 0, Math.max(0, line.indexOf('|')))],
  ]);
}

const localityParts = ({ zip, town }: Place): KeyPart[] => [
  ...part('locality', zip, [
    ['zip', 0.75, (text) => textKey(text)],
    ['zip area', 0.85, (text) => textKey(text, 0, 3)],
  ]),
  ...part('locality', town, [['town', 0.7, (text) => textKey(text)]]),
];

function valueParts({ name, kind, attribute }: ValueField): KeyPart[] {
  switch (kind) {
    case 'birth_date': {
      const whole = (date: string) => date.charCodeAt(9) !== 48 || date.charCodeAt(8) !== 48;
      return part(name, attribute, [
        ['birth date', 0.93, (date) => (whole(date) ? textKey(date) : 0)],
        ['birth year', 0.96, (date) => textKey(date, 0, 4)],
        ['birth year and month', 0.95, (date) => (date.slice(5, 7) === '00' ? 0 : textKey(date, 0, 7))],
        ['birth month and day', 0.95, (date) => (whole(date) ? textKey(date, 5) : 0)],
        [
          'birth year and day',
          0.95,
          (date) => (whole(date) ? textKey(`${date.slice(0, 5)}${date.slice(8)}`) : 0),
        ],
      ]);
    }
    case 'date':
      return part(name, attribute, [
        [name, 0.5, (date) => textKey(date)],
        [`week of ${name}`, 0.8, (date) => steps(dayNumber(readDate(date, 'mdy', 2999)!) / 7)],
        [`month of ${name}`, 0.9, (date) => steps(dayNumber(readDate(date, 'mdy', 2999)!) / 30)],
      ]);
    case 'amount':
    case 'number':
      return part(name, attribute, [
        [name, 0.5, (text) => textKey(text)],
        [`size of ${name}`, 0.8, (text) => steps(20 * Math.log(Math.abs(Number(text)) + 1e-9))],
      ]);
    case 'phone':
      return part(name, attribute, [[name, 0.6, (digits) => textKey(digits, digits.length - 7)]]);
    case 'ssn':
    case 'national_id':
      return part(name, attribute, [
        [name, 0.93, (id) => textKey(id)],
        [`last four of ${name}`, 0.95, (id) => textKey(id, Math.max(0, id.length - 4))],
        [`beginning of ${name}`, 0.95, (id) => textKey(id, 0, id.length - 4)],
      ]);
    case 'email':
      return part(name, attribute, [
        [name, 0.55, (email) => textKey(email)],
        [`${name} before the @`, 0.6, (email) => textKey(email, 0, email.indexOf('@'))],
      ]);
    case 'coordinates':
      return part(name, attribute, [[name, 0.6, (pair) => textKey(pair.replace(/(\.\d\d)\d+/g, '$1'))]]);
    case 'sex':
      return part(name, attribute, [[name, 0.98, (sex) => textKey(sex)]]);
    default:
      return part(name, attribute, [
        [name, 0.8, (code) => textKey(code)],
        ...(attribute.values.some((code) => code.length >= 6)
          ? ([[`beginning of ${name}`, 0.85, (code: string) => textKey(code, 0, 4)]] as const)
          : []),
      ]);
  }
}

/** A value's own step and the nearer neighbour's, so that two values within half a step share one. */
const steps = (position: number): number[] => {
  const own = Math.floor(position);
  return [own, position - own < 0.5 ? own - 1 : own + 1].map((step) => textKey(String(step)));
};

const rareWords = 5;

function textParts({ name, attribute, tokens: lists }: TextField): KeyPart[] {
  const { starts, ids, words, counts } = lists;
  // The words of a value that no record has are looked up when the first such value comes.
  let known: Map<string, number> | undefined;
  const numbersOf = (text: string): number[] => {
    known ??= new Map(words.map((word, id) => [word, id]));
    return [...new Set(tokens(text).flatMap((word) => known!.get(word) ?? []))].sort((a, b) => a - b);
  };
  const wordsOf = (text: string, value: number) =>
    (value < 0 ? numbersOf(text) : Array.from(ids.subarray(starts[value], starts[value + 1]))).sort(
      (a, b) => counts[a]! - counts[b]!,
    );
  const mostRecords = Math.max(50, attribute.filled / 20);
  return [
    keyPart(`all of ${name}`, name, attribute, 0.3, (text, value) => textKey(wordsOf(text, value).join(' '))),
    keyPart(`a rare word of ${name}`, name, attribute, 0.85, (text, value) =>
      wordsOf(text, value)
        .filter((word) => counts[word]! > 1 && counts[word]! <= mostRecords)
        .slice(0, rareWords)
        .map((word) => textKey(words[word]!)),
    ),
    keyPart(`beginning of ${name}`, name, attribute, 0.7, (value) => textKey(value, 0, 4)),
  ];
}
