import { newId } from '../../../core/id.ts';
import { appendMail } from '../../../store/mail.ts';
import type { Context, Handler, Tx } from '../../handler.ts';
import { actorName } from '../actor-name.ts';
import { answeredMeanwhile, illegalMove, unfit } from '../errors.ts';
import { planTopics, tellOfPlan } from '../plan-news.ts';
import { readItems } from '../read-plan.ts';
import type { disposeComment, moderateComment } from './contract.ts';
import { type Disposition, dispositionWords } from './model.ts';
import { commentRow, docketCycle, readComments } from './read-comments.ts';

async function keepAct(
  tx: Tx,
  context: Context,
  comment: string,
  act: string,
  reason: string,
): Promise<void> {
  await tx
    .insertInto('plan_comment_act')
    .values({
      id: newId(context.random),
      comment,
      act,
      reason,
      by_whom: actorName(context.actor),
      at: context.clock.now(),
    })
    .execute();
}

const changesText = (disposition: Disposition): boolean =>
  disposition === 'adopted' || disposition === 'adopted-in-part';

/** An answer may be given again by whoever has read the one that stands; every one is kept on record. */
export const disposeCommentHandler: Handler<typeof disposeComment> = async (context, input) =>
  context.store.write(async (tx) => {
    const cycle = await docketCycle(tx, input.cycle);
    const row = await commentRow(tx, cycle, input.number);
    if (row.state === 'held')
      throw illegalMove.with({ move: 'answer', because: 'the comment is held: show or withhold it first' });
    refuseUnread(row, input.replaces);
    const fault = (message: string, field: string) => unfit.with({ problems: [message], fields: [field] });
    const changed = input.change
      ? (await readItems(tx, cycle)).find(({ item }) => item === input.change)
      : undefined;
    if (input.change && !changed) throw fault(`The draft has no item ${input.change}.`, 'change');
    if (changesText(input.disposition) && !changed)
      throw fault(
        'Say which text changed: an accepted comment leads to the words that came of it.',
        'change',
      );
    const first =
      input.disposition === 'duplicate'
        ? input.duplicate_of === undefined || input.duplicate_of === input.number
          ? undefined
          : await commentRow(tx, cycle, input.duplicate_of)
        : null;
    // The answer stands with the one that came first, however long the chain.
    const original = first === null ? null : (first?.duplicate_of ?? first?.id);
    if (original === undefined || original === row.id)
      throw fault('Say of which other comment it is a duplicate.', 'duplicate_of');
    const now = context.clock.now();
    await tx
      .updateTable('plan_comment')
      .set({
        disposition: input.disposition,
        reason: input.reason,
        // Only an accepted comment leads to a text: the form may name one all the same.
        change_item: changesText(input.disposition) ? changed!.item : null,
        change_words: changesText(input.disposition) ? changed!.words : null,
        duplicate_of: original,
        disposed_by: actorName(context.actor),
        disposed_at: now,
      })
      .where('id', '=', row.id)
      .execute();
    if (original !== null)
      await tx
        .updateTable('plan_comment')
        .set({ duplicate_of: original })
        .where('duplicate_of', '=', row.id)
        .execute();
    await keepAct(tx, context, row.id, dispositionWords[input.disposition], input.reason);
    await tellCommenter(tx, context, row, input);
    await tellOfPlan(
      tx,
      context,
      {
        once: `answer ${row.id} ${now}`,
        kind: 'comment-answered',
        title: `Comment No. ${row.number}: ${dispositionWords[input.disposition]}`,
        summary: input.reason.slice(0, 500),
        href: `/plan/comments/${row.number}?cycle=${row.cycle}`,
      },
      [planTopics.docket, ...(row.item === null ? [] : [planTopics.item(row.item)])],
    );
    return (await readComments(tx, cycle, { number: input.number }))[0]!;
  });

/** Of two people who answer at once, the second sees the first one's answer before it is replaced. */
function refuseUnread(row: Awaited<ReturnType<typeof commentRow>>, replaces: string | undefined): void {
  if (row.disposition === null || row.disposed_at === (replaces ?? null)) return;
  const theirs = `“${dispositionWords[row.disposition]}: ${row.reason}”, by ${row.disposed_by}.`;
  throw answeredMeanwhile.with({
    comment: row.number,
    theirs,
    answered: row.disposed_at!,
    problems: [`Somebody else has answered it while you were writing: ${theirs}`],
    fields: ['reason'],
  });
}

async function tellCommenter(
  tx: Tx,
  context: Context,
  row: { readonly id: string; readonly number: number; readonly cycle: string },
  answer: { readonly disposition: Disposition; readonly reason: string },
): Promise<void> {
  const contact = await tx
    .selectFrom('plan_comment_contact')
    .select('email')
    .where('comment', '=', row.id)
    .executeTakeFirst();
  if (!contact) return;
  await appendMail(tx, context.clock, {
    to: contact.email,
    topic: 'plan.comment-answered',
    subject: `Your comment No. ${row.number} on the ${context.jurisdiction.planTitle} was answered`,
    paragraphs: [
      `You commented on the ${context.jurisdiction.planTitle}. The answer: ${dispositionWords[answer.disposition]}.`,
      answer.reason,
      'You get this message because you left your address with the comment. It is used for nothing else.',
    ],
    links: [
      { label: 'Your comment and its answer', path: `/plan/comments/${row.number}?cycle=${row.cycle}` },
    ],
    once: `comment-${row.id}-${context.clock.now()}`,
  });
}

/** Words that are abuse are withheld; that there was a comment, and why it is not shown, stays in the docket. */
export const moderateCommentHandler: Handler<typeof moderateComment> = async (context, input) =>
  context.store.write(async (tx) => {
    const cycle = await docketCycle(tx, input.cycle);
    const row = await commentRow(tx, cycle, input.number);
    const state = input.act === 'show' ? 'shown' : 'hidden';
    if (row.state === state)
      throw illegalMove.with({ move: input.act, because: `the comment is ${state} already` });
    const hidden =
      input.act === 'hide' && row.disposition === null
        ? {
            disposition: 'out-of-scope' as const,
            reason: `Its words are withheld: ${input.reason}`,
            disposed_by: actorName(context.actor),
            disposed_at: context.clock.now(),
          }
        : input.act === 'show' && row.state === 'hidden'
          ? { disposition: null, reason: null, disposed_by: null, disposed_at: null }
          : {};
    await tx
      .updateTable('plan_comment')
      .set({ state, state_reason: input.reason, ...hidden })
      .where('id', '=', row.id)
      .execute();
    await keepAct(tx, context, row.id, input.act === 'show' ? 'Shown' : 'Words withheld', input.reason);
    return (await readComments(tx, cycle, { number: input.number }))[0]!;
  });
