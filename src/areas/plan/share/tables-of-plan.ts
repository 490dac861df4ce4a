import type { Context } from '../../handler.ts';
import { readAccessEntries } from '../access-plan/access-plans.ts';
import { readMeetings, readRecommendations } from '../board/read-board.ts';
import { seatsOn } from '../board/seats.ts';
import { calendarOf } from '../cycle/calendar.ts';
import { dateIn } from '../cycle/cycle-view.ts';
import { listVersions } from '../cycle/freeze-version.ts';
import { readRecommended } from '../duties/recommendations.ts';
import { listInventoriesHandler } from '../inventory/list-inventories.ts';
import type { MeasuresRegistry } from '../measures-registry.ts';
import { viewObjectives } from '../objective-view.ts';
import { readRounds } from '../progress/read-rounds.ts';
import { readCycle, readItems } from '../read-plan.ts';
import { readConsultations } from '../text/consultations.ts';
import { readTasks } from '../text/tasks.ts';
import type { PlanTable } from './model.ts';

type Row = Readonly<Record<string, unknown>>;

/** The rows of a table as the operations answer them, without what is nested in lists of its own. */
export async function rowsOf(
  context: Context,
  registry: MeasuresRegistry,
  table: PlanTable,
  given: string | undefined,
): Promise<readonly Row[]> {
  const reader = context.store.read;
  const today = context.clock.today();
  const day = (instant: string) => dateIn(instant, context);
  const { cycle } = await readCycle(reader, given);
  switch (table) {
    case 'items':
      return (await readItems(reader, cycle)).map(({ details, ...item }) => ({ cycle, ...item, ...details }));
    case 'objectives':
      return (await viewObjectives(context, registry)).map(
        ({ series: _, scale, now, baseline, target, stand, ...row }) => ({
          ...row,
          baseline: baseline?.value ?? null,
          baselineOn: baseline?.on ?? null,
          value: now?.value ?? null,
          numerator: now?.numerator ?? null,
          denominator: now?.denominator ?? null,
          measuredOn: now?.on ?? null,
          target: target.value,
          targetBy: target.by,
          direction: target.direction,
          unit: scale?.unit ?? target.unit,
          status: stand.status,
          reason: stand.reason,
        }),
      );
    case 'values':
      return reader
        .selectFrom('plan_value')
        .select([
          'objective',
          'measure',
          'measured_on',
          'known_at',
          'value',
          'numerator',
          'denominator',
          'reason',
        ])
        .orderBy('objective')
        .orderBy('measured_on')
        .orderBy('known_at')
        .execute();
    case 'reported':
      return reader
        .selectFrom('plan_reported')
        .select([
          'objective',
          'agency',
          'measured_on',
          'value',
          'source',
          'example',
          'recorded_at',
          'superseded_at',
        ])
        .orderBy('objective')
        .orderBy('measured_on')
        .execute();
    case 'tasks':
      return (await readTasks(reader, today, { cycle })).map((task) => ({ ...task }));
    case 'versions':
      return listVersions(reader);
    case 'calendar':
      return calendarOf(context, {
        from: `${Number(today.slice(0, 4)) - 2}-01-01`,
        to: `${Number(today.slice(0, 4)) + 2}-12-31`,
      });
    case 'consultations':
      return (await readConsultations(reader, cycle, today)).consultations;
    case 'seats':
      return (await seatsOn(reader, today)).map(({ term: _, account: __, ...seat }) => seat);
    case 'meetings':
      return (await readMeetings(reader, {}, day)).map(({ speakers, quorum, ...row }) => ({
        ...row,
        speakers: speakers.length,
        quorum: quorum?.reached ?? null,
      }));
    case 'board-recommendations':
      return (await readRecommendations(reader, {})).map(({ votes: _, counts, ...row }) => ({
        ...row,
        ...counts,
      }));
    case 'recommendations':
      return readRecommended(reader, today, cycle);
    case 'reports':
      return (await readRounds(reader)).flatMap(({ round, title, from, to, dueOn, reports }) =>
        reports.map((report) => ({ round, title, from, to, dueOn, ...report })),
      );
    case 'access-plans':
      return readAccessEntries(reader, context.clock);
    case 'inventories':
      return (await listInventoriesHandler(context, {})).inventories;
  }
}

/** A cell: lists with spaces between, nothing as nothing, yes and no as 1 and 0. */
export const cellOf = (value: unknown): string | number | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'number' || typeof value === 'string'
      ? value
      : typeof value === 'boolean'
        ? Number(value)
        : Array.isArray(value)
          ? value.join(' ')
          : JSON.stringify(value);
