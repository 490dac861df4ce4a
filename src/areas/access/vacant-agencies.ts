import type { Clock } from '../../core/clock.ts';
import { holdsOn } from '../../core/dated-fact.ts';
import type { Reader } from '../handler.ts';

const deciding = ['officer', 'deputy', 'steward'] as const;

/** Codes of the agencies in which nobody may decide today: no officer, deputy or steward by post, group or hand. */
export async function vacantAgencies(reader: Reader, clock: Clock): Promise<string[]> {
  const now = clock.now();
  const today = clock.today();
  const terms = await reader
    .selectFrom('role_term')
    .innerJoin('post_role', 'post_role.post', 'role_term.role')
    .select(['agency', 'valid_from', 'valid_to'])
    .where('post_role.role', 'in', deciding)
    .where('superseded_at', 'is', null)
    .execute();
  const given = await reader
    .selectFrom('account_role')
    .select(['agency', 'until_at'])
    .where('role', 'in', deciding)
    .where('ended_at', 'is', null)
    .execute();
  const filled = new Set([
    ...terms.filter((term) => holdsOn(term, today)).map(({ agency }) => agency),
    ...given.filter(({ until_at }) => until_at === null || now < until_at).map(({ agency }) => agency),
  ]);
  const all = await reader.selectFrom('agency').select('code').orderBy('code').execute();
  return all.map(({ code }) => code).filter((code) => !filled.has(code));
}
