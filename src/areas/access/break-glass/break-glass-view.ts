import type { Context, Reader } from '../../handler.ts';
import type { AccessLinks } from '../links.ts';
import type { BreakGlassView } from '../model.ts';

interface Row {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly dataset: string;
  readonly agency: string | null;
  readonly purpose: string;
  readonly reason: string;
  readonly opened_at: string;
  readonly until_at: string;
  readonly told_name: string;
  readonly ended_at: string | null;
  readonly review_due: string;
  readonly review: BreakGlassView['review'];
  readonly reviewer_name: string | null;
  readonly reviewed_at: string | null;
  readonly review_note: string | null;
}

export async function breakGlassOf(
  reader: Reader,
  context: Pick<Context, 'clock' | 'actor'>,
  links: Pick<AccessLinks, 'dataset'>,
  row: Row,
): Promise<BreakGlassView> {
  const now = context.clock.now();
  const dataset = await links.dataset(reader, row.dataset);
  return {
    id: row.id,
    name: row.name,
    mine: row.account === context.actor.id,
    dataset: row.dataset,
    title: dataset?.title ?? row.dataset,
    agency: row.agency,
    purpose: row.purpose,
    reason: row.reason,
    openedAt: row.opened_at,
    until: row.ended_at ?? row.until_at,
    live: row.ended_at === null && now < row.until_at,
    told: row.told_name,
    reviewDue: row.review_due,
    review: row.review,
    overdue: row.review === 'due' && row.review_due < context.clock.today(),
    reviewer: row.reviewer_name,
    reviewedAt: row.reviewed_at,
    reviewNote: row.review_note,
  };
}
