import type { Tx } from '../../handler.ts';
import type { DatasetVersion, VersionColumn } from '../model.ts';

/**
 * The dictionary after a version: new fields are added, fields that are gone are closed, the others take their new
 * place and type, and the title the newest file gives them. A title or description that a person wrote stays.
 */
export async function writeFields(
  tx: Tx,
  dataset: string,
  version: Pick<DatasetVersion, 'number' | 'columns'>,
): Promise<void> {
  const known = await tx.selectFrom('dataset_field').selectAll().where('dataset', '=', dataset).execute();
  const byName = new Map(known.map((field) => [field.name, field]));
  const present = new Set(version.columns.map((column) => column.name));
  const fresh = version.columns.filter((column) => !byName.has(column.name));
  for (let at = 0; at < fresh.length; at += 100) {
    await tx
      .insertInto('dataset_field')
      .values(
        fresh.slice(at, at + 100).map((column) => ({
          dataset,
          name: column.name,
          title: column.title,
          description: null,
          type: column.type,
          position: column.position,
          known_from: version.number,
          known_to: null,
        })),
      )
      .execute();
  }
  const titles = await titlesBefore(tx, dataset, version.number);
  for (const column of version.columns) {
    const field = byName.get(column.name);
    if (field === undefined) continue;
    const title = field.title === titles.get(field.name) ? column.title : field.title;
    const same = field.type === column.type && field.position === column.position && field.title === title;
    if (same && field.known_to === null) continue;
    await tx
      .updateTable('dataset_field')
      .set({ title, type: column.type, position: column.position, known_to: null })
      .where('dataset', '=', dataset)
      .where('name', '=', column.name)
      .execute();
  }
  for (const field of known) {
    if (present.has(field.name) || field.known_to !== null) continue;
    await tx
      .updateTable('dataset_field')
      .set({ known_to: version.number })
      .where('dataset', '=', dataset)
      .where('name', '=', field.name)
      .execute();
  }
}

/** What the file of the version before called each field: a title that differs was written by a person. */
async function titlesBefore(tx: Tx, dataset: string, number: number): Promise<Map<string, string>> {
  const before = await tx
    .selectFrom('dataset_version')
    .select('columns')
    .where('dataset', '=', dataset)
    .where('number', '<', number)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const columns = before === undefined ? [] : (JSON.parse(before.columns) as VersionColumn[]);
  return new Map(columns.map((column) => [column.name, column.title]));
}
