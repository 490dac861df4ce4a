import { createHash } from 'node:crypto';
import { datasetOf, fieldsOf, openContent, versionAt } from '../../catalog/index.ts';
import type { Context } from '../../handler.ts';
import { notForFigures } from '../errors.ts';
import { total } from '../tables/hierarchy.ts';
import { keyBits, tableCounts } from './count-table.sql.ts';
import { readFilters } from './filters.ts';
import { recordFields, recordSecret } from './record-keys.ts';

export interface CountedTable {
  readonly dataset: { readonly id: string; readonly publicId: string; readonly title: string };
  readonly agency: string | null;
  readonly version: number;
  /** Whoever asks may see figures and no row: what they are shown is a release to them. */
  readonly figuresOnly: boolean;
  readonly rows: { readonly field: string; readonly title: string; readonly values: string[] };
  readonly columns: { readonly field: string; readonly title: string; readonly values: string[] } | null;
  readonly filters: readonly { readonly field: string; readonly title: string; readonly values: string[] }[];
  /** The format of `oak disclosure protect`; its universe is the dataset. */
  readonly tables: Record<string, unknown>;
}

/**
 * How small counts are kept: by blanks, by rounding every count, by noise on every count, or by percentages in ranges in
 * place of the counts of each group.
 */
export type Way = 'blanks' | 'rounding' | 'cell-key' | 'coded-percentages';

/** A table of a dataset by one or two fields; `join` puts values with fewer people than that together as one. */
export interface TableAsked {
  readonly dataset: string;
  readonly rows: string;
  readonly columns?: string;
  readonly join?: number;
  /** `field=value`: rows with one of the values named of each field named. */
  readonly where?: readonly string[];
  readonly way?: Way;
}

/** The name of values put together: it says which, for two releases may not mean different ones by it. */
function nameTogether(values: readonly string[]): string {
  const sorted = [...values].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const list = sorted.join(' + ');
  if (list.length <= 60) return list;
  const mark = createHash('sha256').update(sorted.join('\u0000')).digest('hex').slice(0, 6);
  return `${sorted.length} together, ${sorted[0]} to ${sorted.at(-1)} (${mark})`;
}

/** What a person can read as one table, and the solver can settle while somebody waits. */
const mostValues = 200;

/**
 * Counts rows of the current version by one or two fields, with all totals, zeros included. Throws what opening the content
 * throws, and `disclosure.not-for-figures`.
 */
