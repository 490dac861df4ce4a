import type { Selectable } from 'kysely';
import type { Database } from '../../store/database.ts';
import type { Reader } from '../handler.ts';
import { noSuchVersion, noVersionYet, versionWithdrawn } from './errors.ts';
import type { Dataset, DatasetVersion, VersionColumn } from './model.ts';
import { datasetOf } from './read-dataset.ts';

/** Which version: the current one, a number, or the one that was current at an instant or at the end of a day (UTC). */
export interface VersionAt {
  readonly version?: number;
  readonly asOf?: string;
}

/**
 * The version of a dataset that is there to be read; its content is behind `openContent`. Throws `catalog.no-such-version`, `catalog.no-version-yet` or
 * `catalog.version-withdrawn`.
 */
export async function versionAt(
  reader: Reader,
  of: Dataset | string,
  at: VersionAt = {},
): Promise<DatasetVersion> {
  const dataset = typeof of === 'string' ? await datasetOf(reader, of) : of;
  const base = reader.selectFrom('dataset_version').selectAll().where('dataset', '=', dataset.id);
  const query =
    at.version !== undefined
      ? base.where('number', '=', at.version)
      : at.asOf !== undefined
        ? base.where('loaded_at', '<=', endOf(at.asOf)).orderBy('number', 'desc').limit(1)
        : base.where('number', '=', dataset.currentVersion ?? 0);
  const row = await query.executeTakeFirst();
  if (row === undefined) {
    if (at.version !== undefined) {
      throw noSuchVersion.with({ dataset: dataset.publicId, version: String(at.version) });
    }
    throw noVersionYet.with({ dataset: dataset.publicId, on: at.asOf });
  }
  if (row.state === 'withdrawn') {
    throw versionWithdrawn.with({
      dataset: dataset.publicId,
      version: row.number,
      reason: row.note ?? 'no reason is given.',
    });
  }
  return versionFromRow(row, dataset);
}

const endOf = (at: string) => (at.length === 10 ? `${at}T23:59:59.999Z` : at);

export function versionFromRow(
  row: Selectable<Database['dataset_version']>,
  dataset: Pick<Dataset, 'id' | 'publicId'>,
): DatasetVersion {
  return {
    dataset: dataset.id,
    publicId: dataset.publicId,
    number: row.number,
    state: row.state,
    rowsIn: row.rows_in,
    rowsStored: row.rows_stored,
    rowsQuarantined: row.rows_quarantined,
    cellsRejected: row.cells_rejected,
    bytes: row.bytes,
    columns: JSON.parse(row.columns) as VersionColumn[],
    loadedAt: row.loaded_at,
    loadedBy: row.loaded_by,
    sourceName: row.source_name,
    sourceBytes: row.source_bytes,
    sourceSha256: row.source_sha256,
    mediaType: row.media_type,
    dialect: JSON.parse(row.dialect),
    note: row.note,
    notice: row.notice === null ? null : JSON.parse(row.notice),
    changes: row.changes === null ? null : JSON.parse(row.changes),
    contentOf: row.content_of,
    release: row.release,
    sealedBy: row.sealed_by,
    destroyed: row.destroyed,
    withheld: row.withheld,
  };
}
