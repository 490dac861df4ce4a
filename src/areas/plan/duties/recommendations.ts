import { newId } from '../../../core/id.ts';
import type { Handler, Reader } from '../../handler.ts';
import { actorName } from '../actor-name.ts';
import { noSuchItem } from '../errors.ts';
import { readPlan } from '../read-plan.ts';
import type { answerRecommended, listRecommended } from './contract.ts';
import type { Recommended } from './model.ts';

/** The recommendations of a plan with their answers as known now. They bind nobody outside the executive branch. */
export async function readRecommended(reader: Reader, today: string, cycle?: string): Promise<Recommended[]> {
  const plan = await readPlan(reader, cycle);
  const answers = await reader
    .selectFrom('plan_response')
    .selectAll()
    .where('superseded_at', 'is', null)
    .execute();
  return plan.items
    .filter(({ kind }) => kind === 'recommendation')
    .map((item): Recommended => {
      const found = answers.find((one) => one.item === item.item && one.cycle === plan.cycle.cycle);
      const { addressee, reason, answerBy, example } = item.details ?? {};
      return {
        item: item.item,
        number: item.number,
        words: item.words,
        addressee: addressee ?? null,
        reason: reason ?? null,
        answerBy: answerBy ?? null,
        response: found?.response ?? null,
        responseReason: found?.reason ?? null,
        answeredOn: found?.answered_on ?? null,
        followUp: found?.follow_up ?? null,
        followUpOn: found?.follow_up_on ?? null,
        overdue: found === undefined && answerBy !== undefined && answerBy < today,
        example: example === true,
      };
    });
}

export const listRecommendedHandler: Handler<typeof listRecommended> = async (context, { cycle }) => {
  const recommendations = await readRecommended(context.store.read, context.clock.today(), cycle);
  return { recommendations, overdue: recommendations.filter(({ overdue }) => overdue).length };
};

export const answerRecommendedHandler: Handler<typeof answerRecommended> = async (context, input) =>
  context.store.write(async (tx) => {
    const today = context.clock.today();
    const { cycle } = await readPlan(tx);
    const find = async () => (await readRecommended(tx, today)).find(({ item }) => item === input.item);
    if (!(await find())) throw noSuchItem.with({ item: input.item });
    const now = context.clock.now();
    await tx
      .updateTable('plan_response')
      .set({ superseded_at: now })
      .where('item', '=', input.item)
      .where('cycle', '=', cycle.cycle)
      .where('superseded_at', 'is', null)
      .execute();
    await tx
      .insertInto('plan_response')
      .values({
        id: newId(context.random),
        cycle: cycle.cycle,
        item: input.item,
        response: input.response,
        reason: input.reason,
        answered_by: actorName(context.actor),
        answered_on: input.on ?? today,
        follow_up: input.follow_up ?? null,
        follow_up_on: input.follow_up_on ?? null,
        recorded_at: now,
      })
      .execute();
    return (await find())!;
  });
