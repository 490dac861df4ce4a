import type { TextColumn } from '../prepare/columns.ts';
import { readDate } from '../prepare/dates.ts';
import { readNumber } from '../prepare/numbers.ts';
import { normalText } from '../text/normal-text.ts';
import type { FieldColumn, Kind } from './kind.ts';
import { hasNicknames } from './nicknames.ts';

/** What was made of a column. */
export type Recognised =
  | { readonly column: string; readonly field: FieldColumn }
  | { readonly column: string; readonly why: string };

// Names of columns as people give them, most telling first; they are matched as whole words of the normalised name.
const byName: readonly (readonly [RegExp, Kind | 'name' | 'record' | 'origin'])[] = [
  // Before what ends in `id`: a number of the person is no number of the record.
  [/ssn.*(4|four)|last ?(4|four).*(ssn|social)|ssn4/, 'ssn_last4'],
  [/\bssn\b|social security|soc sec|sozialvers/, 'ssn'],
  [
    /national id|passport|medicaid|medicare|drivers? licen[cs]e|nhs number|tax id|\bein\b|\bnpi\b/,
    'national_id',
  ],
  [
    /^(id|.* id|uuid|guid|.* uuid|rowid|index|row|row number|record( number| no)?|unique id|level 0|index level 0)$/,
    'record',
  ],
  [
    /^(cluster|label|entity|true|truth|ground truth|match id|cluster id|entity id|.*label true.*|person key)$/,
    'record',
  ],
  [
    /^(data |record )?source( system| file| dataset)?$|^(file|file name|batch|system|dataset|register)$|\b(created|updated|modified|recorded|entered|loaded|extracted|inserted)( at| on| by| date| time)?$/,
    'origin',
  ],
  [/\b(e ?mail)\b/, 'email'],
  [/\b(phone|telephone|tel|mobile|cell|fax)\b/, 'phone'],
  [/\b(dob|birth ?date|date of birth|birthday|bday|born|geburtsdatum)\b/, 'birth_date'],
  [/\b(birth ?year|year of birth|yob)\b/, 'birth_year'],
  [/\b(sex|gender)\b/, 'sex'],
  [/\b(first|given|fore)( ?name)?\b.*\b(last|sur|family)( ?name)?\b/, 'full_name'],
  [/\b(first|given|fore) ?name|^(fname|first|given|vorname|prenom|nombre)\b/, 'given_name'],
  [/\bmiddle|\bmname\b|\bmi\b/, 'middle_name'],
  [/\b(last|family|sur|maiden) ?name|^(lname|last|surname|maiden|nachname|apellidos?)\b/, 'family_name'],
  [/^(suffix|name suffix|generation)$/, 'suffix'],
  [
    /\b(organi[sz]ation|company|business|employer|vendor|agency|institution|facility|site|school|provider|manufacturer|brand)( name)?$/,
    'organisation_name',
  ],
  [/\bfull name|(patient|person|client|customer|member) name\b/, 'full_name'],
  [/^(house|street|building) ?(no|num|number)$/, 'house_number'],
  [/^(street|street name|road)$/, 'street'],
  [/\b(address|addr|address ?1|address line ?1|street address)\b/, 'address'],
  [/\b(zip|zip ?code|post ?code|postal code|plz)\b/, 'zip'],
  [/\b(city|town|suburb|municipality|locality|place|birth ?place|village)\b/, 'town'],
  [/^(state|province|region)$/, 'state'],
  [/^(country|nation)$/, 'country'],
  [/^(lat|latitude)$/, 'latitude'],
  [/^(lon|lng|long|longitude)$/, 'longitude'],
  [/\b(title|product|song|album|movie|book|paper)( name| title)?$/, 'title'],
  [/\b(amount|price|cost|total|fee|payment|balance|salary|wage)\b/, 'amount'],
  [
    /\b(authors?|artists?|description|memo|notes?|comments?|keywords|venue|journal|abstract|text|reference)\b/,
    'text',
  ],
  [/\b(date|time|timestamp|datum)\b|\bon$/, 'date'],
  [/^(name|names)$/, 'name'],
];

const companyWords =
  /\b(inc|llc|ltd|corp|co|company|gmbh|ag|nv|bv|sa|plc|school|center|centre|church|academy|bank|hospital|restaurant|university|services?|group|cafe|association)\b/;
const looks = 2_000;

/**
 * Finds out what each column holds, from its name first and its values where the name does not tell. A column that is empty,
 * has one value, or names the record itself, is left out and the reason told.
 */
