import type { FieldColumn } from '../kinds/kind.ts';
import type { Attribute } from '../prepare/attribute.ts';
import type { TextTable } from '../prepare/columns.ts';
import { dateOrder } from '../prepare/dates.ts';
import { type Fields, givenOutOf, readFields } from '../prepare/fields.ts';

/** The attributes of fields in one fixed order: values, name parts, place, texts. Those of a place nobody has are in it, too. */
export const attributesOf = ({ names, place, values, texts }: Fields): Attribute[] => [
  ...values.map(({ attribute }) => attribute),
  ...(names ? [names.given, names.family, names.other] : []),
  ...(place ? [place.street, place.zip, place.town] : []),
  ...texts.map(({ attribute }) => attribute),
];

/** What one record says, by attribute: normal forms, each once. */
export type RecordValues = readonly (readonly string[])[];

export function valuesOfRow(attributes: readonly Attribute[], row: number): RecordValues {
  return attributes.map(({ ids, slots, stride, offset, values }) => {
    const own: string[] = [];
    for (let at = row * stride + offset, end = at + slots; at < end && ids[at] !== 0; at++)
      own.push(values[ids[at]!]!);
    return own;
  });
}

/** Reads single records as the records of a large set were read. */
export interface RecordReader {
  /** `record`: raw texts by column; a column that is not there is missing. */
  read(record: Readonly<Record<string, string | null | undefined>>): RecordValues;
}

/**
 * `fields` are those of the set, `mapping` its columns (birth dates joined from three are named `year+month+day`). Whether the
 * day or the month comes first is what the whole set said.
 */
export function recordReader(
  fields: Fields,
  table: TextTable,
  mapping: readonly FieldColumn[],
  lastYear: number,
): RecordReader {
  const orders = new Map(
    mapping
      .filter(({ kind }) => kind === 'date' || kind === 'birth_date')
      .map(({ column }) => [
        column,
        dateOrder(table.columns.find(({ name }) => name === column)?.values ?? []),
      ]),
  );
  const givenOut = givenOutOf(fields);
  const named = new Set([...fields.values, ...fields.texts].map(({ name }) => name));
  return {
    read(record) {
      const columns = [...new Set(mapping.map(({ column }) => column))].map((column) => {
        const text = (column.includes('+') ? joinedDate(column, record) : record[column])?.trim() ?? '';
        // Values that no record has settle the order of day and month.
        const evidence = orders.get(column) === 'dmy' ? ['31/12/2000', '30/12/2000'] : [];
        return {
          name: column,
          codes: Int32Array.of(text === '' ? 0 : 1),
          values: ['', ...(text === '' ? [] : [text]), ...evidence],
        };
      });
      const one = readFields({ rows: 1, columns }, mapping, { lastYear, givenOut });
      const byName = new Map(
        [...one.values, ...one.texts]
          .filter(({ name }) => named.has(name))
          .map((field) => [field.name, field]),
      );
      const none: readonly string[] = [];
      const of = (attribute: Attribute | undefined) =>
        attribute === undefined ? none : valuesOfRow([attribute], 0)[0]!;
      return [
        ...fields.values.map(({ name }) => of(byName.get(name)?.attribute)),
        ...(fields.names ? [of(one.names?.given), of(one.names?.family), of(one.names?.other)] : []),
        ...(fields.place ? [of(one.place?.street), of(one.place?.zip), of(one.place?.town)] : []),
        ...fields.texts.map(({ name }) => of(byName.get(name)?.attribute)),
      ];
    },
  };
}

function joinedDate(column: string, record: Readonly<Record<string, string | null | undefined>>): string {
  const [y = '', m = '', d = ''] = column.split('+').map((name) => record[name]?.trim() ?? '');
  const two = (text: string) => String(Number(text) || 0).padStart(2, '0');
  return y === '' ? '' : `${Math.trunc(Number(y))}-${two(m)}-${two(d)}`;
}
