import { createHash } from 'node:crypto';
import { datasetOf, fieldClassesOf, fieldsOf, openContent, versionAt } from '../../catalog/index.ts';
import type { Context } from '../../handler.ts';
import { notForFigures } from '../errors.ts';
import { homeSecret } from '../home-secret.ts';
import { leastCell } from '../rules/least-cell.ts';
import { total } from '../tables/hierarchy.ts';
import { type AskedField, type Coarsened, coarsen, coarserWays, readAskedField } from './coarsening.ts';
import { keyBits, tableCounts } from './count-table.sql.ts';
import { readFilters } from './filters.ts';
import { recordFields } from './record-keys.ts';

export interface CountedTable {
  readonly dataset: { readonly id: string; readonly publicId: string; readonly title: string };
  readonly agency: string | null;
  readonly version: number;
  /** Whoever asks may see figures and no row: what they are shown is a release to them. */
  readonly figuresOnly: boolean;
  readonly rows: { readonly field: string; readonly title: string; readonly values: string[] };
  readonly columns: { readonly field: string; readonly title: string; readonly values: string[] } | null;
  readonly filters: readonly { readonly field: string; readonly title: string; readonly values: string[] }[];
  /** Ways to ask for it coarser, as `rows` and `columns` say it. */
  readonly coarser: Readonly<Record<'rows' | 'columns', readonly string[]>>;
  /** Values with fewer people than this are small, by the rule that governs. */
  readonly least: number;
  /** The format of `oak disclosure protect`; its universe is the dataset. */
  readonly tables: Record<string, unknown>;
}

/**
 * How small counts are kept: by blanks, by rounding every count, by noise on every count, or by percentages in ranges in
 * place of the counts of each group.
 */
export type Way = 'blanks' | 'rounding' | 'cell-key' | 'coded-percentages';

