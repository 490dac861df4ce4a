import type { Reader } from '../../handler.ts';
import type { IngestResult } from '../contract.ts';
import type { Dataset, DatasetVersion } from '../model.ts';
import { datasetOf, findDataset } from '../read-dataset.ts';
import { versionFromRow } from '../read-version.ts';

/** What an ingest answers. */
export const resultOf = (
  dataset: Pick<Dataset, 'publicId' | 'title'>,
  version: DatasetVersion,
  isNew: boolean,
): IngestResult => ({
  dataset: dataset.publicId,
  version: version.number,
  new_version: isNew,
  title: dataset.title,
  access: version.release === null ? 'protected' : 'open',
  rows_in: version.rowsIn,
  rows_stored: version.rowsStored,
  rows_quarantined: version.rowsQuarantined,
  cells_rejected: version.cellsRejected,
  // How full the columns of protected data are is told with the version, to those who may see it.
  columns: version.release === null ? [] : [...version.columns],
  dialect: { ...version.dialect },
  notice: version.notice,
  changes: version.changes,
});

/** The result of a job that had made its version before it was cut short. */
export async function versionOfJob(reader: Reader, job: string): Promise<IngestResult | undefined> {
  const row = await reader
    .selectFrom('dataset_version')
    .selectAll()
    .where('job', '=', job)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const dataset = await datasetOf(reader, row.dataset);
  return resultOf(dataset, versionFromRow(row, dataset), true);
}

/** The current version of a dataset, when there is one. */
export async function currentVersion(
  reader: Reader,
  ref: string,
): Promise<{ dataset: Dataset; version: DatasetVersion } | undefined> {
  const dataset = await findDataset(reader, ref);
  if (dataset?.currentVersion == null) return undefined;
  const row = await reader
    .selectFrom('dataset_version')
    .selectAll()
    .where('dataset', '=', dataset.id)
    .where('number', '=', dataset.currentVersion)
    .executeTakeFirstOrThrow();
  return { dataset, version: versionFromRow(row, dataset) };
}
