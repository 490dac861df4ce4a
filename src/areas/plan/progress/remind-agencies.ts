import { daysBetween } from '../../../core/calendar-date.ts';
import { appendMail } from '../../../store/mail.ts';
import { agencyAddresses, headInstead } from '../../access/index.ts';
import type { Context } from '../../handler.ts';

export const remindJob = 'plan.remind-agencies';

/** Days before a report is due on which its agency is reminded; once it is late, every seventh day. */
const daysBefore = [14, 7, 1, 0];
const everyDaysLate = 7;

export const isReminderDay = (today: string, due: string): boolean => {
  const left = daysBetween(today, due);
  return left >= 0 ? daysBefore.includes(left) : -left % everyDaysLate === 0;
};

/** Reminds agencies whose report is missing or was sent back: one line of each person's digest, once a day. */
export async function remindAgencies(context: Context): Promise<{ reminded: number; unreachable: number }> {
  const today = context.clock.today();
  const rows = await context.store.read
    .selectFrom('plan_report')
    .innerJoin('plan_round', 'plan_round.id', 'plan_report.round')
    .select([
      'plan_report.id',
      'plan_report.agency',
      'plan_report.state',
      'plan_round.title',
      'plan_round.due_on',
    ])
    .select('plan_round.id as round')
    .where('plan_report.state', 'in', ['not-submitted', 'needs-clarification'])
    .where('plan_round.closed_at', 'is', null)
    .execute();
  const sums = { reminded: 0, unreachable: 0 };
  for (const row of rows.filter(({ due_on }) => isReminderDay(today, due_on))) {
    const held = await agencyAddresses(context.store.read, row.agency, context);
    const head = await headInstead(context.store.read, row.agency, context);
    const addresses = head === undefined ? held : [head.address];
    if (addresses.length === 0) sums.unreachable++;
    const late = daysBetween(row.due_on, today);
    await context.store.write(async (tx) => {
      for (const [at, to] of addresses.entries()) {
        const sent = await appendMail(tx, context.clock, {
          to,
          topic: 'plan.report-due',
          subject:
            row.state === 'needs-clarification'
              ? `Something to make clear: ${row.title}`
              : `Progress report ${late > 0 ? 'late' : 'due'}: ${row.title}`,
          paragraphs: [
            `${row.agency}: ${row.state === 'needs-clarification' ? 'the office asked about your report' : 'your report is not submitted'}. It ${late > 0 ? `was due on ${row.due_on}, ${late} days ago` : `is due on ${row.due_on}`}. What can be counted is filled in already.`,
          ],
          links: [{ label: 'Your report', path: `/plan/progress/${row.round}/${row.agency}` }],
          once: `report-${row.id}-${today}-${at}`,
          digest: true,
        });
        if (sent !== undefined) sums.reminded++;
      }
    });
  }
  return sums;
}
