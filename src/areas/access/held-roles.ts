import type { HeldRole } from '../../core/access.ts';
import { endOfDay } from '../../core/calendar-date.ts';
import type { Clock } from '../../core/clock.ts';
import { holdsOn } from '../../core/dated-fact.ts';
import type { Reader } from '../handler.ts';

/**
 * The roles that an account holds now: those of its groups, those given by hand, and those that the posts it holds in
 * agencies carry. Ended ones are left out; those with an end say when.
 */
export async function heldRoles(
  reader: Reader,
  clock: Clock,
  { id, person }: { readonly id: string; readonly person: string | null },
): Promise<HeldRole[]> {
  const now = clock.now();
  const given = await reader
    .selectFrom('account_role')
    .selectAll()
    .where('account', '=', id)
    .where('ended_at', 'is', null)
    .where('from_at', '<=', now)
    .execute();
  const terms =
    person === null
      ? []
      : await reader
          .selectFrom('role_term')
          .innerJoin('post_role', 'post_role.post', 'role_term.role')
          .select(['post_role.role as role', 'agency', 'valid_from', 'valid_to'])
          .where('person', '=', person)
          .where('superseded_at', 'is', null)
          .execute();
  const today = clock.today();
  return [
    ...given
      .filter(({ until_at }) => until_at === null || now < until_at)
      .map(({ role, agency, until_at }) => held(role, agency, until_at)),
    ...terms
      .filter((term) => holdsOn(term, today))
      .map(({ role, agency, valid_to }) =>
        held(role, agency, valid_to === null ? null : endOfDay(valid_to, clock.timeZone)),
      ),
  ];
}

const held = (role: HeldRole['role'], agency: string | null, until: string | null): HeldRole => ({
  role,
  ...(agency === null ? {} : { agency }),
  ...(until === null ? {} : { until }),
});