export async function countTable(context: Context, asked: TableAsked): Promise<CountedTable> {
  const { store, engine } = context;
  const dataset = await datasetOf(store.read, asked.dataset);
  const fields = await fieldsOf(store.read, dataset);
  const fieldOf = (name: string) => {
    const field = fields.find((one) => one.name === name && one.known_to === null);
    if (field === undefined)
      throw notForFigures.with({ field: name, problem: 'the dataset has no such field now' });
    return field;
  };
  const titleOf = (name: string) => fieldOf(name).title;
  const titles = { rows: titleOf(asked.rows), columns: asked.columns && titleOf(asked.columns) };
  if (asked.rows === asked.columns)
    throw notForFigures.with({ field: titles.rows, problem: 'rows and columns are the same field' });
  const where = readFilters(asked.where ?? []);
  for (const name of where.keys()) {
    titleOf(name);
    if (name === asked.rows || name === asked.columns)
      throw notForFigures.with({
        field: titleOf(name),
        problem: 'it makes the rows or columns, and is narrowed too: leave one of them',
      });
  }
  const version = await versionAt(store.read, dataset);
  const content = await openContent(context, version, 'read-figures');
  const hidden = [asked.rows, asked.columns, ...where.keys()].find(
    (name) => name !== undefined && content.masked.has(name),
  );
  if (hidden !== undefined)
    throw notForFigures.with({ field: titleOf(hidden), problem: 'its values are masked for you' });
  const counting = (name: string) => ({
    name,
    isDate: ['date', 'timestamp'].includes(fieldOf(name).type),
  });
  const all = await engine.rows<CountedRow>(
    tableCounts(await content.rowsForFigures(), {
      rows: counting(asked.rows),
      columns: asked.columns === undefined ? undefined : counting(asked.columns),
      where: [...where].map(([name, values]) => ({ field: counting(name), values })),
      ...(asked.way === 'cell-key'
        ? {
            keys: {
              secret: await recordSecret(context, dataset.publicId),
              of: recordFields(dataset.keyFields, version.columns, content.masked),
            },
          }
        : {}),
    }),
    { step: 'table_counts', signal: context.signal },
  );
  const { counted, parts } =
    asked.join === undefined ? { counted: all, parts: noParts } : joinSmall(all, asked.join);
  const valuesOf = (key: 'r' | 'c', title: string) => {
    const values = [...new Set(counted.flatMap((row) => row[key] ?? []))].sort((a, b) =>
      a.localeCompare(b, 'en', { numeric: true }),
    );
    if (values.length > mostValues)
      throw notForFigures.with({
        field: title,
        problem: `it has ${values.length} values, and at most ${mostValues} can stand`,
      });
    // The word that means everybody must not be one of the parts.
    if (values.includes(total))
      throw notForFigures.with({ field: title, problem: `one of its values is ${total}` });
    return values;
  };
  const rows = valuesOf('r', titles.rows);
  const columns = asked.columns === undefined ? undefined : valuesOf('c', titles.columns!);
  const found = new Map(counted.map((row) => [JSON.stringify([row.r, row.c]), row]));
  const filters = [...where].map(([field, values]) => ({ field, values, code: nameTogether(values) }));
  const cells: object[] = [];
  for (const r of [...rows, null])
    for (const c of [...(columns ?? []), null])
      cells.push({
        ...(r === null ? {} : { [asked.rows]: r }),
        ...(c === null ? {} : { [asked.columns!]: c }),
        ...Object.fromEntries(filters.map(({ field, code }) => [field, code])),
        value: found.get(JSON.stringify([r, c]))?.n ?? 0,
        ...(asked.way === 'cell-key'
          ? { key: (found.get(JSON.stringify([r, c]))?.k ?? 0) / 2 ** keyBits }
          : {}),
        // A per cent of its row; of everybody, where there are no columns.
        ...(asked.way === 'coded-percentages' && (columns === undefined ? r : c) !== null
          ? { of: asked.columns ?? asked.rows }
          : {}),
      });
  return {
    dataset: { id: dataset.id, publicId: dataset.publicId, title: dataset.title },
    agency: dataset.agency,
    version: version.number,
    figuresOnly: content.obligations.aggregateOnly || content.obligations.minimumCell > 0,
    rows: { field: asked.rows, title: titles.rows, values: rows },
    columns:
      columns === undefined ? null : { field: asked.columns!, title: titles.columns!, values: columns },
    filters: filters.map(({ field, values }) => ({ field, title: titleOf(field), values: [...values] })),
    tables: {
      hierarchies: {
        [asked.rows]: { [total]: rows, ...parts.r },
        ...(columns === undefined ? {} : { [asked.columns!]: { [total]: columns, ...parts.c } }),
        ...Object.fromEntries(
          filters.map(({ field, code, values }) => [
            field,
            { [total]: [code, `not ${code}`], ...(values.length > 1 ? { [code]: values } : {}) },
          ]),
        ),
      },
      // Who is left out by a filter is somebody: tables of them and of everybody are tested with this one.
      ...(filters.length === 0
        ? {}
        : { unprinted: Object.fromEntries(filters.map(({ field, code }) => [field, [`not ${code}`]])) }),
      tables: [
        {
          name: columns === undefined ? titles.rows : `${titles.rows} by ${titles.columns}`,
          dims: [
            asked.rows,
            ...(columns === undefined ? [] : [asked.columns]),
            ...filters.map(({ field }) => field),
          ],
          ...(filters.length === 0 ? {} : { only: filters.map(({ field }) => field) }),
          universe: dataset.publicId,
          cells,
        },
      ],
    },
  };
}

interface CountedRow {
  readonly r: string | null;
  readonly c: string | null;
  readonly n: number;
  readonly k: number;
}

interface Joined {
  readonly counted: readonly CountedRow[];
  /** What was put together, by its new name. */
  readonly parts: Readonly<Record<'r' | 'c', Readonly<Record<string, readonly string[]>>>>;
}

const noParts: Joined['parts'] = { r: {}, c: {} };

/** Values with fewer people than `least` as one, in rows and in columns; one alone is joined to the next smallest. */
function joinSmall(all: readonly CountedRow[], least: number): Joined {
  const small = (own: 'r' | 'c', other: 'r' | 'c'): Readonly<Record<string, readonly string[]>> => {
    const sizes = all
      .flatMap((row) => (row[own] !== null && row[other] === null ? [{ value: row[own], n: row.n }] : []))
      .sort((a, b) => a.n - b.n);
    const few = sizes.filter(({ n }) => n < least);
    const together = (few.length === 1 ? sizes.slice(0, 2) : few).map(({ value }) => value);
    return together.length < 2 ? {} : { [nameTogether(together)]: together };
  };
  const parts = { r: small('r', 'c'), c: small('c', 'r') };
  const nameOf = (value: string | null, own: 'r' | 'c') =>
    Object.entries(parts[own]).find(([, values]) => value !== null && values.includes(value))?.[0] ?? value;
  const sums = new Map<string, CountedRow>();
  for (const { r, c, n, k } of all) {
    const to = { r: nameOf(r, 'r'), c: nameOf(c, 'c') };
    const key = JSON.stringify([to.r, to.c]);
    sums.set(key, { ...to, n: (sums.get(key)?.n ?? 0) + n, k: ((sums.get(key)?.k ?? 0) + k) % 2 ** keyBits });
  }
  return { counted: [...sums.values()], parts };
}
