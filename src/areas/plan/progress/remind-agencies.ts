import { daysBetween } from '../../../core/calendar-date.ts';
import { holdsOn } from '../../../core/dated-fact.ts';
import { appendMail, isMailAddress } from '../../../store/mail.ts';
import type { Context, Reader } from '../../handler.ts';

export const remindJob = 'plan.remind-agencies';

/** Days before a report is due on which its agency is reminded; once it is late, every seventh day. */
const daysBefore = [14, 7, 1, 0];
const everyDaysLate = 7;

export const isReminderDay = (today: string, due: string): boolean => {
  const left = daysBetween(today, due);
  return left >= 0 ? daysBefore.includes(left) : -left % everyDaysLate === 0;
};

/**
 * Who is reminded for an agency on a day: whoever holds its data officer's post, and its deputies, as far as they have an
 * account with an address. With a deputy there, leave of the officer stops nothing.
 */
export async function agencyAddresses(
  reader: Reader,
  agency: string,
  context: Pick<Context, 'clock'>,
): Promise<string[]> {
  const [today, now] = [context.clock.today(), context.clock.now()];
  const posts = await reader
    .selectFrom('role_term')
    .innerJoin('post_role', 'post_role.post', 'role_term.role')
    .innerJoin('account', 'account.person', 'role_term.person')
    .select(['account.email', 'role_term.valid_from', 'role_term.valid_to'])
    .where('role_term.agency', '=', agency)
    .where('role_term.superseded_at', 'is', null)
    .where('post_role.role', 'in', ['officer', 'deputy'])
    .execute();
  const given = await reader
    .selectFrom('account_role')
    .innerJoin('account', 'account.id', 'account_role.account')
    .select(['account.email', 'account_role.until_at'])
    .where('account_role.agency', '=', agency)
    .where('account_role.role', 'in', ['officer', 'deputy'])
    .where('account_role.ended_at', 'is', null)
    .execute();
  const all = [
    ...posts.filter((term) => holdsOn(term, today)).map(({ email }) => email),
    ...given.filter(({ until_at }) => until_at === null || now < until_at).map(({ email }) => email),
  ];
  return [...new Set(all)].filter((email): email is string => email !== null && isMailAddress(email)).sort();
}

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
    const addresses = await agencyAddresses(context.store.read, row.agency, context);
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
