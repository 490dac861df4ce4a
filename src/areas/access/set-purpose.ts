import type { Handler } from '../handler.ts';
import type { setPurpose as op } from './contract.ts';

/** The purpose stays with the person's open sessions; a script states it with each request. */
export const setPurpose: Handler<typeof op> = async (context, { purpose }) => {
  const stated = purpose === '' ? null : purpose;
  await context.store.write((tx) =>
    tx
      .updateTable('session')
      .set({ purpose: stated })
      .where('account', '=', context.actor.id)
      .where('ended_at', 'is', null)
      .execute(),
  );
  return { purpose: stated };
};
