import type { Selectable } from 'kysely';
import type { LiveGrant } from '../../../core/decision.ts';
import type { Database } from '../../../store/database.ts';
import type { Reader } from '../../handler.ts';

/** Ordinary grants of one person for a dataset (internal id), ended and withdrawn ones too: the policies judge them. */
export async function liveGrants(reader: Reader, dataset: string, grantee: string): Promise<LiveGrant[]> {
  return (await held(reader, grantee).where('dataset', '=', dataset).execute()).map(grantOf);
}

/** The same for every dataset. */
export const grantsHeld = async (reader: Reader, grantee: string): Promise<LiveGrant[]> =>
  (await held(reader, grantee).execute()).map(grantOf);

const held = (reader: Reader, grantee: string) =>
  reader.selectFrom('data_grant').selectAll().where('grantee', '=', grantee);

const grantOf = (row: Selectable<Database['data_grant']>): LiveGrant => ({
  id: row.id,
  kind: 'ordinary',
  grantee: row.grantee,
  dataset: row.dataset,
  purpose: row.purpose,
  view: row.view,
  from: row.valid_from,
  until: row.valid_until,
  ...(row.withdrawn_at !== null && { withdrawnAt: row.withdrawn_at }),
});
