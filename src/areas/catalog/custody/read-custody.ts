import type { Selectable } from 'kysely';
import type { Database } from '../../../store/database.ts';
import type { Reader } from '../../handler.ts';
import type { CustodyView, DescribedField } from './model.ts';

/** What is said of an asset that nobody has said anything of. */
const nothingSaid: CustodyView = {
  holder: null,
  system: null,
  format: null,
  rights: null,
  spatial: null,
  temporal: null,
  landing_page: null,
  access_level: null,
  access_ground: null,
  years_from: null,
  years_to: null,
  reasons: [],
  determined_by: null,
  determined_on: null,
  origin: 'hand',
  identifier: null,
};

/** The custody of a dataset, by its internal id. */
export async function custodyOf(reader: Reader, dataset: string): Promise<CustodyView> {
  const row = await reader
    .selectFrom('dataset_custody')
    .selectAll()
    .where('dataset', '=', dataset)
    .executeTakeFirst();
  return row === undefined ? nothingSaid : custodyFromRow(row);
}

export function custodyFromRow(row: Selectable<Database['dataset_custody']>): CustodyView {
  const { dataset: _, catalogue: __, record: ___, updated_at: ____, ...said } = row;
  return {
    ...said,
    reasons: JSON.parse(row.reasons) as string[],
    // Of a dictionary it is only how its assets are known again.
    identifier: row.origin === 'harvest' ? row.identifier : null,
  };
}

/** The fields that somebody described, in the order in which they did. */
export async function describedFieldsOf(reader: Reader, dataset: string): Promise<DescribedField[]> {
  const rows = await reader
    .selectFrom('described_field')
    .selectAll()
    .where('dataset', '=', dataset)
    .orderBy('position')
    .execute();
  return rows.map(({ dataset: _, position: __, source: ___, updated_at: ____, ...field }) => field);
}
