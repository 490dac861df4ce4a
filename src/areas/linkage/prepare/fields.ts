import { type FieldColumn, fieldName, type Kind } from '../kinds/kind.ts';
import { digitsOf, normalText } from '../text/normal-text.ts';
import { type Attribute, attribute, interleaved } from './attribute.ts';
import { columnOf, type TextColumn, type TextTable } from './columns.ts';
import { combined } from './combined.ts';
import { type DateOrder, dateOrder, dateText, readDate } from './dates.ts';
import { givenOutDates, withoutGivenOut } from './given-out-dates.ts';
import { readNumber } from './numbers.ts';
import { type PersonNames, personNames } from './person-names.ts';
import { type Place, place } from './place.ts';
import { type TokenLists, tokenLists } from './token-lists.ts';

/** The fields of every record, read and normalised once: what comparisons and blocking keys are made from. */
export interface Fields {
  readonly rows: number;
  readonly leftRows?: number;
  readonly names?: PersonNames;
  readonly place?: Place;
  /** Identifiers, categories, dates and numbers. */
  readonly values: readonly ValueField[];
  readonly texts: readonly TextField[];
}

export interface ValueField {
  readonly name: string;
  readonly kind: Kind | 'coordinates';
  readonly attribute: Attribute;
  /** Of birth dates: days and dates that stand for unknown ones (`01-01`, `1900-01-01`), and were read as such. */
  readonly givenOut?: readonly string[];
}

/** By field, the birth dates that stand for unknown ones. */
export type GivenOut = Readonly<Record<string, readonly string[]>>;

export interface TextField {
  readonly name: string;
  readonly kind: Kind;
  readonly attribute: Attribute;
  readonly tokens: TokenLists;
}

const nameKinds: readonly Kind[] = ['given_name', 'middle_name', 'family_name', 'full_name'];
const placeKinds: readonly Kind[] = ['address', 'street', 'house_number', 'town', 'zip'];
const textKinds: readonly Kind[] = ['organisation_name', 'title', 'text'];

/**
 * `lastYear`: no date of the data is later; two-digit years are read by it. `givenOut`: what was found of an earlier reading;
 * found out from these records when left out.
 */
export function readFields(
  table: TextTable,
  mapping: readonly FieldColumn[],
  options: { readonly lastYear: number; readonly givenOut?: GivenOut },
): Fields {
  const { rows } = table;
  const of = (kind: Kind): TextColumn[] =>
    mapping
      .filter((field) => field.kind === kind && field.label === undefined)
      .map(({ column }) => columnOf(table, column)!);
  const has = (group: readonly Kind[]) => mapping.some(({ kind, label }) => group.includes(kind) && !label);

  const names = has(['given_name', 'family_name', 'full_name'])
    ? personNames(rows, {
        given: of('given_name'),
        middle: of('middle_name'),
        family: of('family_name'),
        full: of('full_name'),
      })
    : undefined;
  const where = has(placeKinds)
    ? place(rows, {
        address: of('address'),
        street: of('street'),
        houseNumber: of('house_number'),
        town: of('town'),
        zip: of('zip'),
      })
    : undefined;

  const fields = new Map<string, { kind: Kind; columns: TextColumn[] }>();
  for (const field of mapping) {
    if (field.label === undefined && (nameKinds.includes(field.kind) || placeKinds.includes(field.kind)))
      continue;
    const name = fieldName(field);
    const entry = fields.get(name) ?? { kind: field.kind, columns: [] };
    entry.columns.push(columnOf(table, field.column)!);
    fields.set(name, entry);
  }

  const values: ValueField[] = [];
  const texts: TextField[] = [];
  const add = (name: string, kind: ValueField['kind'], made: Attribute, givenOut: readonly string[] = []) => {
    if (made.filled > 0)
      values.push({ name, kind, attribute: made, ...(givenOut.length > 0 && { givenOut }) });
  };
  const [latitude, longitude] = [fields.get('latitude'), fields.get('longitude')];
  if (latitude && longitude) {
    fields.delete('latitude');
    fields.delete('longitude');
    const pair = combined(rows, [latitude.columns[0]!, longitude.columns[0]!], coordinates);
    add(
      'coordinates',
      'coordinates',
      attribute(rows, [pair], (text) => text),
    );
  }
  for (const [name, { kind, columns }] of fields) {
    if (textKinds.includes(kind) || nameKinds.includes(kind) || kind === 'address' || kind === 'street') {
      const words = attribute(rows, columns, normalLong);
      if (words.filled > 0) texts.push({ name, kind, attribute: words, tokens: tokenLists(words) });
    } else {
      const order =
        kind === 'date' || kind === 'birth_date'
          ? dateOrder(columns.flatMap(({ values: all }) => all))
          : 'mdy';
      const read = reader(kind, order, options.lastYear);
      const made = attribute(rows, columns, read);
      const givenOut =
        kind === 'birth_date' ? (options.givenOut?.[name] ?? givenOutDates(made, names?.family)) : [];
      if (givenOut.length === 0) add(name, kind, made);
      else {
        const apart = new Set(givenOut);
        add(
          name,
          kind,
          attribute(rows, columns, (raw) => withoutGivenOut(read(raw), apart)),
          givenOut,
        );
      }
    }
  }
  return together({ rows, leftRows: table.leftRows, names, place: where, values, texts });
}

