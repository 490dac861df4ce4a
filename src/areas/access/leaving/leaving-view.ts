import type { LeavingView } from '../model.ts';

/** A notice as its agency sees it. */
export const leavingOf = (
  row: {
    readonly id: string;
    readonly name: string;
    readonly agency: string | null;
    readonly noticed_at: string;
    readonly last_day: string;
    readonly ends_at: string;
    readonly handed_over_at: string | null;
    readonly successor: string | null;
    readonly handed: string | null;
  },
  now: string,
): LeavingView => ({
  leaving: row.id,
  name: row.name,
  agency: row.agency,
  noticedAt: row.noticed_at,
  lastDay: row.last_day,
  endsAt: row.ends_at,
  ended: row.ends_at <= now,
  handedOverAt: row.handed_over_at,
  successor: row.successor,
  handed: row.handed === null ? [] : (JSON.parse(row.handed) as LeavingView['handed']),
});
