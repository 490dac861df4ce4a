import type { Handler } from '../../handler.ts';
import { mayNotVote, noSuchRecord, unfit } from '../errors.ts';
import type { bindSeat } from './contract.ts';
import { seatsOn, showSeat } from './seats.ts';

/**
 * Says which account is that of the member who holds a seat today; it counts until their term ends. Nobody gives a seat to
 * their own account, and one account speaks for one seat.
 */
export const bindSeatHandler: Handler<typeof bindSeat> = async (context, { seat: id, account }) =>
  context.store.write(async (tx) => {
    const today = context.clock.today();
    const seats = await seatsOn(tx, today);
    const seat = seats.find((one) => one.seat === id);
    if (seat === undefined) throw noSuchRecord.with({ what: 'seat', id });
    if (seat.term === null) throw mayNotVote.with({ seat: id, because: 'nobody holds it today' });
    if (account !== null) {
      const known = await tx.selectFrom('account').select('id').where('id', '=', account).executeTakeFirst();
      if (known === undefined) throw noSuchRecord.with({ what: 'account', id: account });
      const other = seats.find((one) => one.account === account && one.seat !== id);
      const problem =
        account === context.actor.id
          ? 'Nobody gives a seat to their own account: ask a colleague of the office.'
          : other !== undefined
            ? `That account speaks for the seat ${other.seat} already: one account, one seat.`
            : undefined;
      if (problem !== undefined) throw unfit.with({ problems: [problem], fields: ['account'] });
      context.audit.about({ person: account });
    }
    await tx.updateTable('plan_seat_term').set({ account }).where('id', '=', seat.term).execute();
    return showSeat({ ...seat, account }, context.actor);
  });
