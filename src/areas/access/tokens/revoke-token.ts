import type { Handler } from '../../handler.ts';
import type { revokeToken as op } from '../contract.ts';
import { noSuchToken } from '../errors.ts';
import { tokenOf } from './token-view.ts';

export const revokeToken: Handler<typeof op> = async (context, { token }) => {
  const now = context.clock.now();
  return context.store.write(async (tx) => {
    const row = await tx
      .selectFrom('access_token')
      .selectAll()
      .where('id', '=', token)
      .where('account', '=', context.actor.id)
      .executeTakeFirst();
    if (row === undefined) throw noSuchToken.with({ token });
    const revoked_at = row.revoked_at ?? now;
    await tx.updateTable('access_token').set({ revoked_at }).where('id', '=', token).execute();
    return tokenOf({ ...row, revoked_at }, now);
  });
};
