import type { Tx } from '../../handler.ts';
import type { DatasetVersion } from '../model.ts';

/**
 * The dictionary after a version: new fields are added, fields that are gone are closed, the others take their new
 * place and type. A title or description that a person wrote stays.
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
  for (const column of version.columns) {
    const field = byName.get(column.name);
    if (field === undefined) continue;
    if (field.type === column.type && field.position === column.position && field.known_to === null) continue;
    await tx
      .updateTable('dataset_field')
      .set({ type: column.type, position: column.position, known_to: null })
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
