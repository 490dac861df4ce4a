import type { Handler } from '../../handler.ts';
import type { listBreakGlass as op } from '../contract.ts';
import type { AccessLinks } from '../links.ts';
import { breakGlassOf } from './break-glass-view.ts';
import { mayKnowOf } from './may-know-of.ts';

export const listBreakGlass =
  (links: AccessLinks): Handler<typeof op> =>
  async (context, { review }) => {
    const { store } = context;
    let query = store.read.selectFrom('break_glass').selectAll().orderBy('opened_at', 'desc').limit(500);
    if (review !== undefined) query = query.where('review', '=', review);
    const predicate = mayKnowOf(context.actor);
    if (predicate !== 'all')
      query = query.where((where) =>
        where.or([
          where('account', '=', predicate.account),
          where('told_account', '=', predicate.account),
          ...(predicate.agencies.length === 0 ? [] : [where('agency', 'in', predicate.agencies)]),
        ]),
      );
    const rows = await query.execute();
    return {
      breakGlass: await Promise.all(rows.map((row) => breakGlassOf(store.read, context, links, row))),
    };
  };
