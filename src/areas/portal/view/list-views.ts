import { datasetOf, removeBeside } from '../../catalog/index.ts';
import type { Handler } from '../../handler.ts';
import type { forgetView as forgetOp, listViews as listOp } from './contract.ts';
import { noSuchView } from './errors.ts';

export const listViews: Handler<typeof listOp> = async ({ store, actor }, input) => {
  const dataset = await datasetOf(store.read, input.dataset);
  const rows = await store.read
    .selectFrom('portal_row_view')
    .selectAll()
    .where('account', '=', actor.id)
    .where('dataset', '=', dataset.id)
    .orderBy('saved_at', 'desc')
    .orderBy('id')
    .limit(100)
    .execute();
  return {
    views: rows.map(({ id, version, filters, ordered_by, saved_at }) => ({
      view: id,
      version,
      filters,
      order: ordered_by,
      saved_at,
    })),
  };
};

export const forgetView: Handler<typeof forgetOp> = async (context, input) => {
  const file = await context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    const row = await tx
      .selectFrom('portal_row_view')
      .select('file')
      .where('id', '=', input.view)
      .where('dataset', '=', dataset.id)
      .where('account', '=', context.actor.id)
      .executeTakeFirst();
    if (row === undefined) throw noSuchView.with({ view: input.view });
    context.audit.about({ dataset: dataset.id, detail: { view: input.view } });
    await tx.deleteFrom('portal_row_view').where('id', '=', input.view).execute();
    return row.file;
  });
  await removeBeside(context.lake, file);
  return { forgotten: input.view };
};
