import { newId } from '../../../core/id.ts';
import type { Handler } from '../../handler.ts';
import { openVersion } from '../open-version.ts';
import type { saveView as op } from './contract.ts';
import { viewNotNeeded } from './errors.ts';
import { planView } from './plan-view.ts';

/** Checks the filter first: one that cannot be read is told at once, and nothing is kept. */
export const saveView: Handler<typeof op> = async (context, { dataset, version, ...asked }) => {
  const open = await openVersion(context, dataset, { version });
  if (open.content.isOpen) throw viewNotNeeded.with({ dataset: open.dataset.publicId });
  await planView(context, open, asked);
  const id = newId<'row-view'>(context.random);
  const file = await open.content.keepJsonBeside(`view-${id}.json`, asked);
  context.audit.about({ dataset: open.dataset.id, detail: { view: id, filters: asked.where.length } });
  await context.store.write((tx) =>
    tx
      .insertInto('portal_row_view')
      .values({
        id,
        dataset: open.dataset.id,
        version: open.version.number,
        account: context.actor.id,
        file,
        filters: asked.where.length + (asked.q ? 1 : 0),
        ordered_by: asked.order?.split(' ')[0] || null,
        saved_at: context.clock.now(),
      })
      .execute(),
  );
  return { view: id };
};
