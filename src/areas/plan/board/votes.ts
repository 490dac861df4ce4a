import { newId } from '../../../core/id.ts';
import type { Handler } from '../../handler.ts';
import { actorName } from '../actor-name.ts';
import { docketCycle } from '../comments/read-comments.ts';
import { illegalMove, mayNotVote, noQuorum, noSuchRecord } from '../errors.ts';
import { readCycle } from '../read-plan.ts';
import type { answerBoard, castVote, decideRecommendation, moveRecommendation } from './contract.ts';
import { recommendationOf } from './read-board.ts';
import { quorumOf, seatsOn, whyNoVote } from './seats.ts';

export const moveRecommendationHandler: Handler<typeof moveRecommendation> = async (context, input) =>
  context.store.write(async (tx) => {
    const cycle = await docketCycle(tx, input.cycle);
    if ((await readCycle(tx, cycle)).adopted !== null)
      throw illegalMove.with({ move: 'recommend', because: 'the plan is adopted' });
    const because = whyNoVote(await seatsOn(tx, context.clock.today()), input.seat);
    if (because !== undefined) throw mayNotVote.with({ seat: input.seat, because });
    if (input.meeting !== undefined) {
      const meeting = await tx
        .selectFrom('plan_meeting')
        .select('id')
        .where('id', '=', input.meeting)
        .executeTakeFirst();
      if (!meeting) throw noSuchRecord.with({ what: 'meeting', id: input.meeting });
    }
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
        meeting: input.meeting ?? null,
        words: input.words,
        items: JSON.stringify(input.items),
        moved_by: input.seat,
        state: 'open',
        made_at: context.clock.now(),
      })
      .execute();
    return recommendationOf(tx, id);
  });

/** A vote is the seat's: who sits there today. Voting again before the count replaces the vote. */
export const castVoteHandler: Handler<typeof castVote> = async (context, input) =>
  context.store.write(async (tx) => {
    const found = await recommendationOf(tx, input.recommendation);
    if (found.state !== 'open')
      throw illegalMove.with({ move: 'vote', because: `it is ${found.state} already` });
    const because = whyNoVote(await seatsOn(tx, context.clock.today()), input.seat);
    if (because !== undefined) throw mayNotVote.with({ seat: input.seat, because });
    const vote = { vote: input.vote, cast_at: context.clock.now() };
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
    const { needed } = quorumOf(await seatsOn(tx, context.clock.today()));
    if (found.votes.length < needed) throw noQuorum.with({ present: found.votes.length, needed });
    await tx
      .updateTable('plan_board_recommendation')
      .set({
        state: found.counts.yes > found.counts.no ? 'carried' : 'lost',
        decided_at: context.clock.now(),
      })
      .where('id', '=', input.recommendation)
      .execute();
    return recommendationOf(tx, input.recommendation);
  });

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
