import { newId } from '../../../core/id.ts';
import type { Context, Handler, Tx } from '../../handler.ts';
import { actorName } from '../actor-name.ts';
import { docketCycle } from '../comments/read-comments.ts';
import { illegalMove, mayNotVote, noQuorum, notAtMeeting } from '../errors.ts';
import { readCycle } from '../read-plan.ts';
import type { answerBoard, castVote, decideRecommendation, moveRecommendation } from './contract.ts';
import { hasBegun, isOpenTo, meetingOf } from './in-meeting.ts';
import type { Recommendation } from './model.ts';
import { recommendationOf } from './read-board.ts';
import { seatsOn, whyNotTheirs } from './seats.ts';

/** Only the account of the seat's holder moves for it; the clerk records a motion together with its vote. */
export const moveRecommendationHandler: Handler<typeof moveRecommendation> = async (context, input) =>
  context.store.write(async (tx) => {
    const cycle = await docketCycle(tx, input.cycle);
    const because = whyNotTheirs(await seatsOn(tx, context.clock.today()), input.seat, context.actor);
    if (because !== undefined) throw mayNotVote.with({ seat: input.seat, because });
    isOpenTo(await meetingOf(tx, context, input.meeting, cycle), input.seat);
    return addRecommendation(tx, context, { ...input, cycle });
  });

/** Writes a motion down as open. Throws when the plan is adopted. */
export async function addRecommendation(
  tx: Tx,
  context: Context,
  motion: {
    readonly cycle: string;
    readonly meeting: string;
    readonly words: string;
    readonly items: readonly string[];
    readonly seat: string;
  },
): Promise<Recommendation> {
  const { cycle, meeting, words, items, seat } = motion;
  if ((await readCycle(tx, cycle)).adopted !== null)
    throw illegalMove.with({ move: 'recommend', because: 'the plan is adopted' });
  const { last } = await tx
    .selectFrom('plan_board_recommendation')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('cycle', '=', cycle)
    .executeTakeFirstOrThrow();
  const id = newId<'recommendation'>(context.random);
  await tx
    .insertInto('plan_board_recommendation')
    .values({
      id,
      cycle,
      number: Number(last ?? 0) + 1,
      meeting,
      words,
      items: JSON.stringify(items),
      moved_by: seat,
      state: 'open',
      made_at: context.clock.now(),
    })
    .execute();
  context.audit.about({ detail: { recommendation: id } });
  return recommendationOf(tx, id);
}

/** A vote is the seat's, cast by the account of who sits there today. Voting again before the count replaces the vote. */
export const castVoteHandler: Handler<typeof castVote> = async (context, input) =>
  context.store.write(async (tx) => {
    const found = await recommendationOf(tx, input.recommendation);
    if (found.state !== 'open')
      throw illegalMove.with({ move: 'vote', because: `it is ${found.state} already` });
    const because = whyNotTheirs(await seatsOn(tx, context.clock.today()), input.seat, context.actor);
    if (because !== undefined) throw mayNotVote.with({ seat: input.seat, because });
    const meeting = await meetingOf(tx, context, found.meeting, found.cycle);
    hasBegun(meeting, context, 'members vote from then on');
    isOpenTo(meeting, input.seat);
    const vote = {
      vote: input.vote,
      cast_at: context.clock.now(),
      how: 'cast' as const,
      account: context.actor.id,
    };
    await tx
      .insertInto('plan_vote')
      .values({ recommendation: input.recommendation, seat: input.seat, ...vote })
      .onConflict((conflict) => conflict.columns(['recommendation', 'seat']).doUpdateSet(vote))
      .execute();
    return recommendationOf(tx, input.recommendation);
  });

export const decideRecommendationHandler: Handler<typeof decideRecommendation> = async (context, input) =>
  context.store.write(async (tx) => {
    const found = await recommendationOf(tx, input.recommendation);
    if (found.state !== 'open')
      throw illegalMove.with({ move: 'count', because: `it is ${found.state} already` });
    const meeting = await meetingOf(tx, context, found.meeting, found.cycle);
    if (meeting.state !== 'held')
      throw notAtMeeting.with({
        problem: 'The votes are counted when the record of the meeting, with who was present, is saved.',
      });
    return countVotes(tx, context, found, meeting.quorum!);
  });

/** Carried when more say yes than no. Throws unless a quorum was present and voted. */
export async function countVotes(
  tx: Tx,
  context: Context,
  { recommendation, votes, counts }: Recommendation,
  quorum: { readonly present: number; readonly needed: number },
): Promise<Recommendation> {
  const { needed } = quorum;
  const present = Math.min(quorum.present, votes.length);
  if (present < needed) throw noQuorum.with({ present, needed });
  const state = counts.yes > counts.no ? 'carried' : 'lost';
  await tx
    .updateTable('plan_board_recommendation')
    .set({ state, decided_at: context.clock.now() })
    .where('id', '=', recommendation)
    .execute();
  context.audit.about({ detail: { state, ...counts } });
  return recommendationOf(tx, recommendation);
}

export const answerBoardHandler: Handler<typeof answerBoard> = async (context, input) =>
  context.store.write(async (tx) => {
    const found = await recommendationOf(tx, input.recommendation);
    if (found.state !== 'carried')
      throw illegalMove.with({ move: 'answer', because: 'only what the board carried is answered' });
    await tx
      .updateTable('plan_board_recommendation')
      .set({
        response: input.response,
        reason: input.reason,
        answered_by: actorName(context.actor),
        answered_at: context.clock.now(),
      })
      .where('id', '=', input.recommendation)
      .execute();
    return recommendationOf(tx, input.recommendation);
  });