/** What was found of birth dates that stand for unknown ones; a field without any has an empty list. */
export const givenOutOf = ({ values }: Pick<Fields, 'values'>): GivenOut =>
  Object.fromEntries(
    values
      .filter(({ kind }) => kind === 'birth_date')
      .map(({ name, givenOut = [] }) => [name, givenOut] as const),
  );

/** All attributes of a record side by side. */
function together(fields: Fields): Fields {
  const { rows, names, place: where, values, texts } = fields;
  const placed = interleaved(rows, [
    ...values.map(({ attribute: one }) => one),
    ...(names ? [names.given, names.family, names.other] : []),
    ...(where ? [where.street, where.zip, where.town] : []),
    ...texts.map(({ attribute: one }) => one),
  ]);
  let at = 0;
  const next = () => placed[at++]!;
  return {
    ...fields,
    values: values.map((field) => ({ ...field, attribute: next() })),
    names: names && { ...names, given: next(), family: next(), other: next() },
    place: where && { street: next(), zip: next(), town: next() },
    texts: texts.map((field) => ({ ...field, attribute: next() })),
  };
}

const longest = 2_000;
const normalLong = (raw: string) =>
  normalText(raw) === '' ? '' : raw.trim().toLowerCase().slice(0, longest);

function coordinates([lat = '', long = '']: readonly string[]): string {
  const [y, x] = [readNumber(lat), readNumber(long)];
  // Zero, zero is where programs put what they could not find.
  if (y === undefined || x === undefined || (y === 0 && x === 0)) return '';
  return Math.abs(y) > 90 || Math.abs(x) > 180 ? '' : `${y},${x}`;
}

function reader(kind: Kind, order: DateOrder, lastYear: number): (raw: string) => string {
  switch (kind) {
    case 'birth_date':
    case 'date':
      return (raw) => {
        const read = readDate(raw, order, lastYear);
        return read === undefined ? '' : dateText(read);
      };
    case 'birth_year':
    case 'number':
    case 'amount':
    case 'latitude':
    case 'longitude':
      return (raw) => {
        const read = readNumber(raw);
        return read === undefined ? '' : String(read);
      };
    case 'sex':
      return sexText;
    case 'ssn':
      return (raw) => ssnText(digitsOf(raw.replace(/\.0$/, '')));
    case 'ssn_last4':
      return (raw) => {
        const digits = digitsOf(raw.replace(/\.0$/, '')).slice(-4);
        return digits === '' || /^(0*|9999)$/.test(digits) ? '' : digits.padStart(4, '0');
      };
    case 'phone':
      return phoneText;
    case 'email':
      return emailText;
    default:
      return (raw) => normalText(raw.replace(/^(\d+)\.0$/, '$1')).replaceAll(' ', '');
  }
}

function sexText(raw: string): string {
  const text = normalText(raw);
  if (/^(m|male|man|boy|1|h|masculin|masculino)$/.test(text)) return 'm';
  if (/^(f|female|woman|girl|w|2|feminin|femenino)$/.test(text)) return 'f';
  return /^(u|unk|unknown|9|0|x?|not.*)$/.test(text) ? '' : text;
}

/** Nine digits; numbers that the Social Security Administration never issued or that stand for none are missing. */
function ssnText(digits: string): string {
  if (digits.length < 7) return digits.length < 4 ? '' : digits;
  const nine = digits.padStart(9, '0');
  if (/^(\d)\1*$/.test(digits) || nine === '123456789' || nine === '987654321' || nine === '078051120')
    return '';
  return digits.length > 9 ? digits : nine;
}

function phoneText(raw: string): string {
  const digits = digitsOf(raw.replace(/(?:x|ext).*$/i, '').replace(/\.0$/, '')).replace(/^1(?=\d{10}$)/, '');
  if (digits.length < 7 || /^(\d)\1*$/.test(digits.slice(-7)) || /^(5550100|1234567)$/.test(digits.slice(-7)))
    return '';
  return digits;
}

function emailText(raw: string): string {
  const text = raw.trim().toLowerCase();
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) && !/^(none|noemail|na|test|unknown|no)@/.test(text)
    ? text
    : '';
}
