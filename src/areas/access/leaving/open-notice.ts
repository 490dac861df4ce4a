import type { Reader } from '../../handler.ts';
import { noSuchLeaving } from '../errors.ts';

/** A notice of an agency that has neither been withdrawn nor handed over. Throws `access.no-such-notice`. */
export async function openNotice(reader: Reader, agency: string, leaving: string) {
  const row = await reader
    .selectFrom('leaving')
    .selectAll()
    .where('id', '=', leaving)
    .where('agency', '=', agency)
    .where('withdrawn_at', 'is', null)
    .where('handed_over_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) throw noSuchLeaving.with({ leaving, agency });
  return row;
}
