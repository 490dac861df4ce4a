import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Database } from '../../../store/database.ts';
import { datasetOf } from '../../catalog/index.ts';
import type { Handler, Reader } from '../../handler.ts';
import { openRun } from '../runs/with-run.ts';
import type { listDecisions as listOp, withdrawDecision as withdrawOp } from './contract.ts';
import { noSuchDecision } from './errors.ts';
import type { pairDecision } from './model.ts';
import { reviewOf } from './read-review.ts';

type DecisionRow = Selectable<Database['linkage_decision']>;

/** Facts about pairs, newest first: those known now, or those that were known on an instant. */
export const listDecisions: Handler<typeof listOp> = async (context, input) => {
  const reader = context.store.read;
  const dataset = input.dataset === undefined ? undefined : (await datasetOf(reader, input.dataset)).id;
  let query = reader.selectFrom('linkage_decision').selectAll();
  if (dataset !== undefined)
    query = query.where((eb) => eb.or([eb('left_dataset', '=', dataset), eb('right_dataset', '=', dataset)]));
  const instant = input.as_known_on;
  query =
    instant === undefined
      ? query.where('superseded_at', 'is', null)
      : query
          .where('recorded_at', '<=', instant)
          .where((eb) => eb.or([eb('superseded_at', 'is', null), eb('superseded_at', '>', instant)]));
  const rows = await query.orderBy('recorded_at', 'desc').orderBy('id').limit(input.limit).execute();
  return { decisions: await Promise.all(rows.map((row) => decisionView(reader, row))) };
};

/** Withdraws a fact with a reason; the pair of the review stands open again for others. */
export const withdrawDecision: Handler<typeof withdrawOp> = async (context, input) => {
  const reader = context.store.read;
  const row = await reader
    .selectFrom('linkage_decision')
    .selectAll()
    .where('id', '=', input.decision)
    .where('superseded_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) throw noSuchDecision.with({ decision: input.decision });
  await openRun(context, (await reviewOf(reader, row.review)).run);
  const now = context.clock.now();
  await context.store.write(async (tx) => {
    context.audit.about({ detail: { decision: row.id, review: row.review } });
    await tx
      .updateTable('linkage_decision')
      .set({ superseded_at: now, superseded_by: context.actor.id, reason: input.reason })
      .where('id', '=', row.id)
      .where('superseded_at', 'is', null)
      .execute();
  });
  return decisionView(reader, { ...row, superseded_at: now, reason: input.reason });
};

async function decisionView(reader: Reader, row: DecisionRow): Promise<z.output<typeof pairDecision>> {
  const ids = [...new Set([row.left_dataset, row.right_dataset])];
  const datasets = await Promise.all(ids.map(async (id) => (await datasetOf(reader, id)).publicId));
  return {
    id: row.id,
    datasets,
    verdict: row.verdict,
    review: row.review,
    pair: row.review_pair,
    decidedBy: row.decided_by,
    recordedAt: row.recorded_at,
    supersededAt: row.superseded_at,
    reason: row.reason,
  };
}
