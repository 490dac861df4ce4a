import type { Reader } from '../../handler.ts';

/** The agency whose plan for its systems an entry belongs to. */
export async function agencyOfItAction(reader: Reader, id: string): Promise<string | null> {
  const row = await reader
    .selectFrom('plan_it_action')
    .select('agency')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.agency ?? null;
}
