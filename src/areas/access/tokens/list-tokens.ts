import type { Handler } from '../../handler.ts';
import type { listTokens as op } from '../contract.ts';
import { tokenOf } from './token-view.ts';

export const listTokens: Handler<typeof op> = async ({ store, actor, clock }) => {
  const rows = await store.read
    .selectFrom('access_token')
    .selectAll()
    .where('account', '=', actor.id)
    .orderBy('created_at', 'desc')
    .execute();
  return { tokens: rows.map((row) => tokenOf(row, clock.now())) };
};
