import type { Handler } from '../../handler.ts';
import type { listLeaving as op } from '../contract.ts';
import { leavingOf } from './leaving-view.ts';

export const listLeaving: Handler<typeof op> = async ({ store, clock }, { agency }) => {
  let query = store.read
    .selectFrom('leaving')
    .selectAll()
    .where('withdrawn_at', 'is', null)
    .orderBy('noticed_at', 'desc')
    .limit(500);
  if (agency !== undefined) query = query.where('agency', '=', agency);
  const rows = await query.execute();
  return { leaving: rows.map((row) => leavingOf(row, clock.now())) };
};