export function recogniseKinds(columns: readonly TextColumn[], rows: number): Recognised[] {
  const found = columns.map((column) => recognise(column, rows));
  return withLabels(withoutDescriptions(found, columns, rows), columns);
}

function recognise(column: TextColumn, rows: number): Recognised {
  const { name } = column;
  // Of an address of the web only its end says something.
  const words = normalText(
    name
      .replace(/^https?:.*[/#]/, '')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replace(/([A-Za-z])(\d)/g, '$1 $2')
      .replace(/_/g, ' '),
  );
  const shape = shapeOf(column);
  if (shape.filled === 0) return { column: name, why: 'empty' };
  if (shape.distinct === 1) return { column: name, why: 'one value everywhere' };
  const named = byName.find(([pattern]) => pattern.test(words))?.[1];
  if (named === 'record') {
    // A number of the person, and not of the record, comes again.
    return { column: name, why: 'an identifier of the record, or of what it is known to belong to' };
  }
  // Registers are few and have many records each; an employer among thousands tells people apart.
  const isOrigin =
    named === 'organisation_name' && shape.distinct <= 50 && shape.distinct < shape.filled / 100;
  if (named === 'origin' || isOrigin)
    return { column: name, why: 'where the record comes from, or when it was made' };
  const kind =
    named === undefined || named === 'name' ? kindOfValues(shape, named === 'name') : fitting(named, shape);
  if (kind === undefined) return { column: name, why: 'a different value in every record, without words' };
  if (shape.filled < 0.02 * rows && !setKinds.includes(kind)) return { column: name, why: 'nearly empty' };
  return { column: name, field: { kind, column: name } };
}

const identifying: readonly Kind[] = [
  'given_name',
  'family_name',
  'full_name',
  'birth_date',
  'ssn',
  'ssn_last4',
  'national_id',
  'phone',
  'email',
  'address',
  'street',
  'organisation_name',
  'title',
];
const describing: readonly Kind[] = ['text', 'code', 'number', 'amount', 'date'];
/** Fields that identify, from which on others are taken only when they say much. */
const enough = 3;
/** A description is worth comparing when so many records have it, and two of them so seldom the same. */
const filledEnough = 0.2;
const alikeAtMost = 0.1;

/** Where names, dates and addresses tell records apart, columns that only describe (a programme, hours, a status) are left out. */
function withoutDescriptions(
  found: readonly Recognised[],
  columns: readonly TextColumn[],
  rows: number,
): readonly Recognised[] {
  const kinds = new Set(found.flatMap((one) => ('field' in one ? [one.field.kind] : [])));
  if (identifying.filter((kind) => kinds.has(kind)).length < enough) return found;
  return found.map((one, at) => {
    if (!('field' in one) || !describing.includes(one.field.kind)) return one;
    const { filled, alike } = spread(columns[at]!);
    return filled < filledEnough * rows || alike > alikeAtMost
      ? { column: one.column, why: 'describes without telling apart' }
      : one;
  });
}

/** How many records have a value, and the chance that two of them have the same. */
function spread({ codes, values }: TextColumn): { filled: number; alike: number } {
  const counts = new Float64Array(values.length);
  let filled = 0;
  for (const code of codes) {
    if (code === 0) continue;
    counts[code]!++;
    filled++;
  }
  return { filled, alike: counts.reduce((sum, count) => sum + count * count, 0) / (filled * filled || 1) };
}

interface Shape {
  readonly filled: number;
  readonly distinct: number;
  readonly sample: readonly string[];
}

function shapeOf({ codes, values }: TextColumn): Shape {
  let filled = 0;
  const seen = new Set<number>();
  for (const code of codes) {
    if (code === 0 || values[code]!.trim() === '') continue;
    filled++;
    if (seen.size < looks) seen.add(code);
  }
  return {
    filled,
    distinct: Math.min(values.length - 1, filled),
    sample: [...seen].map((code) => values[code]!.trim()),
  };
}

const share = (sample: readonly string[], test: (value: string) => boolean) =>
  sample.filter(test).length / Math.max(1, sample.length);
const isDate = (value: string) =>
  /\d/.test(value) && value.length >= 6 && readDate(value, 'mdy', 2999) !== undefined;

/** The kind that the name says, unless the values cannot be that. */
function fitting(kind: Kind, { sample, distinct, filled }: Shape): Kind | undefined {
  const mostly = (test: (value: string) => boolean) => share(sample, test) > 0.5;
  switch (kind) {
    case 'birth_date':
    case 'date':
      if (mostly((value) => /^\d{4}$/.test(value))) return kind === 'birth_date' ? 'birth_year' : 'number';
      return mostly(isDate) ? kind : kindOfValues({ sample, distinct, filled }, false);
    case 'latitude':
    case 'longitude':
    case 'amount':
    case 'birth_year':
      return mostly((value) => readNumber(value) !== undefined)
        ? kind
        : kindOfValues({ sample, distinct, filled }, false);
    case 'phone':
      return mostly((value) => value.replace(/\D/g, '').length >= 7)
        ? kind
        : kindOfValues({ sample, distinct, filled }, false);
    case 'email':
      return mostly((value) => value.includes('@'))
        ? kind
        : kindOfValues({ sample, distinct, filled }, false);
    default:
      return kind;
  }
}

function kindOfValues({ sample, distinct, filled }: Shape, isName: boolean): Kind | undefined {
  const mostly = (test: (value: string) => boolean, least = 0.8) => share(sample, test) >= least;
  if (mostly((value) => /^[^@\s]+@[^@\s]+\.\w+$/.test(value))) return 'email';
  if (mostly((value) => /^\d{3}-\d{2}-\d{4}$/.test(value))) return 'ssn';
  if (mostly((value) => /^\(?\d{3}\)?[-. /]?\d{3}[-. ]\d{4}$/.test(value))) return 'phone';
  if (mostly(isDate, 0.9) && mostly((value) => /[-/.]/.test(value))) return 'date';
  const numeric = mostly((value) => readNumber(value) !== undefined, 0.95);
  if (numeric) {
    if (distinct === filled && mostly((value) => /^\d+$/.test(value), 1)) return undefined;
    return mostly((value) => /\.\d/.test(value), 0.3) ? 'amount' : 'number';
  }
  const words = sample.map((value) => normalText(value).split(' ').filter(Boolean));
  const mean = words.reduce((sum, list) => sum + list.length, 0) / Math.max(1, words.length);
  if (isName) {
    if (share(sample, (value) => companyWords.test(normalText(value))) > 0.1) return 'organisation_name';
    const personal = words.filter(
      (list) => list.length >= 2 && list.length <= 5 && list.some(hasNicknames),
    ).length;
    if (personal > 0.35 * words.length) return 'full_name';
    return mean > 4 ? 'title' : 'organisation_name';
  }
  if (mean >= 2.5) return 'text';
  if (distinct === filled && mean < 1.2) return undefined;
  return 'code';
}

/** Two columns of a kind are one field only where a person can have several of them; others get their name as label. */
const setKinds: readonly Kind[] = ['full_name', 'given_name', 'middle_name', 'family_name', 'phone', 'email'];
const labelled: readonly Kind[] = ['text', 'code', 'number', 'amount', 'date', 'title', 'organisation_name'];

/**
 * Gives columns of one kind their labels. Two columns that no record has both of (the same thing under the names of two files)
 * are one field.
 */
function withLabels(found: readonly Recognised[], columns: readonly TextColumn[]): Recognised[] {
  const fields: { kind: Kind; label?: string; members: TextColumn[] }[] = [];
  return found.map((one, at) => {
    if (!('field' in one)) return one;
    const { kind, column } = one.field;
    const own = columns[at]!;
    const alike = fields.filter((field) => field.kind === kind);
    const joins = setKinds.includes(kind)
      ? alike[0]
      : alike.find(({ members }) => members.every((member) => neverBoth(member, own)));
    if (joins !== undefined) {
      joins.members.push(own);
      return {
        ...one,
        field: joins.label === undefined ? { kind, column } : { kind, label: joins.label, column },
      };
    }
    const label = normalText(column.replace(/^https?:.*[/#]/, '')).replaceAll(' ', '_');
    const needsLabel = alike.length > 0 || alwaysLabelled.includes(kind);
    // A second address line or a second town says something else than the first.
    const as = alike.length > 0 && !labelled.includes(kind) ? 'text' : kind;
    fields.push({ kind: as, label: needsLabel ? label : undefined, members: [own] });
    return { ...one, field: needsLabel ? { kind: as, label, column } : { kind: as, column } };
  });
}

const alwaysLabelled: readonly Kind[] = ['text', 'code', 'number', 'date'];

function neverBoth(one: TextColumn, other: TextColumn): boolean {
  let both = 0;
  for (let row = 0; row < one.codes.length; row++) if (one.codes[row] !== 0 && other.codes[row] !== 0) both++;
  return both <= one.codes.length / 1000;
}
