import type { Handler } from '../../handler.ts';
import type { reviewBreakGlass as op } from '../contract.ts';
import { breakGlassOver, noSuchBreakGlass, ownReview } from '../errors.ts';
import type { AccessLinks } from '../links.ts';
import { breakGlassOf } from './break-glass-view.ts';

/** A review closes what is still open, and stands. */
export const reviewBreakGlass =
  (links: AccessLinks): Handler<typeof op> =>
  async (context, { id, outcome, note }) => {
    const { actor, clock } = context;
    const now = clock.now();
    return context.store.write(async (tx) => {
      const row = await tx.selectFrom('break_glass').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) throw noSuchBreakGlass.with({ id });
      if (row.account === actor.id) throw ownReview.with({});
      if (row.review !== 'due') throw breakGlassOver.with({ outcome: row.review.replace('-', ' ') });
      const reviewed = {
        review: outcome,
        reviewed_by: actor.id,
        reviewer_name: actor.name ?? actor.id,
        reviewed_at: now,
        review_note: note,
        ended_at: row.ended_at ?? (row.until_at < now ? row.until_at : now),
      };
      context.audit.about({ dataset: row.dataset, person: row.account, detail: { breakGlass: id, outcome } });
      await tx.updateTable('break_glass').set(reviewed).where('id', '=', id).execute();
      await context.emit(tx, 'break-glass-reviewed', { id, outcome });
      return breakGlassOf(tx, context, links, { ...row, ...reviewed });
    });
  };
