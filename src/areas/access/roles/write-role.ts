import type { Role } from '../../../core/access.ts';
import { addDays, endOfDay } from '../../../core/calendar-date.ts';
import { newId } from '../../../core/id.ts';
import { noSuchAgency } from '../../agencies/errors.ts';
import type { Context } from '../../handler.ts';
import { noSuchAccount, roleInPast } from '../errors.ts';
import type { PersonLine } from '../model.ts';
import { peopleLines } from './people-lines.ts';

/** Gives a role by hand, from the first instant of its first day to the last of its last, and answers who holds it. */
export async function writeRole(
  context: Context,
  given: {
    readonly account: string;
    readonly role: Role;
    readonly agency?: string | undefined;
    readonly from?: string | undefined;
    readonly until?: string | undefined;
  },
): Promise<PersonLine> {
  const { clock } = context;
  const today = clock.today();
  const from = given.from ?? today;
  if (given.until !== undefined && (given.until < from || given.until < today))
    throw roleInPast.with({ from, until: given.until });
  context.audit.about({
    person: given.account,
    detail: { role: given.role, ...(given.agency === undefined ? {} : { agency: given.agency }) },
  });
  return context.store.write(async (tx) => {
    const account = await tx
      .selectFrom('account')
      .select('id')
      .where('id', '=', given.account)
      .executeTakeFirst();
    if (account === undefined) throw noSuchAccount.with({ account: given.account });
    if (given.agency !== undefined) {
      const agency = await tx
        .selectFrom('agency')
        .select('code')
        .where('code', '=', given.agency)
        .executeTakeFirst();
      if (agency === undefined) throw noSuchAgency.with({ agency: given.agency });
    }
    await tx
      .insertInto('account_role')
      .values({
        id: newId<'role'>(context.random),
        account: account.id,
        role: given.role,
        agency: given.agency ?? null,
        source: 'hand',
        given_by: context.actor.id,
        from_at: from <= today ? clock.now() : nextInstant(endOfDay(addDays(from, -1), clock.timeZone)),
        until_at: given.until === undefined ? null : nextInstant(endOfDay(given.until, clock.timeZone)),
      })
      .execute();
    return (await peopleLines(tx, context, account.id))[0]!;
  });
}

const nextInstant = (instant: string): string => new Date(Date.parse(instant) + 1).toISOString();
