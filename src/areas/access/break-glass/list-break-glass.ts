import type { Handler } from '../../handler.ts';
import type { listBreakGlass as op } from '../contract.ts';
import type { AccessLinks } from '../links.ts';
import { visibleBreakGlass } from '../policy/visible-break-glass.ts';
import { breakGlassOf } from './break-glass-view.ts';

export const listBreakGlass =
  (links: AccessLinks): Handler<typeof op> =>
  async (context, { review }) => {
    const { store } = context;
    let query = store.read.selectFrom('break_glass').selectAll().orderBy('opened_at', 'desc').limit(500);
    if (review !== undefined) query = query.where('review', '=', review);
    const visible = visibleBreakGlass(context.actor, context.clock.now());
    if (visible === 'none') return { breakGlass: [] };
    if (visible !== 'all')
      query = query.where((where) =>
        where.or([
          where('account', '=', visible.person),
          where('told_account', '=', visible.person),
          ...(visible.agencies.length === 0 ? [] : [where('agency', 'in', visible.agencies)]),
        ]),
      );
    const rows = await query.execute();
    return {
      breakGlass: await Promise.all(rows.map((row) => breakGlassOf(store.read, context, links, row))),
    };
  };
