import { newId } from '../../../core/id.ts';
import { sql } from '../../../engine/sql.ts';
import type { Context, Handler, Tx } from '../../handler.ts';
import { openRun } from '../runs/with-run.ts';
import type { decidePair as decideOp, undoDecision as undoOp } from './contract.ts';
import { noSuchReviewPair, nothingToTakeBack, pairSettled } from './errors.ts';
import type { Word } from './model.ts';
import {
  isDisputed,
  isOpenTo,
  pairsOfReview,
  progressOf,
  type ReviewPairRow,
  type ReviewPairs,
  reviewOf,
  type WordRow,
} from './read-review.ts';
import { digestKey, digestsOf, identityOf } from './record-digest.ts';

/**
 * Writes down what somebody says of a pair. One word settles a pair, or two equal ones where two people decide it; where they
 * differ a third person settles it. What is settled becomes a fact about the two records.
 */
export const decidePair: Handler<typeof decideOp> = async (context, input) => {
  const review = await reviewOf(context.store.read, input.review);
  const before = await pairsOfReview(context.store.read, review.id);
  const named = namedPair(before, input);
  const fact = await recordsOfPair(context, review.run, named.pair);
  const now = context.clock.now();
  return context.store.write(async (tx) => {
    const found = await pairsOfReview(tx, review.id);
    const pair = namedPair(found, input);
    const said = found.said(pair.id);
    if (!isOpenTo(pair, said, context.actor.id)) throw pairSettled.with({ pair: pair.id });
    const settles = isDisputed(pair, said);
    await tx
      .insertInto('linkage_review_word')
      .values({
        id: newId(context.random),
        review_pair: pair.id,
        said_by: context.actor.id,
        said: input.decision,
        note: input.note ?? null,
        settles: settles ? 1 : 0,
        recorded_at: now,
      })
      .execute();
    const settled = settledBy(pair, said, input.decision);
    await tx
      .updateTable('linkage_review_pair')
      .set({ shown_to: null, shown_at: null, settled, settled_at: settled === null ? null : now })
      .where('id', '=', pair.id)
      .execute();
    if (settled === 'same' || settled === 'different')
      await recordDecision(context, tx, { review: review.id, pair: pair.id, verdict: settled, ...fact });
    context.audit.about({ detail: { review: review.id, pair: pair.id, said: input.decision } });
    return {
      pair: pair.id,
      said: input.decision,
      settled,
      progress: progressOf(await pairsOfReview(tx, review.id), context.actor.id),
    };
  });
};

/** Takes one's own word back, and the fact that came of it, while no other person's word is beside it. */
export const undoDecision: Handler<typeof undoOp> = async (context, input) => {
  const review = await reviewOf(context.store.read, input.review);
  await openRun(context, review.run);
  const now = context.clock.now();
  return context.store.write(async (tx) => {
    const found = await pairsOfReview(tx, review.id);
    const pair = namedPair(found, input);
    const said = found.said(pair.id);
    const own = said.find(({ said_by }) => said_by === context.actor.id);
    if (own === undefined || said.at(-1) !== own || (said.length > 1 && own.settles === 0))
      throw nothingToTakeBack.with({ pair: pair.id });
    await tx
      .updateTable('linkage_review_word')
      .set({ superseded_at: now })
      .where('id', '=', own.id)
      .execute();
    await tx
      .updateTable('linkage_review_pair')
      .set({ settled: null, settled_at: null, shown_to: context.actor.id, shown_at: now })
      .where('id', '=', pair.id)
      .execute();
    await tx
      .updateTable('linkage_decision')
      .set({ superseded_at: now, superseded_by: context.actor.id, reason: 'taken back by who said it' })
      .where('review_pair', '=', pair.id)
      .where('superseded_at', 'is', null)
      .execute();
    context.audit.about({ detail: { review: review.id, pair: pair.id } });
    return {
      pair: pair.id,
      said: null,
      settled: null,
      progress: progressOf(await pairsOfReview(tx, review.id), context.actor.id),
    };
  });
};

function namedPair({ pairs }: ReviewPairs, input: { readonly review: string; readonly pair: string }) {
  const pair = pairs.find(({ id }) => id === input.pair);
  if (pair === undefined) throw noSuchReviewPair.with({ review: input.review, pair: input.pair });
  return pair;
}

function settledBy(pair: ReviewPairRow, said: readonly WordRow[], word: Word): Word | null {
  if (pair.double === 0 || said.length >= 2) return word;
  return said.length === 1 && said[0]!.said === word ? word : null;
}

/** What names the two records for ever: digests of their identity in their datasets. Asks the gate on the way. */
async function recordsOfPair(context: Context, run: string, pair: number) {
  const opened = await openRun(context, run);
  const [kept] = await context.engine.rows<{ l: number; r: number }>(
    sql`SELECT id_l::integer AS l, id_r::integer AS r FROM ${opened.pairs} WHERE pair = ${pair}`,
    { step: 'pair_kept' },
  );
  const left = opened.sources[0]!;
  const right = opened.sources.at(-1)!;
  const key = await digestKey(context);
  const [ownIdentity, otherIdentity] = [await identityOf(context, left), await identityOf(context, right)];
  const lefts = await digestsOf(context.engine, key, left, ownIdentity, [kept!.l]);
  const rights = await digestsOf(context.engine, key, right, otherIdentity, [kept!.r]);
  return {
    left_dataset: left.dataset,
    left_record: lefts.get(kept!.l)!,
    right_dataset: right.dataset,
    right_record: rights.get(kept!.r)!,
    identity: JSON.stringify([ownIdentity, otherIdentity]),
  };
}

/** Writes the fact; what was known of the same two records before is superseded, and stays. */
async function recordDecision(
  context: Context,
  tx: Tx,
  fact: {
    readonly review: string;
    readonly pair: string;
    readonly verdict: 'same' | 'different';
    readonly left_dataset: string;
    readonly left_record: string;
    readonly right_dataset: string;
    readonly right_record: string;
    readonly identity: string;
  },
): Promise<void> {
  const now = context.clock.now();
  const { pair, ...known } = fact;
  await tx
    .updateTable('linkage_decision')
    .set({ superseded_at: now, superseded_by: context.actor.id, reason: 'decided anew' })
    // Asked either way round they are the same two.
    .where((where) =>
      where.or([
        where.and({ left_record: fact.left_record, right_record: fact.right_record }),
        where.and({ left_record: fact.right_record, right_record: fact.left_record }),
      ]),
    )
    .where('superseded_at', 'is', null)
    .execute();
  await tx
    .insertInto('linkage_decision')
    .values({
      ...known,
      id: newId(context.random),
      review_pair: pair,
      decided_by: context.actor.id,
      valid_from: context.clock.today(),
      recorded_at: now,
    })
    .execute();
}
