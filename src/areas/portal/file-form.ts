import { formatDelimitedRow } from '../../core/delimited-text.ts';
import { ident, join, literal, type Sql, sql } from '../../engine/sql.ts';
import { rowObject } from './page-statement.sql.ts';
import { columnOf, type Field } from './soql/stage.ts';
import { sodaCsv } from './wire-value.ts';

/** How rows become lines of a file. */
export interface FileForm {
  readonly mediaType: string;
  /** What stands before the first row and after the last. */
  readonly head: (fields: readonly Field[]) => string;
  readonly foot: string;
  /** The columns to write, over a relation that has the fields by name. */
  readonly columns: (fields: readonly Field[]) => Sql;
  /** Of COPY. */
  readonly options: Sql;
}

const csvOptions = sql`format csv, header false, delimiter ',', quote '"', escape '"', nullstr ''`;
/** One column of finished lines, written as it is: JSON holds no line end and no sign 1 or 2. */
const lineOptions = sql`format csv, header false, delimiter '\x01', quote '', escape '', nullstr ''`;

const csvHead = (names: readonly string[]) => `${formatDelimitedRow(names)}\n`;

/** Values as they are stored, moments with a T as ISO 8601 has it. */
const faithful = (field: Field): Sql => {
  const column = ident(field.name);
  if (field.term.storage !== 'timestamp') return column;
  return sql`replace(cast(${column} as varchar), ' ', 'T') as ${column}`;
};

export const csvForm: FileForm = {
  mediaType: 'text/csv; charset=utf-8',
  head: (fields) => csvHead(fields.map((one) => one.name)),
  foot: '',
  columns: (fields) => join(fields.map(faithful)),
  options: csvOptions,
};

/** What a spreadsheet takes for the beginning of a formula. A tab and a line end are skipped by some before they look. */
const formulaStart = /^[=+\-@\t\r]/;
const neutralCell = (text: string) => (formulaStart.test(text) ? `'${text}` : text);

/**
 * The same for a spreadsheet: a text that it would run as a formula begins with an apostrophe, and a byte order mark says
 * that it is UTF-8. Numbers and dates cannot be formulas and stay as they are.
 */
export const spreadsheetForm: FileForm = {
  ...csvForm,
  head: (fields) => `\uFEFF${csvHead(fields.map((one) => neutralCell(one.title ?? one.name)))}`,
  columns: (fields) =>
    join(
      fields.map((field) => {
        if (!['text', 'json', 'geometry'].includes(field.term.storage)) return faithful(field);
        const column = ident(field.name);
        return sql`case when left(${column}, 1) in ('=', '+', '-', '@', chr(9), chr(13)) then '''' || ${column} else ${column} end as ${column}`;
      }),
    ),
};

export const jsonForm: FileForm = {
  mediaType: 'application/json; charset=utf-8',
  head: () => '[',
  foot: ']\n',
  columns: (fields) => sql`',' || cast(${rowObject(fields, 'own')} as varchar)`,
  options: lineOptions,
};

export const sodaJsonForm: FileForm = {
  ...jsonForm,
  columns: (fields) => sql`',' || cast(${rowObject(fields, 'soda')} as varchar)`,
};

/** SODA's `/resource/x.csv`: every value quoted, field names as the head. */
export const sodaCsvForm: FileForm = {
  mediaType: 'text/csv; charset=utf-8',
  head: (fields) => `${fields.map((one) => quoted(one.name)).join(',')}\n`,
  foot: '',
  columns: (fields) => join(fields.map((one) => sql`${sodaCsv(columnOf(one))} as ${ident(one.name)}`)),
  options: sql`${csvOptions}, force_quote *`,
};
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** SODA's `rows.csv`: titles as the head, dates month first. */
export const displayForm: FileForm = {
  ...csvForm,
  head: (fields) => csvHead(fields.map((one) => one.title ?? one.name)),
  columns: (fields) =>
    join(
      fields.map((field) => {
        const column = ident(field.name);
        if (field.term.storage === 'date') return sql`strftime(${column}, '%m/%d/%Y') as ${column}`;
        if (field.term.storage === 'timestamp')
          return sql`strftime(${column}, '%m/%d/%Y %I:%M:%S %p') as ${column}`;
        return sql`${sodaCsv(columnOf(field))} as ${column}`;
      }),
    ),
};

/** GeoJSON: the first point field is the geometry, the rest are properties. */
export function geojsonForm(geometry: Field | undefined): FileForm {
  return {
    mediaType: 'application/vnd.geo+json; charset=utf-8',
    head: () => '{"type":"FeatureCollection","features":[',
    foot: '],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}}\n',
    columns: (fields) => {
      const properties = rowObject(
        fields.filter((one) => one !== geometry),
        'soda',
      );
      const shape =
        geometry === undefined ? sql`cast(null as json)` : sql`try_cast(${ident(geometry.name)} as json)`;
      return sql`',' || cast(json_object(${literal('type')}, 'Feature', ${literal('geometry')}, ${shape}, ${literal('properties')}, ${properties}) as varchar)`;
    },
    options: lineOptions,
  };
}
