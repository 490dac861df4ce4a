import { type ExpressionBuilder, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Database } from '../../store/database.ts';
import type { Handler } from '../handler.ts';
import type { listDatasets as operation } from './contract.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { viewOfDataset } from './model.ts';
import { mayLookAt } from './protection/may-look-at.ts';
import { datasetFromRow } from './read-dataset.ts';

/** By what a list is sorted. Nulls become the empty text or -1, so that both databases agree on where they stand. */
const sortKeys: Record<'title' | 'agency' | 'loaded' | 'rows', RawBuilder<string | number>> = {
  title: sql<string>`lower(title)`,
  agency: sql<string>`coalesce(agency, '')`,
  loaded: sql<string>`coalesce(loaded_at, '')`,
  rows: sql<number>`coalesce(rows_stored, -1)`,
};

export const listDatasets: Handler<typeof operation> = async (context, input) => {
  const key = sortKeys[input.sort];
  // The newest and the largest first, names from A.
  const order = input.order ?? (input.sort === 'title' || input.sort === 'agency' ? 'asc' : 'desc');
  const all = context.store.read.selectFrom('dataset');
  const among =
    input.look === undefined
      ? all
      : all.where(await mayLookAt(context, input.look === 'rows' ? 'read-rows' : 'read-figures'));
  const filtered = matching(among, input);
  let query = filtered.selectAll().select(key.as('sort_key'));
  if (input.cursor !== undefined) {
    const [value, id] = readCursor(input.cursor, 2);
    const after = order === 'asc' ? sql`>` : sql`<`;
    query = query.where(sql<boolean>`(${key} ${after} ${value} or (${key} = ${value} and id > ${id}))`);
  }
  const rows = await query
    .orderBy(key, order)
    .orderBy('id', 'asc')
    .limit(input.limit + 1)
    .execute();
  const { total } = await filtered.select(({ fn }) => fn.countAll().as('total')).executeTakeFirstOrThrow();
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  const now = context.clock.now();
  return {
    datasets: shown.map((row) => viewOfDataset(datasetFromRow(row), now)),
    total: Number(total),
    next: rows.length > input.limit && last ? writeCursor([last.sort_key, last.id]) : null,
  };
};

interface Wanted {
  readonly agency?: string;
  readonly q?: string;
  readonly tag?: string;
  readonly state: 'active' | 'retired' | 'all';
}

function matching<O>(query: SelectQueryBuilder<Database, 'dataset', O>, wanted: Wanted) {
  let out = query;
  if (wanted.state !== 'all') out = out.where('state', '=', wanted.state);
  if (wanted.agency !== undefined) out = out.where('agency', '=', wanted.agency);
  if (wanted.tag !== undefined) out = out.where('tags', 'like', `%${like(JSON.stringify(wanted.tag))}%`);
  // Every word must stand somewhere: in what is said about the dataset, or in one of its fields.
  for (const word of (wanted.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)) {
    out = out.where((where) => holds(where, `%${like(word)}%`));
  }
  return out;
}

const like = (text: string) => text.replace(/[\\%_]/g, '\\$&');

function holds(where: ExpressionBuilder<Database, 'dataset'>, pattern: string) {
  const text = (column: string) =>
    sql<boolean>`lower(coalesce(${sql.ref(column)}, '')) like ${pattern} escape '\\'`;
  return where.or([
    text('dataset.title'),
    text('dataset.description'),
    text('dataset.tags'),
    text('dataset.public_id'),
    text('dataset.agency'),
    where.exists(
      where
        .selectFrom('dataset_field')
        .select('dataset_field.name')
        .whereRef('dataset_field.dataset', '=', 'dataset.id')
        .where('dataset_field.known_to', 'is', null)
        .where(sql<boolean>`lower(dataset_field.title) like ${pattern} escape '\\'`),
    ),
  ]);
}
