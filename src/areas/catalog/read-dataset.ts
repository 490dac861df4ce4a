import type { Selectable } from 'kysely';
import { publicIdPattern } from '../../core/id.ts';
import type { Database } from '../../store/database.ts';
import type { Reader } from '../handler.ts';
import { noSuchDataset } from './errors.ts';
import type { Dataset, DatasetId } from './model.ts';

/** A dataset by its public or internal id. Throws `catalog.no-such-dataset`. */
export async function datasetOf(reader: Reader, ref: string): Promise<Dataset> {
  const found = await findDataset(reader, ref);
  if (found === undefined) throw noSuchDataset.with({ dataset: ref });
  return found;
}

export async function findDataset(reader: Reader, ref: string): Promise<Dataset | undefined> {
  const row = await reader
    .selectFrom('dataset')
    .selectAll()
    .where(publicIdPattern.test(ref) ? 'public_id' : 'id', '=', ref)
    .executeTakeFirst();
  return row && datasetFromRow(row);
}

export const datasetFromRow = (row: Selectable<Database['dataset']>): Dataset => ({
  id: row.id as DatasetId,
  publicId: row.public_id,
  title: row.title,
  description: row.description,
  agency: row.agency,
  licence: row.licence,
  sourceUrl: row.source_url,
  cadence: row.cadence,
  mainFilter: row.main_filter,
  placeField: row.place_field,
  dateField: row.date_field,
  keyFields: JSON.parse(row.key_fields) as string[],
  tags: JSON.parse(row.tags) as string[],
  owner: row.owner,
  contact: row.contact,
  describes: row.describes,
  class: row.class,
  recordClass: row.record_class,
  release: row.release,
  state: row.state,
  currentVersion: row.current_version,
  rowsStored: row.rows_stored,
  loadedAt: row.loaded_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
