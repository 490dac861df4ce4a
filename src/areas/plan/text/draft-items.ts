import { newId } from '../../../core/id.ts';
import type { Handler } from '../../handler.ts';
import { lackingOf } from '../cycle/readiness.ts';
import { unfit } from '../errors.ts';
import { readDraftObjectives } from '../objective-row.ts';
import { readCycle, readItemRows } from '../read-plan.ts';
import type { addItem, dropItem, editItem, mergeItems, showDraft } from './contract.ts';
import { draftItemOf, draftOnly, insertItem, readDraftItem, refuseStale, rewriteItem } from './write-item.ts';

export const showDraftHandler: Handler<typeof showDraft> = async ({ store }, { cycle }) => {
  const { title, adopted } = await readCycle(store.read, cycle);
  const open = await store.read
    .selectFrom('plan_suggestion')
    .select(({ fn }) => ['item', fn.countAll().as('n')])
    .where('cycle', '=', cycle)
    .where('state', '=', 'open')
    .groupBy('item')
    .execute();
  const counts = new Map(open.map((row) => [row.item, Number(row.n)]));
  return {
    cycle,
    title,
    open: adopted === null,
    items: (await readItemRows(store.read, cycle)).map((row) => draftItemOf(row, counts.get(row.item) ?? 0)),
    objectives: (await readDraftObjectives(store.read, cycle)).map((row) => ({
      revision: row.id,
      objective: row.objective,
      goal: row.goal,
      title: row.title,
      measure: row.measure,
      covered: row.scope.covered === true,
      agencies: [...(row.scope.agencies ?? [])],
      datasets: [...(row.scope.datasets ?? [])],
      principles: [...row.principles],
      baseline: row.baseline,
      target: row.target,
      horizon: row.horizon,
      nextCheck: row.next_check,
      owner: row.owner,
      missing: lackingOf(row),
    })),
  };
};

export const editItemHandler: Handler<typeof editItem> = async (
  context,
  { cycle, item, revision, ...text },
) =>
  context.store.write(async (tx) => {
    await draftOnly(tx, cycle);
    const row = await readDraftItem(tx, cycle, item);
    refuseStale(row, revision);
    return draftItemOf(await rewriteItem(tx, context, row, text));
  });

export const addItemHandler: Handler<typeof addItem> = async (context, { cycle, ...line }) =>
  context.store.write(async (tx) => {
    await draftOnly(tx, cycle);
    return draftItemOf(await insertItem(tx, context, cycle, line));
  });

export const dropItemHandler: Handler<typeof dropItem> = async (context, { cycle, item, revision }) =>
  context.store.write(async (tx) => {
    await draftOnly(tx, cycle);
    const row = await readDraftItem(tx, cycle, item);
    refuseStale(row, revision);
    const leaning = (await readItemRows(tx, cycle)).filter(
      ({ parent, heading }) => parent === item || heading === item,
    );
    const aims = await tx
      .selectFrom('plan_objective')
      .select('objective')
      .where('cycle', '=', cycle)
      .where('goal', '=', item)
      .where('superseded_at', 'is', null)
      .execute();
    if (leaning.length + aims.length > 0)
      throw unfit.with({
        problems: [
          `${leaning.length + aims.length} items stand under it. Move or drop them first, or merge it into another.`,
        ],
        fields: ['item'],
      });
    await tx
      .updateTable('plan_item')
      .set({ superseded_at: context.clock.now() })
      .where('id', '=', row.id)
      .execute();
    return { item };
  });

/** The one that stays takes over what stood under the others, the objectives that named them, and their addresses. */
export const mergeItemsHandler: Handler<typeof mergeItems> = async (
  context,
  { cycle, into, from, words, revision },
) =>
  context.store.write(async (tx) => {
    await draftOnly(tx, cycle);
    const stays = await readDraftItem(tx, cycle, into);
    if (revision !== undefined) refuseStale(stays, revision);
    const at = context.clock.now();
    for (const gone of from) {
      const row = await readDraftItem(tx, cycle, gone);
      if (row.kind !== stays.kind || gone === into)
        throw unfit.with({
          problems: [`${gone} cannot be merged into ${into}: only items of one kind can.`],
          fields: ['from'],
        });
      for (const child of await readItemRows(tx, cycle)) {
        if (child.parent === gone) await rewriteItem(tx, context, child, { parent: into });
        else if (child.heading === gone) await rewriteItem(tx, context, child, { heading: into });
      }
      await relinkObjectives(tx, context, cycle, gone, into);
      await tx.updateTable('plan_item').set({ superseded_at: at }).where('id', '=', row.id).execute();
      await tx
        .insertInto('plan_origin')
        .values({
          id: newId(context.random),
          cycle,
          item: into,
          origin: gone,
          kind: 'merged',
          recorded_at: at,
        })
        .execute();
    }
    return draftItemOf(await rewriteItem(tx, context, await readDraftItem(tx, cycle, into), { words }));
  });

type Write = Parameters<Parameters<Parameters<Handler<typeof mergeItems>>[0]['store']['write']>[0]>[0];

async function relinkObjectives(
  tx: Write,
  context: Parameters<Handler<typeof mergeItems>>[0],
  cycle: string,
  gone: string,
  into: string,
): Promise<void> {
  const rows = await tx
    .selectFrom('plan_objective')
    .selectAll()
    .where('cycle', '=', cycle)
    .where('superseded_at', 'is', null)
    .execute();
  const at = context.clock.now();
  for (const row of rows) {
    const principles = JSON.parse(row.principles) as string[];
    if (row.goal !== gone && !principles.includes(gone)) continue;
    await tx.updateTable('plan_objective').set({ superseded_at: at }).where('id', '=', row.id).execute();
    await tx
      .insertInto('plan_objective')
      .values({
        ...row,
        id: newId(context.random),
        recorded_at: at,
        goal: row.goal === gone ? into : row.goal,
        principles: JSON.stringify([...new Set(principles.map((one) => (one === gone ? into : one)))]),
      })
      .execute();
  }
}
