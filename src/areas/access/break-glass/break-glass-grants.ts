import type { LiveGrant } from '../../../core/decision.ts';
import type { Reader } from '../../handler.ts';

/**
 * Emergency accesses to a dataset as grants, ended ones too: the policies judge them. `id` is the internal id that the
 * question names the dataset by; `publicId` the one it was opened under.
 */
export async function breakGlassGrants(
  reader: Reader,
  dataset: { readonly id: string; readonly publicId: string },
  grantee: string,
): Promise<LiveGrant[]> {
  const rows = await reader
    .selectFrom('break_glass')
    .selectAll()
    .where('account', '=', grantee)
    .where('dataset', '=', dataset.publicId)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: 'break-glass',
    grantee: row.account,
    dataset: dataset.id,
    purpose: row.purpose,
    view: 'rows',
    from: row.opened_at,
    until: row.until_at,
    ...(row.ended_at === null ? {} : { withdrawnAt: row.ended_at }),
  }));
}

/** Public ids of the datasets that one person has ever opened in an emergency. */
export const breakGlassOpened = async (reader: Reader, account: string): Promise<string[]> =>
  (
    await reader
      .selectFrom('break_glass')
      .select('dataset')
      .distinct()
      .where('account', '=', account)
      .execute()
  ).map(({ dataset }) => dataset);
