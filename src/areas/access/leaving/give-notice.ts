import { accessTimesOn } from '../../../core/access-times.ts';
import { endOfDay } from '../../../core/calendar-date.ts';
import { newId } from '../../../core/id.ts';
import { hourMs } from '../../../core/session-times.ts';
import { noSuchAgency } from '../../agencies/errors.ts';
import type { Handler } from '../../handler.ts';
import type { giveNotice as op } from '../contract.ts';
import { alreadyLeaving, noSuchAccount } from '../errors.ts';
import { leavingOf } from './leaving-view.ts';
import { mustBeTheirs } from './must-be-theirs.ts';

/**
 * Notice that someone leaves: access ends with the last day, and at the latest so many hours after the notice as the state
 * says, however long the last day is away. Nothing else has to happen for access to end: every request asks whether its person has
 * left, so sessions and tokens die by themselves at that instant.
 */
export const giveNotice: Handler<typeof op> = async (context, input) => {
  const { clock } = context;
  const now = clock.now();
  const last_day = input.last_day ?? clock.today();
  return context.store.write(async (tx) => {
    const agency = await tx
      .selectFrom('agency')
      .select('code')
      .where('code', '=', input.agency)
      .executeTakeFirst();
    if (agency === undefined) throw noSuchAgency.with({ agency: input.agency });
    const account =
      input.account === undefined
        ? input.person === undefined
          ? undefined
          : await tx.selectFrom('account').selectAll().where('person', '=', input.person).executeTakeFirst()
        : await tx.selectFrom('account').selectAll().where('id', '=', input.account).executeTakeFirst();
    const personId = input.person ?? account?.person ?? null;
    const person =
      personId === null
        ? undefined
        : await tx.selectFrom('person').selectAll().where('id', '=', personId).executeTakeFirst();
    const name = account?.name ?? person?.name;
    if (name === undefined) throw noSuchAccount.with({ account: input.account ?? input.person ?? '' });
    await mustBeTheirs(context, tx, { name, agency: input.agency, account: account?.id, person: personId });
    const open = await tx
      .selectFrom('leaving')
      .select('id')
      .where((where) =>
        where.or([
          ...(account === undefined ? [] : [where('account', '=', account.id)]),
          ...(person === undefined ? [] : [where('person', '=', person.id)]),
        ]),
      )
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst();
    if (open !== undefined) throw alreadyLeaving.with({ name });
    const { leaverAccess } = accessTimesOn(context.jurisdiction.accessTimes, clock.today());
    const latest = new Date(Date.parse(now) + leaverAccess.hours * hourMs).toISOString();
    const day = endOfDay(last_day, clock.timeZone);
    const row = {
      id: newId<'leaving'>(context.random),
      person: person?.id ?? null,
      account: account?.id ?? null,
      name,
      agency: input.agency,
      noticed_at: now,
      noticed_by: context.actor.id,
      last_day,
      ends_at: day < now ? now : day < latest ? day : latest,
      handed_over_at: null,
      successor: null,
      handed: null,
    };
    context.audit.about({ person: row.account ?? row.person ?? row.id, detail: { notice: row.id } });
    await tx.insertInto('leaving').values(row).execute();
    await context.emit(tx, 'notice-of-leaving', { leaving: row.id, agency: input.agency });
    return leavingOf(row, now);
  });
};
