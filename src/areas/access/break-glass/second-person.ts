import { holdsOn } from '../../../core/dated-fact.ts';
import type { Context, Reader } from '../../handler.ts';
import { peopleLines } from '../roles/people-lines.ts';

export interface SecondPerson {
  readonly account: string | null;
  readonly name: string;
  readonly email: string | null;
}

/**
 * Who is told of an emergency: the data officer of the agency that holds the data, else its deputy or steward, else someone
 * of the chief data officer's office; never the person who opens it. Nobody when nobody answers for it.
 */
export async function secondPerson(
  reader: Reader,
  context: Pick<Context, 'clock' | 'actor'>,
  agency: string | null,
): Promise<SecondPerson | undefined> {
  const people = (await peopleLines(reader, context)).filter(
    ({ account, leaves }) => account !== context.actor.id && leaves === null,
  );
  const holding = (role: string, of?: string) =>
    people.find(({ roles }) =>
      roles.some((held) => held.role === role && (of === undefined || held.agency === of)),
    );
  const chosen =
    (agency === null
      ? undefined
      : (holding('officer', agency) ?? holding('deputy', agency) ?? holding('steward', agency))) ??
    holding('office');
  if (chosen !== undefined) {
    const row = await reader
      .selectFrom('account')
      .select('email')
      .where('id', '=', chosen.account)
      .executeTakeFirst();
    return { account: chosen.account, name: chosen.name, email: row?.email ?? null };
  }
  if (agency === null) return undefined;
  // Whoever holds the post but has never signed in hears of it when they do.
  const own = await reader
    .selectFrom('account')
    .select('person')
    .where('id', '=', context.actor.id)
    .executeTakeFirst();
  const terms = await reader
    .selectFrom('role_term')
    .innerJoin('post_role', 'post_role.post', 'role_term.role')
    .innerJoin('person', 'person.id', 'role_term.person')
    .select(['person.id as person', 'person.name as name', 'valid_from', 'valid_to'])
    .where('agency', '=', agency)
    .where('superseded_at', 'is', null)
    .execute();
  const holder = terms.find((term) => holdsOn(term, context.clock.today()) && term.person !== own?.person);
  return holder && { account: null, name: holder.name, email: null };
}
