import { accessTimesOn } from '../../../core/access-times.ts';
import { addDays } from '../../../core/calendar-date.ts';
import { newId } from '../../../core/id.ts';
import { hourMs } from '../../../core/session-times.ts';
import { appendMail, isMailAddress } from '../../../store/mail.ts';
import type { Handler } from '../../handler.ts';
import type { openBreakGlass as op } from '../contract.ts';
import { alreadyOpen, nobodyToTell, notProtected, reviewOutstanding, tooManyHours } from '../errors.ts';
import type { AccessLinks } from '../links.ts';
import { breakGlassOf } from './break-glass-view.ts';
import { secondPerson } from './second-person.ts';

/** Opens protected rows for one person, some hours and a reason, and tells a second person in the same transaction. */
export const openBreakGlass =
  (links: AccessLinks): Handler<typeof op> =>
  async (context, { dataset: publicId, purpose, reason, hours: asked }) => {
    const { clock, actor } = context;
    const { emergencyHours, emergencyReview } = accessTimesOn(
      context.jurisdiction.accessTimes,
      clock.today(),
    );
    const hours = asked ?? emergencyHours.usual;
    if (hours > emergencyHours.most) throw tooManyHours.with({ hours, ...emergencyHours });
    const now = clock.now();
    return context.store.write(async (tx) => {
      const dataset = await links.dataset(tx, publicId);
      if (dataset === undefined || !dataset.isProtected) throw notProtected.with({ dataset: publicId });
      const earlier = await tx
        .selectFrom('break_glass')
        .selectAll()
        .where('account', '=', actor.id)
        .orderBy('opened_at', 'desc')
        .execute();
      const open = earlier.find(
        (one) => one.dataset === publicId && one.ended_at === null && now < one.until_at,
      );
      if (open !== undefined) throw alreadyOpen.with({ until: open.until_at });
      const overdue = earlier.find((one) => one.review === 'due' && one.review_due < clock.today());
      if (overdue !== undefined) throw reviewOutstanding.with({ due: overdue.review_due });
      const told = await secondPerson(tx, context, dataset.agency);
      if (told === undefined) throw nobodyToTell.with({ dataset: publicId });

      const row = {
        id: newId<'break-glass'>(context.random),
        account: actor.id,
        name: actor.name ?? actor.id,
        dataset: publicId,
        agency: dataset.agency,
        purpose,
        reason,
        opened_at: now,
        until_at: new Date(Date.parse(now) + hours * hourMs).toISOString(),
        told_account: told.account,
        told_name: told.name,
        told_email: told.email,
        review_due: addDays(clock.today(), emergencyReview.days),
        review: 'due' as const,
        ended_at: null,
        reviewer_name: null,
        reviewed_at: null,
        review_note: null,
      };
      context.audit.about({ dataset: publicId, person: actor.id, detail: { breakGlass: row.id, hours } });
      await tx.insertInto('break_glass').values(row).execute();
      if (told.email !== null && isMailAddress(told.email))
        await appendMail(tx, clock, {
          to: told.email,
          topic: 'access.break-glass',
          subject: `Protected rows were opened in an emergency: ${dataset.title}`,
          paragraphs: [
            `${row.name} has opened the protected rows of ${dataset.title} until ${row.until_at}.`,
            'You are told because you answer for this data. An auditor will review it.',
          ],
          links: [{ label: 'Who, why and until when', path: `/break-glass/${row.id}` }],
          once: `break-glass:${row.id}`,
        });
      await context.emit(tx, 'break-glass-opened', { id: row.id, dataset: publicId, agency: dataset.agency });
      return breakGlassOf(tx, context, links, row);
    });
  };
