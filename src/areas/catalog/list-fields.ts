import type { Selectable } from 'kysely';
import type { Database } from '../../store/database.ts';
import type { Handler, Reader } from '../handler.ts';
import type { listFields as operation } from './contract.ts';
import type { Dataset, FieldView, VersionColumn } from './model.ts';
import { datasetOf } from './read-dataset.ts';

export const listFields: Handler<typeof operation> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const fields = await fieldsOf(context.store.read, dataset);
  return { fields: input.dropped ? fields : fields.filter((field) => field.known_to === null) };
};

/** All fields a dataset has had, those of the current version first and in its order. */
export async function fieldsOf(reader: Reader, dataset: Dataset): Promise<FieldView[]> {
  const rows = await reader
    .selectFrom('dataset_field')
    .selectAll()
    .where('dataset', '=', dataset.id)
    .orderBy('position')
    .orderBy('name')
    .execute();
  const version = await reader
    .selectFrom('dataset_version')
    .select('columns')
    .where('dataset', '=', dataset.id)
    .where('number', '=', dataset.currentVersion ?? 0)
    .executeTakeFirst();
  // How full a field of protected data is can single somebody out: its profile says it, to those who may see that.
  const columns = new Map(
    ((version && dataset.release !== null ? JSON.parse(version.columns) : []) as VersionColumn[]).map(
      (column) => [column.name, column],
    ),
  );
  const views = rows.map((row) => fieldFromRow(row, columns.get(row.name)));
  return [...views.filter((one) => one.known_to === null), ...views.filter((one) => one.known_to !== null)];
}

export const fieldFromRow = (
  row: Selectable<Database['dataset_field']>,
  column: VersionColumn | undefined,
): FieldView => ({
  name: row.name,
  title: row.title,
  description: row.description,
  type: row.type,
  position: row.position,
  known_from: row.known_from,
  known_to: row.known_to,
  filled: column?.filled ?? null,
  rejected: column?.rejected ?? null,
  fit: column?.fit ?? null,
  notes: column?.notes ?? [],
});
