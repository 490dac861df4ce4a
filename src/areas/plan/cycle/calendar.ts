import { Temporal } from 'temporal-polyfill';
import type { Context, Handler } from '../../handler.ts';
import { dutiesDue } from '../../law/index.ts';
import type { calendarFeed, showCalendar } from './contract.ts';
import { dateIn } from './cycle-view.ts';
import { formatCalendar } from './format-calendar.ts';
import type { CalendarEntry } from './model.ts';

/** Every date of the plan between two dates: computed from the law's records and from what people have set. */
export async function calendarOf(
  context: Context,
  range: { readonly from: string; readonly to: string },
): Promise<CalendarEntry[]> {
  const read = context.store.read;
  const [today, now] = [context.clock.today(), context.clock.now()];
  const on = (instant: string) => dateIn(instant, context);
  const moment = (at: string): Pick<CalendarEntry, 'on' | 'at' | 'state'> => ({
    on: on(at),
    at,
    state: at < now ? 'done' : 'coming',
  });

  const versions = await read
    .selectFrom('plan_version')
    .select(['id', 'cycle', 'title', 'occasion', 'frozen_at'])
    .execute();
  const finals = versions
    .filter(({ occasion }) => occasion === 'adopted')
    .map(({ frozen_at }) => on(frozen_at));
  const drafts = versions
    .filter(({ occasion }) => occasion === 'delivered')
    .map(({ frozen_at }) => on(frozen_at));
  // A date of the law is kept when its act was done within the year before it.
  const keptBy = (dates: readonly string[], due: string) =>
    dates.some((date) => date <= due && date > `${Number(due.slice(0, 4)) - 1}${due.slice(4)}`);
  const law = (await dutiesDue(read, context, range))
    .filter((line) => line.due !== null)
    .map((line): CalendarEntry => {
      const due = line.due!;
      const acts: Record<string, readonly string[]> = { 'plan-draft': drafts, 'plan-final': finals };
      const done = acts[line.duty] === undefined ? due < today : keptBy(acts[line.duty]!, due);
      return {
        id: `law-${line.duty}-${due}`,
        title: line.title,
        kind: 'law',
        on: due,
        at: null,
        href: `/law/${line.clause}`,
        clause: line.citation,
        state: done ? 'done' : due < today ? 'late' : 'coming',
        note: `${line.bearer}${line.note === null ? '' : `. ${line.note}`}`,
      };
    });

  const phases = await read.selectFrom('plan_phase').selectAll().execute();
  const meetings = await read
    .selectFrom('plan_meeting')
    .selectAll()
    .where('state', '!=', 'cancelled')
    .execute();
  const rounds = await read.selectFrom('plan_round').selectAll().execute();
  const plain = { clause: null, note: null };
  const entries: CalendarEntry[] = [
    ...law,
    ...phases.flatMap((row): CalendarEntry[] => [
      {
        id: `phase-${row.cycle}-${row.phase}`,
        title: `Phase ${row.phase} opens for comment`,
        kind: 'phase',
        ...moment(row.opened_at),
        href: `/plan/versions/${row.cycle}-phase-${row.phase}-opened`,
        ...plain,
      },
      {
        id: `comments-${row.cycle}-${row.phase}`,
        title: `Last day to comment on phase ${row.phase}`,
        kind: 'comments',
        ...moment(row.comments_until),
        href: '/plan/comments',
        ...plain,
      },
    ]),
    ...meetings.map(
      (row): CalendarEntry => ({
        id: `meeting-${row.id}`,
        title: row.title,
        kind: row.kind,
        ...moment(row.at),
        href: '/plan/board',
        clause: null,
        note: row.place,
      }),
    ),
    ...rounds.map(
      (row): CalendarEntry => ({
        id: `round-${row.id}`,
        title: `Progress reports due: ${row.title}`,
        kind: 'round',
        on: row.due_on,
        at: null,
        href: '/plan/progress',
        state: row.due_on < today ? 'done' : 'coming',
        ...plain,
      }),
    ),
    ...versions
      .filter(({ occasion }) => occasion === 'delivered' || occasion === 'adopted')
      .map(
        (row): CalendarEntry => ({
          id: `version-${row.id}`,
          title: row.occasion === 'adopted' ? 'The plan is adopted' : 'The draft goes to the board',
          kind: 'version',
          ...moment(row.frozen_at),
          href: `/plan/versions/${row.id}`,
          ...plain,
        }),
      ),
  ];
  return entries
    .filter((entry) => range.from <= entry.on && entry.on <= range.to)
    .sort(
      (a, b) =>
        a.on.localeCompare(b.on) || (a.at ?? '').localeCompare(b.at ?? '') || a.id.localeCompare(b.id),
    );
}

/** From the start of the year before today's to the end of the year after: one cycle and its surroundings. */
const usualRange = (today: string) => {
  const year = Number(today.slice(0, 4));
  return { from: `${year}-01-01`, to: `${year + 1}-12-31` };
};

export const showCalendarHandler: Handler<typeof showCalendar> = async (context, input) => {
  const usual = usualRange(context.clock.today());
  const range = { from: input.from ?? usual.from, to: input.to ?? usual.to };
  return { ...range, entries: await calendarOf(context, range) };
};

export const calendarFeedHandler: Handler<typeof calendarFeed> = async (context, { base }) => {
  const today = Temporal.PlainDate.from(context.clock.today());
  const entries = await calendarOf(context, {
    from: today.subtract({ years: 1 }).toString(),
    to: today.add({ years: 3 }).toString(),
  });
  return {
    mediaType: 'text/calendar; charset=utf-8',
    body: formatCalendar(
      context.jurisdiction.planTitle,
      context.jurisdiction.id,
      entries,
      context.clock.now(),
      base,
    ),
  };
};
