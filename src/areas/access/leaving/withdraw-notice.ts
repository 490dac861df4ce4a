import type { Handler } from '../../handler.ts';
import type { withdrawNotice as op } from '../contract.ts';
import { leavingOf } from './leaving-view.ts';
import { openNotice } from './open-notice.ts';

export const withdrawNotice: Handler<typeof op> = async (context, { agency, leaving }) => {
  const now = context.clock.now();
  return context.store.write(async (tx) => {
    const row = await openNotice(tx, agency, leaving);
    await tx.updateTable('leaving').set({ withdrawn_at: now }).where('id', '=', row.id).execute();
    return leavingOf(row, now);
  });
};
