import { datasetOf, fieldsOf, openContent, versionAt } from '../../catalog/index.ts';
import type { Context } from '../../handler.ts';
import { notForFigures } from '../errors.ts';
import { total } from '../tables/hierarchy.ts';
import { tableCounts } from './count-table.sql.ts';

export interface CountedTable {
  readonly dataset: { readonly id: string; readonly publicId: string; readonly title: string };
  readonly agency: string | null;
  readonly version: number;
  readonly rows: { readonly field: string; readonly title: string; readonly values: string[] };
  readonly columns: { readonly field: string; readonly title: string; readonly values: string[] } | null;
  /** The format of `oak disclosure protect`; its universe is the dataset. */
  readonly tables: Record<string, unknown>;
}

/** What a person can read as one table, and the solver can settle while somebody waits. */
const mostValues = 200;

/**
 * Counts rows of the current version by one or two fields, with all totals, zeros included. Throws what opening the content
 * throws, and `disclosure.not-for-figures`.
 */
export async function countTable(
  context: Context,
  asked: { readonly dataset: string; readonly rows: string; readonly columns?: string },
): Promise<CountedTable> {
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
  const counted = await engine.rows<{ r: string | null; c: string | null; n: number }>(
    tableCounts(await content.rowsForFigures(), asked.rows, asked.columns),
    { step: 'table_counts', signal: context.signal },
  );
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
    rows: { field: asked.rows, title: titles.rows, values: rows },
    columns:
      columns === undefined ? null : { field: asked.columns!, title: titles.columns!, values: columns },
    tables: {
      hierarchies: {
        [asked.rows]: { [total]: rows },
        ...(columns === undefined ? {} : { [asked.columns!]: { [total]: columns } }),
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
