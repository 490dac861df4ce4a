import type { LiveGrant } from '../../../core/decision.ts';
import type { Reader } from '../../handler.ts';

/** Ordinary grants of one person for a dataset (internal id), ended and withdrawn ones too: the policies judge them. */
export async function liveGrants(reader: Reader, dataset: string, grantee: string): Promise<LiveGrant[]> {
  const rows = await reader
    .selectFrom('data_grant')
    .selectAll()
    .where('dataset', '=', dataset)
    .where('grantee', '=', grantee)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: 'ordinary',
    grantee: row.grantee,
    dataset: row.dataset,
    purpose: row.purpose,
    view: row.view,
    from: row.valid_from,
    until: row.valid_until,
    ...(row.withdrawn_at !== null && { withdrawnAt: row.withdrawn_at }),
  }));
}
