import type { Dataset, VersionColumn } from '../catalog/model.ts';
import type { Reader } from '../handler.ts';
import type { DictionaryField, Judged } from './judge-record.ts';

type Asked = Pick<Dataset, 'id' | 'currentVersion'>;

/** The dictionaries and current columns of datasets, in three queries whatever their number. */
export async function judgedOf<D extends Dataset>(reader: Reader, datasets: readonly D[]): Promise<Judged[]> {
  const [loaded, described, versions] = await Promise.all([
    reader
      .selectFrom('dataset_field')
      .select(['dataset', 'name', 'description'])
      .where('known_to', 'is', null)
      .orderBy('position')
      .execute(),
    reader
      .selectFrom('described_field')
      .select(['dataset', 'name', 'description', 'title'])
      .orderBy('position')
      .execute(),
    reader
      .selectFrom('dataset_version')
      .select(['dataset', 'number', 'columns'])
      .where('state', '=', 'current')
      .execute(),
  ]);
  const byDataset = <T extends { dataset: string }>(rows: readonly T[]) =>
    Map.groupBy(rows, (row) => row.dataset);
  const [fields, ahead] = [byDataset(loaded), byDataset(described)];
  const columns = new Map(versions.map((row) => [row.dataset, row.columns]));
  return datasets.map((dataset) => ({
    dataset,
    fields: mergeFields(fields.get(dataset.id) ?? [], ahead.get(dataset.id) ?? []),
    columns: columnsOf(dataset, columns.get(dataset.id)),
  }));
}

const columnsOf = (dataset: Asked, json: string | undefined): VersionColumn[] =>
  json === undefined || dataset.currentVersion === null ? [] : (JSON.parse(json) as VersionColumn[]);

/** What was described ahead of a file counts for its field when the file has come. */
function mergeFields(
  loaded: readonly { name: string; description: string | null }[],
  described: readonly { name: string; description: string | null; title: string }[],
): DictionaryField[] {
  const ahead = new Map(described.map((one) => [one.name, one.description]));
  if (loaded.length === 0) return described.map(({ name, description }) => ({ name, description }));
  return loaded.map(({ name, description }) => ({
    name,
    description: description ?? ahead.get(name) ?? null,
  }));
}
