import { daysBetween, endOfDay } from '../../core/calendar-date.ts';
import type { Context, Reader } from '../handler.ts';
import { businessDaysBetween } from './business-days.ts';
import { dueDates } from './due-dates.ts';
import { readCitations, readDuties, readHolidays } from './law-facts.ts';
import type { DutyDue } from './model.ts';

/**
 * What the law makes due between two dates, by date, and after that what always holds. A due date counts only where the
 * duty was in force on it.
 */
export async function dutiesDue(
  reader: Reader,
  context: Pick<Context, 'clock'>,
  range: { readonly from: string; readonly to: string },
  bearer?: string,
): Promise<DutyDue[]> {
  const today = context.clock.today();
  const citations = await readCitations(reader);
  const holidays = await readHolidays(reader);
  const events = (await reader.selectFrom('law_event').select(['event', 'on_date as on']).execute()) as {
    event: string;
    on: string;
  }[];
  const duties = (await readDuties(reader)).filter((duty) => bearer === undefined || duty.bearer === bearer);
  const lines = duties.flatMap((duty): DutyDue[] => {
    const inForce = (date: string) => (duty.from ?? '') <= date && date <= (duty.to ?? '9999-12-31');
    const dates =
      duty.rule.kind === 'standing'
        ? [null]
        : dueDates(duty.rule, range, events).filter((date) => inForce(date));
    return dates.map((due) => ({
      duty: duty.duty,
      title: duty.title,
      clause: duty.clause,
      citation: citations.get(duty.clause) ?? duty.clause,
      bearer: duty.bearer,
      standing: duty.standing,
      note: duty.note,
      due,
      dueAt: due === null ? null : endOfDay(due, context.clock.timeZone),
      daysLeft: due === null ? null : daysBetween(today, due),
      businessDaysLeft: due === null ? null : businessDaysBetween(today, due, holidays),
    }));
  });
  return lines.sort(
    (a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999') || a.title.localeCompare(b.title),
  );
}
