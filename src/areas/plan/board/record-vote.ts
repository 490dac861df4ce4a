import type { Context, Handler, Tx } from '../../handler.ts';
import { docketCycle } from '../comments/read-comments.ts';
import { dateIn } from '../cycle/cycle-view.ts';
import { illegalMove, mayNotVote, notAtMeeting, unfit } from '../errors.ts';
import type { recordVote } from './contract.ts';
import { hasBegun, isOpenTo, meetingOf } from './in-meeting.ts';
import type { Ballot, Meeting, Recommendation } from './model.ts';
import { recommendationOf } from './read-board.ts';
import { type HeldSeat, seatsOn, whyNoVote } from './seats.ts';
import { addRecommendation, countVotes } from './votes.ts';

/**
 * What the board voted in the room, written down by its clerk: the motion, or one that was made here, and how each member
 * present voted; then it is counted. Each vote is kept as recorded, with the account that wrote it down.
 */
export const recordVoteHandler: Handler<typeof recordVote> = async (context, input) =>
  context.store.write(async (tx) => {
    const cycle = await docketCycle(tx, input.cycle);
    const meeting = await meetingOf(tx, context, input.meeting, cycle);
    hasBegun(meeting, context, 'a vote taken there can be recorded from then on');
    if (meeting.state !== 'held')
      throw notAtMeeting.with({ problem: 'Save the record of the meeting, with who was present, first.' });
    const seats = await seatsOn(tx, dateIn(meeting.at, context));
    const votes = Object.entries(input.votes);
    for (const [seat] of votes) mayVoteAt(meeting, seats, seat);

    const motion = await motionOf(tx, context, input, { cycle, meeting, seats });
    const own = motion.votes.filter(({ how }) => how === 'cast').map(({ seat }) => seat);
    const twice = votes.map(([seat]) => seat).filter((seat) => own.includes(seat));
    if (twice.length > 0)
      throw unfit.with({
        problems: twice.map(
          (seat) => `The seat ${seat} voted from its holder’s own account: that vote stands.`,
        ),
        fields: ['votes'],
      });
    await writeVotes(tx, context, motion.recommendation, votes);
    context.audit.about({ detail: { votes: votes.map(([seat, vote]) => `${seat}:${vote}`).join(' ') } });
    return countVotes(tx, context, await recommendationOf(tx, motion.recommendation), meeting.quorum!);
  });

/** By the seats of the day of the meeting and by its record. */
function mayVoteAt(meeting: Meeting, seats: readonly HeldSeat[], seat: string): void {
  const because = whyNoVote(seats, seat);
  if (because !== undefined) throw mayNotVote.with({ seat, because });
  isOpenTo(meeting, seat);
}

/** The motion that is open, or the one that was made in the room. */
async function motionOf(
  tx: Tx,
  context: Context,
  { recommendation, words, items, seat }: Parameters<typeof recordVoteHandler>[1],
  { cycle, meeting, seats }: { cycle: string; meeting: Meeting; seats: readonly HeldSeat[] },
): Promise<Recommendation> {
  if (recommendation !== undefined) {
    const found = await recommendationOf(tx, recommendation);
    if (found.state !== 'open')
      throw illegalMove.with({ move: 'record the vote', because: `it is ${found.state} already` });
    return found.meeting === meeting.meeting ? found : takeUp(tx, recommendation, meeting.meeting);
  }
  if (words === undefined || seat === undefined)
    throw unfit.with({
      problems: ['Say what was moved and by which seat, or name a recommendation that is open.'],
      fields: [words === undefined ? 'words' : 'seat'],
    });
  mayVoteAt(meeting, seats, seat);
  return addRecommendation(tx, context, { cycle, meeting: meeting.meeting, words, items, seat });
}

/** A motion that another meeting left undecided is voted on anew: votes given there have lapsed, and stay in the log. */
async function takeUp(tx: Tx, recommendation: string, meeting: string): Promise<Recommendation> {
  await tx.deleteFrom('plan_vote').where('recommendation', '=', recommendation).execute();
  await tx
    .updateTable('plan_board_recommendation')
    .set({ meeting })
    .where('id', '=', recommendation)
    .execute();
  return recommendationOf(tx, recommendation);
}

async function writeVotes(
  tx: Tx,
  context: Context,
  recommendation: string,
  votes: readonly (readonly [seat: string, vote: Ballot])[],
): Promise<void> {
  for (const [seat, vote] of votes) {
    const row = { vote, cast_at: context.clock.now(), how: 'recorded' as const, account: context.actor.id };
    await tx
      .insertInto('plan_vote')
      .values({ recommendation, seat, ...row })
      .onConflict((conflict) => conflict.columns(['recommendation', 'seat']).doUpdateSet(row))
      .execute();
  }
}
