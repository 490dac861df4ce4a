import type { Handler } from '../../handler.ts';
import type { endRole as op } from '../contract.ts';
import { noSuchRole } from '../errors.ts';
import { peopleLines } from './people-lines.ts';

export const endRole: Handler<typeof op> = async (context, { account, role }) => {
  context.audit.about({ person: account, detail: { role } });
  return context.store.write(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('account_role')
      .set({ ended_at: context.clock.now() })
      .where('id', '=', role)
      .where('account', '=', account)
      .where('source', '=', 'hand')
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (Number(numUpdatedRows) === 0) throw noSuchRole.with({ role });
    return (await peopleLines(tx, context, account))[0]!;
  });
};