/** A table of a dataset by one or two fields, each as {@link readAskedField} reads it; `join` puts values with fewer people than that together as one. */
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
  const [row, column] = [
    readAskedField(asked.rows),
    asked.columns ? readAskedField(asked.columns) : undefined,
  ];
  const fieldOf = (name: string) => {
    const field = fields.find((one) => one.name === name && one.known_to === null);
    if (field === undefined)
      throw notForFigures.with({ field: name, problem: 'the dataset has no such field now' });
    return field;
  };
  const titleOf = (name: string) => fieldOf(name).title;
  const titles = { rows: titleOf(row.name), columns: column && titleOf(column.name) };
  if (row.name === column?.name)
    throw notForFigures.with({ field: titles.rows, problem: 'rows and columns are the same field' });
  const where = readFilters(asked.where ?? []);
  for (const name of where.keys()) {
    if (!fields.some((one) => one.name === name && one.known_to === null))
      throw notForFigures.with({ field: name, problem: 'the dataset has no such field now', as: 'filter' });
    if (name === row.name || name === column?.name)
      throw notForFigures.with({
        field: titleOf(name),
        problem: 'it makes the rows or columns, and is narrowed too: leave one of them',
      });
  }
  const version = await versionAt(store.read, dataset);
  const content = await openContent(context, version, 'read-figures');
  const named = [row.name, ...(column === undefined ? [] : [column.name]), ...where.keys()];
  const hidden = named.find((name) => content.masked.has(name));
  if (hidden !== undefined)
    throw notForFigures.with({ field: titleOf(hidden), problem: 'its values are masked for you' });
  if (!content.isOpen) await mustNotIdentify(context, dataset.id, named, titleOf);
  const counting = (name: string) => ({
    name,
    isDate: ['date', 'timestamp'].includes(fieldOf(name).type),
  });
  const all = await engine.rows<CountedRow>(
    tableCounts(await content.rowsForFigures(), {
      rows: counting(row.name),
      columns: column && counting(column.name),
      where: [...where].map(([name, values]) => ({ field: counting(name), values })),
      ...(asked.way === 'cell-key'
        ? {
            keys: {
              secret: await homeSecret(context, 'records', dataset.publicId),
              of: recordFields(dataset.keyFields, version.columns, content.masked),
            },
          }
        : {}),
    }),
    { step: 'table_counts', signal: context.signal },
  );
  const least = await leastCell(dataset.agency === null ? [] : [dataset.agency], context.clock.today());
  const { jurisdiction, clock } = context;
  const people = { r: peopleBy(all, 'r'), c: peopleBy(all, 'c') };
  const coarserOf = (of: ReadonlyMap<string, number>, { name, by }: AskedField) =>
    by === undefined ? coarserWays(of, jurisdiction, clock.today()).map((way) => `${name}:${way}`) : [];
  const coarser = {
    rows: coarserOf(people.r, row),
    columns: column === undefined ? [] : coarserOf(people.c, column),
  };
  const coarsenedAs = (of: ReadonlyMap<string, number>, { name, by }: AskedField): Coarsened | undefined => {
    if (by === undefined) return undefined;
    const made = coarsen([...of.keys()], by, jurisdiction, clock.today());
    if (made === undefined)
      throw notForFigures.with({
        field: titleOf(name),
        problem: `its values cannot be put together by ${by}`,
      });
    return made;
  };
  const made = { r: coarsenedAs(people.r, row), c: column && coarsenedAs(people.c, column) };
  const coarse = joinAs(all, {
    r: (value) => made.r?.wholeOf.get(value) ?? value,
    c: (value) => made.c?.wholeOf.get(value) ?? value,
  });
  // Of words that nobody has classified nothing is known: names and the like show by how few share each.
  const classes = content.isOpen ? undefined : await fieldClassesOf(context, dataset.id);
  for (const [key, name, title] of [
    ['r', row.name, titles.rows],
    ['c', column?.name, titles.columns],
  ] as const)
    if (
      classes !== undefined &&
      name !== undefined &&
      !classes.has(name) &&
      fieldOf(name).type === 'text' &&
      mostlyAlone(peopleBy(coarse, key), least)
    )
      throw notForFigures.with({
        field: title ?? name,
        problem: 'nobody has classified it, and most of its values belong to a few people each',
      });
  if (asked.join !== undefined)
    for (const [key, title] of [
      ['r', titles.rows],
      ['c', titles.columns ?? ''],
    ] as const)
      if (peopleBy(coarse, key).size > mostValues && mostlyAlone(peopleBy(coarse, key), least))
        throw notForFigures.with({ field: title, problem: 'most of its values belong to a few people each' });
  const { counted, parts } =
    asked.join === undefined ? { counted: coarse, parts: noParts } : joinSmall(coarse, asked.join);
  const valuesOf = (key: 'r' | 'c', title: string) => {
    const values = [...peopleBy(counted, key).keys()].sort((a, b) =>
      a.localeCompare(b, 'en', { numeric: true }),
    );
    if (values.length > mostValues)
      throw notForFigures.with({
        field: title,
        problem: `it has ${values.length} values, and at most ${mostValues} can stand`,
        least,
        coarser: key === 'r' ? coarser.rows : coarser.columns,
      });
    // The word that means everybody must not be one of the parts.
    if (values.includes(total))
      throw notForFigures.with({ field: title, problem: `one of its values is ${total}` });
    return values;
  };
  const rows = valuesOf('r', titles.rows);
  const columns = column === undefined ? undefined : valuesOf('c', titles.columns!);
  const found = new Map(counted.map((row) => [JSON.stringify([row.r, row.c]), row]));
  const filters = [...where].map(([field, values]) => ({ field, values, code: nameTogether(values) }));
  const cells: object[] = [];
  for (const r of [...rows, null])
    for (const c of [...(columns ?? []), null])
      cells.push({
        ...(r === null ? {} : { [row.name]: r }),
        ...(c === null ? {} : { [column!.name]: c }),
        ...Object.fromEntries(filters.map(({ field, code }) => [field, code])),
        value: found.get(JSON.stringify([r, c]))?.n ?? 0,
        ...(asked.way === 'cell-key'
          ? { key: (found.get(JSON.stringify([r, c]))?.k ?? 0) / 2 ** keyBits }
          : {}),
        // A per cent of its row; of everybody, where there are no columns.
        ...(asked.way === 'coded-percentages' && (columns === undefined ? r : c) !== null
          ? { of: (column ?? row).name }
          : {}),
      });
  return {
    dataset: { id: dataset.id, publicId: dataset.publicId, title: dataset.title },
    agency: dataset.agency,
    version: version.number,
    figuresOnly: content.obligations.aggregateOnly || content.obligations.minimumCell > 0,
    coarser,
    least,
    rows: { field: row.name, title: [titles.rows, made.r?.says].filter(Boolean).join(', '), values: rows },
    columns:
      columns === undefined
        ? null
        : {
            field: column!.name,
            title: [titles.columns, made.c?.says].filter(Boolean).join(', '),
            values: columns,
          },
    filters: filters.map(({ field, values }) => ({ field, title: titleOf(field), values: [...values] })),
    tables: {
      hierarchies: {
        [row.name]: { [total]: rows, ...parts.r, ...made.r?.parts },
        ...(columns === undefined
          ? {}
          : { [column!.name]: { [total]: columns, ...parts.c, ...made.c?.parts } }),
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
            row.name,
            ...(columns === undefined ? [] : [column!.name]),
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
  const names = {
    r: new Map(Object.entries(parts.r).flatMap(([name, values]) => values.map((value) => [value, name]))),
    c: new Map(Object.entries(parts.c).flatMap(([name, values]) => values.map((value) => [value, name]))),
  };
  const nameOf = (value: string, own: 'r' | 'c') => names[own].get(value) ?? value;
  const counted = joinAs(all, { r: (value) => nameOf(value, 'r'), c: (value) => nameOf(value, 'c') });
  return { counted, parts };
}

/** Counts by new names of the values, those with one name added up. */
function joinAs(
  all: readonly CountedRow[],
  nameOf: Readonly<Record<'r' | 'c', (value: string) => string>>,
): CountedRow[] {
  const sums = new Map<string, CountedRow>();
  for (const { r, c, n, k } of all) {
    const to = { r: r === null ? null : nameOf.r(r), c: c === null ? null : nameOf.c(c) };
    const key = JSON.stringify([to.r, to.c]);
    sums.set(key, { ...to, n: (sums.get(key)?.n ?? 0) + n, k: ((sums.get(key)?.k ?? 0) + k) % 2 ** keyBits });
  }
  return [...sums.values()];
}

/** People behind each value of the rows or the columns. */
const peopleBy = (all: readonly CountedRow[], key: 'r' | 'c'): Map<string, number> =>
  new Map(
    all.flatMap((row) => {
      const [own, other] = key === 'r' ? [row.r, row.c] : [row.c, row.r];
      return own !== null && other === null ? [[own, row.n] as const] : [];
    }),
  );

/** More than half of the people stand behind a value that few share: to list the values would be to list them. */
function mostlyAlone(people: ReadonlyMap<string, number>, least: number): boolean {
  const sizes = [...people.values()];
  const sum = (list: readonly number[]) => list.reduce((one, n) => one + n, 0);
  return sum(sizes.filter((n) => n < least)) > sum(sizes) / 2;
}

/** A value that names a person tells who is in the data, whatever stands beside it. Throws `disclosure.not-for-figures`. */
export async function mustNotIdentify(
  context: Context,
  dataset: string,
  names: readonly string[],
  titleOf: (name: string) => string = (name) => name,
): Promise<void> {
  const classes = await fieldClassesOf(context, dataset);
  const name = names.find((one) => classes.get(one) === 'identifier');
  if (name !== undefined)
    throw notForFigures.with({ field: titleOf(name), problem: 'its values name people' });
}
