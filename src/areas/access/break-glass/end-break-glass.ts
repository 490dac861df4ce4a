import type { Handler } from '../../handler.ts';
import type { endBreakGlass as op } from '../contract.ts';
import { noSuchBreakGlass } from '../errors.ts';
import type { AccessLinks } from '../links.ts';
import { breakGlassOf } from './break-glass-view.ts';

/** Whoever opened it closes it, and whoever was told of it may. */
export const endBreakGlass =
  (links: AccessLinks): Handler<typeof op> =>
  async (context, { id }) => {
    const { actor, clock } = context;
    return context.store.write(async (tx) => {
      const row = await tx.selectFrom('break_glass').selectAll().where('id', '=', id).executeTakeFirst();
      const mine = row?.account === actor.id || row?.told_account === actor.id || actor.kind === 'operator';
      if (row === undefined || !mine) throw noSuchBreakGlass.with({ id });
      const now = clock.now();
      const ended_at = row.ended_at ?? (row.until_at < now ? row.until_at : now);
      await tx.updateTable('break_glass').set({ ended_at }).where('id', '=', id).execute();
      return breakGlassOf(tx, context, links, { ...row, ended_at });
    });
  };
