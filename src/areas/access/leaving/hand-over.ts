import { newId } from '../../../core/id.ts';
import { invalidInput } from '../../../core/request-errors.ts';
import type { Context, Handler, Tx } from '../../handler.ts';
import type { Owner } from '../../owned-things.ts';
import type { handOver as op } from '../contract.ts';
import { noSuchAccount } from '../errors.ts';
import type { AccessLinks } from '../links.ts';
import { leavingOf } from './leaving-view.ts';
import { openNotice } from './open-notice.ts';

/** Everything changes hands in one transaction: all of it or nothing. Sessions, tokens and roles of the leaver end with it. */
export const handOver =
  (links: AccessLinks): Handler<typeof op> =>
  async (context, { agency, leaving, to_account, to_name }) => {
    if (!to_account && !to_name)
      throw invalidInput.with({
        problems: ['Choose a successor, or write a name.'],
        fields: ['to_name'],
      });
    const now = context.clock.now();
    context.audit.about({ detail: { notice: leaving } });
    return context.store.write(async (tx) => {
      const row = await openNotice(tx, agency, leaving);
      const to = await successorOf(tx, context, agency, to_account || undefined, to_name ?? '');
      const handed = [];
      for (const { kind, handOver } of links.owned()) {
        const count = await handOver(tx, context, row, to);
        if (count > 0) handed.push({ kind: count === 1 ? kind.one : kind.many, count });
      }
      const closed = {
        handed_over_at: now,
        handed_over_by: context.actor.id,
        successor: to.name,
        handed: JSON.stringify(handed),
        ends_at: row.ends_at < now ? row.ends_at : now,
      };
      await tx.updateTable('leaving').set(closed).where('id', '=', row.id).execute();
      if (row.account !== null) await endAccess(tx, row.account, now);
      await context.emit(tx, 'handed-over', { leaving: row.id, agency });
      return leavingOf({ ...row, ...closed }, now);
    });
  };

/** The successor as an owner: their record with the agencies, made when there is none yet. */
async function successorOf(
  tx: Tx,
  context: Context,
  agency: string,
  accountId: string | undefined,
  typed: string,
): Promise<Owner> {
  const account =
    accountId === undefined
      ? undefined
      : await tx.selectFrom('account').selectAll().where('id', '=', accountId).executeTakeFirst();
  if (accountId !== undefined && account === undefined) throw noSuchAccount.with({ account: accountId });
  const name = account?.name ?? typed;
  if (account?.person) return { name, person: account.person, agency };
  const person = newId<'person'>(context.random);
  await tx
    .insertInto('person')
    .values({ id: person, name, example: account?.example ?? 0 })
    .execute();
  if (account !== undefined)
    await tx.updateTable('account').set({ person }).where('id', '=', account.id).execute();
  return { name, person, agency };
}

async function endAccess(tx: Tx, account: string, now: string): Promise<void> {
  await tx
    .updateTable('session')
    .set({ ended_at: now })
    .where('account', '=', account)
    .where('ended_at', 'is', null)
    .execute();
  await tx
    .updateTable('access_token')
    .set({ revoked_at: now })
    .where('account', '=', account)
    .where('revoked_at', 'is', null)
    .execute();
  await tx
    .updateTable('account_role')
    .set({ ended_at: now })
    .where('account', '=', account)
    .where('ended_at', 'is', null)
    .execute();
  await tx
    .updateTable('break_glass')
    .set({ ended_at: now })
    .where('account', '=', account)
    .where('ended_at', 'is', null)
    .execute();
}
