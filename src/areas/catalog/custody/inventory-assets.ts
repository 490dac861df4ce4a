import type { Reader } from '../../handler.ts';
import { datasetFromRow } from '../read-dataset.ts';
import type { InventoryAsset } from './inventory-columns.ts';
import { custodyFromRow, custodyOf } from './read-custody.ts';

/** The active assets that an agency (by code), or everyone, holds, each with how many of its fields are described. */
export async function inventoryAssets(
  reader: Reader,
  agency: string | undefined,
): Promise<(InventoryAsset & { readonly fields: number })[]> {
  const datasets = await reader
    .selectFrom('dataset')
    .selectAll()
    .where('state', '=', 'active')
    .$if(agency !== undefined, (query) => query.where('agency', '=', agency!))
    .orderBy('agency')
    .orderBy('title')
    .orderBy('id')
    .execute();
  const custody = await reader.selectFrom('dataset_custody').selectAll().execute();
  const kept = new Map(custody.map((row) => [row.dataset, custodyFromRow(row)]));
  const none = await custodyOf(reader, '');
  const described = await describedCounts(reader);
  return datasets.map((row) => ({
    dataset: datasetFromRow(row),
    custody: kept.get(row.id) ?? none,
    fields: described.get(row.id) ?? 0,
  }));
}

/** Fields with words of their own, by dataset: of an uploaded file, and of a dictionary without one. */
async function describedCounts(reader: Reader): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const [apart, loaded] = await Promise.all([
    reader
      .selectFrom('described_field')
      .select(({ fn }) => ['dataset', fn.countAll<number>().as('n')])
      .groupBy('dataset')
      .execute(),
    reader
      .selectFrom('dataset_field')
      .select(({ fn }) => ['dataset', fn.countAll<number>().as('n')])
      .where('known_to', 'is', null)
      .where('description', 'is not', null)
      .groupBy('dataset')
      .execute(),
  ]);
  for (const { dataset, n } of [...apart, ...loaded])
    counts.set(dataset, Math.max(counts.get(dataset) ?? 0, Number(n)));
  return counts;
}
