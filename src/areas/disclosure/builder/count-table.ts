import { datasetOf, fieldsOf, openContent, versionAt } from '../../catalog/index.ts';
import type { Context } from '../../handler.ts';
import { notForFigures } from '../errors.ts';
import { total } from '../tables/hierarchy.ts';
import { tableCounts } from './count-table.sql.ts';

export interface CountedTable {
  readonly dataset: { readonly id: string; readonly publicId: string; readonly title: string };
  readonly agency: string | null;
  readonly version: number;
  /** Whoever asks may see figures and no row: what they are shown is a release to them. */
  readonly figuresOnly: boolean;
  readonly rows: { readonly field: string; readonly title: string; readonly values: string[] };
  readonly columns: { readonly field: string; readonly title: string; readonly values: string[] } | null;
  /** The format of `oak disclosure protect`; its universe is the dataset. */
  readonly tables: Record<string, unknown>;
}

/** A table of a dataset by one or two fields; `join` puts values with fewer people than that together as one. */
export interface TableAsked {
  readonly dataset: string;
  readonly rows: string;
  readonly columns?: string;
  readonly join?: number;
}

/** The name of values put together: it says which, for two releases may not mean different ones by it. */
function nameTogether(values: readonly string[]): string {
  const sorted = [...values].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const list = sorted.join(' + ');
  return list.length <= 60 ? list : `${sorted.length} together, ${sorted[0]} to ${sorted.at(-1)}`;
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
  const titleOf = (name: string) => {
    const field = fields.find((one) => one.name === name && one.known_to === null);
    if (field === undefined)
      throw notForFigures.with({ field: name, problem: 'the dataset has no such field now' });
    return field.title;
  };
  const titles = { rows: titleOf(asked.rows), columns: asked.columns && titleOf(asked.columns) };
  if (asked.rows === asked.columns)
    throw notForFigures.with({ field: titles.rows, problem: 'rows and columns are the same field' });
  const version = await versionAt(store.read, dataset);
  const content = await openContent(context, version, 'read-figures');
  const hidden = [asked.rows, asked.columns].find((name) => name !== undefined && content.masked.has(name));
  if (hidden !== undefined)
    throw notForFigures.with({ field: titleOf(hidden), problem: 'its values are masked for you' });
  const all = await engine.rows<CountedRow>(
    tableCounts(await content.rowsForFigures(), asked.rows, asked.columns),
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
  const found = new Map(counted.map(({ r, c, n }) => [JSON.stringify([r, c]), n]));
  const cells: object[] = [];
  for (const r of [...rows, null])
    for (const c of [...(columns ?? []), null])
      cells.push({
        ...(r === null ? {} : { [asked.rows]: r }),
        ...(c === null ? {} : { [asked.columns!]: c }),
        value: found.get(JSON.stringify([r, c])) ?? 0,
      });
  return {
    dataset: { id: dataset.id, publicId: dataset.publicId, title: dataset.title },
    agency: dataset.agency,
    version: version.number,
    figuresOnly: content.obligations.aggregateOnly || content.obligations.minimumCell > 0,
    rows: { field: asked.rows, title: titles.rows, values: rows },
    columns:
      columns === undefined ? null : { field: asked.columns!, title: titles.columns!, values: columns },
    tables: {
      hierarchies: {
        [asked.rows]: { [total]: rows, ...parts.r },
        ...(columns === undefined ? {} : { [asked.columns!]: { [total]: columns, ...parts.c } }),
      },
      tables: [
        {
          name: columns === undefined ? titles.rows : `${titles.rows} by ${titles.columns}`,
          dims: columns === undefined ? [asked.rows] : [asked.rows, asked.columns],
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
  for (const { r, c, n } of all) {
    const to = { r: nameOf(r, 'r'), c: nameOf(c, 'c') };
    const key = JSON.stringify([to.r, to.c]);
    sums.set(key, { ...to, n: (sums.get(key)?.n ?? 0) + n });
  }
  return { counted: [...sums.values()], parts };
}
