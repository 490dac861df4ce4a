import type { Context, Handler } from '../../handler.ts';
import { explainRunPair } from '../runs/explain-run-pair.ts';
import type { nextPair as op } from './contract.ts';
import type { ReviewPair } from './model.ts';
import {
  isDisputed,
  isOpenTo,
  pairsOfReview,
  progressOf,
  type ReviewPairRow,
  reviewOf,
} from './read-review.ts';

/** So long a pair that somebody has been shown is not shown to another who could decide it alone. */
const heldMinutes = 15;

/**
 * The next pair that somebody can decide, with the values of its records: disputed ones first, then in the order of the sample.
 * Who may not see the rows of every source is refused by the gate, and every look is written down before a value leaves.
 */
export const nextPair: Handler<typeof op> = async (context, { review: id }) => {
  const { store, clock, actor } = context;
  const review = await reviewOf(store.read, id);
  const now = clock.now();
  const heldSince = new Date(Date.parse(now) - heldMinutes * 60_000).toISOString();
  const chosen = await store.write(async (tx) => {
    const found = await pairsOfReview(tx, id);
    const open = found.pairs.filter((pair) => isOpenTo(pair, found.said(pair.id), actor.id));
    const mine = open.find((pair) => pair.shown_to === actor.id);
    const free = open.filter(
      (pair) => pair.shown_to === null || pair.shown_at === null || pair.shown_at < heldSince,
    );
    const next = mine ?? free.find((pair) => isDisputed(pair, found.said(pair.id))) ?? free[0];
    context.audit.about({ detail: { review: id, ...(next && { pair: next.id }) } });
    if (next !== undefined)
      await tx
        .updateTable('linkage_review_pair')
        .set({ shown_to: actor.id, shown_at: now })
        .where('id', '=', next.id)
        .execute();
    return { next, disputed: next !== undefined && isDisputed(next, found.said(next.id)), found };
  });
  const progress = progressOf(chosen.found, actor.id);
  if (chosen.next === undefined) return { pair: null, progress };
  return {
    pair: await shownPair(context, review.run, chosen.next, {
      of: progress.pairs,
      disputed: chosen.disputed,
    }),
    progress,
  };
};

/** A pair as a reviewer sees it. Two who decide the same pair are not told what the model says: it would speak for both. */
async function shownPair(
  context: Context,
  run: string,
  row: ReviewPairRow,
  { of, disputed }: { readonly of: number; readonly disputed: boolean },
): Promise<ReviewPair> {
  const why = await explainRunPair(context, { run, pair: row.pair });
  await context.audit.look({ detail: { review: row.review, pair: row.id } });
  const blind = row.double === 1 && !disputed;
  return {
    pair: row.id,
    number: row.number,
    of,
    blind,
    disputed,
    records: why.records.map(({ title }) => ({ source: title })),
    fields: why.fields.flatMap(({ parts, bits }) =>
      parts.map(({ field, left, right, same, says }, at) => ({
        field,
        left,
        right,
        agrees: says,
        same,
        bits: blind || at > 0 ? null : bits,
      })),
    ),
    explanation: blind
      ? null
      : {
          prior: why.prior,
          weight: why.weight,
          chance: why.chance,
          needed: why.needed,
          linked: why.linked,
          neighbours: why.neighbours,
          comparedBy: [...why.comparedBy],
          decides: why.fields.filter(({ decides }) => decides).map(({ field }) => field),
        },
  };
}
