import { daysBetween } from '../../../core/calendar-date.ts';
import type { Reader } from '../../handler.ts';
import { readItems } from '../read-plan.ts';
import { focusOf, lastPhase, type Phase } from './model.ts';

/** The phases of a cycle at an instant: those that were opened, and those still to come. */
export async function readPhases(reader: Reader, cycle: string, now: string): Promise<Phase[]> {
  const rows = await reader.selectFrom('plan_phase').selectAll().where('cycle', '=', cycle).execute();
  const described = (await readItems(reader, cycle)).filter(({ kind }) => kind === 'phase');
  return Array.from({ length: lastPhase }, (_, at): Phase => {
    const row = rows.find((one) => one.phase === at + 1);
    const words = described[at];
    const state = row === undefined ? 'planned' : row.closed_at === null ? 'open' : 'closed';
    return {
      phase: at + 1,
      name: words?.name ?? null,
      words: words?.words ?? null,
      state,
      openedAt: row?.opened_at ?? null,
      commentsUntil: row?.comments_until ?? null,
      takesComments: state === 'open' && now <= row!.comments_until,
      closedAt: row?.closed_at ?? null,
      focus: row ? (JSON.parse(row.focus) as string[]) : [...(focusOf[at + 1] ?? [])],
    };
  });
}

/** The cycle that takes comments or would next, newest first; nothing when no cycle is being drafted. */
export async function readDraftingCycle(reader: Reader): Promise<string | undefined> {
  const row = await reader
    .selectFrom('plan_cycle')
    .select('id')
    .where('adopted_on', '=', '')
    .orderBy('loaded_at', 'desc')
    .executeTakeFirst();
  return row?.id;
}

/** `2 days`, `5 hours`, `12 minutes`: how long until an instant, in the unit a person would use. */
export function timeLeft(now: string, until: string): string {
  const minutes = Math.max(0, Math.floor((Date.parse(until) - Date.parse(now)) / 60_000));
  const [n, unit] =
    minutes >= 2880
      ? [daysBetween(now.slice(0, 10), until.slice(0, 10)), 'day']
      : minutes >= 120
        ? [Math.floor(minutes / 60), 'hour']
        : [minutes, 'minute'];
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}
