import type { z } from 'zod';
import { withJsonText } from '../../../core/json-text.ts';
import { datasetOf } from '../../catalog/index.ts';
import type { Handler } from '../../handler.ts';
import { answerFields } from '../model.ts';
import { openVersion } from '../open-version.ts';
import { countRows, readPage } from '../read-page.ts';
import type { showView as op, viewAsked } from './contract.ts';
import { noSuchView } from './errors.ts';
import { planView } from './plan-view.ts';

/**
 * The policies are asked anew whoever opens it. What it asks may name a person, so someone whose rows are masked opens only
 * views of their own.
 */
export const showView: Handler<typeof op> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const row = await context.store.read
    .selectFrom('portal_row_view')
    .selectAll()
    .where('id', '=', input.view)
    .where('dataset', '=', dataset.id)
    .executeTakeFirst();
  if (row === undefined) throw noSuchView.with({ view: input.view });
  const open = await openVersion(context, dataset.publicId, { version: row.version });
  // Once released, rows are filtered in the open; what was sealed with them is gone.
  if (open.content.isOpen || (row.account !== context.actor.id && open.content.masked.size > 0))
    throw noSuchView.with({ view: input.view });
  const asked = await open.content.readJsonBeside<z.output<typeof viewAsked>>(row.file);
  if (asked === undefined) throw noSuchView.with({ view: input.view });
  const { planned, size } = await planView(context, open, asked);
  const skip = (input.page - 1) * size;
  const [page, total] = await Promise.all([
    readPage(context, open, planned, {
      form: 'own',
      limit: size,
      cursor: { version: open.version.number, query: '', skip },
    }),
    countRows(context, open, planned),
  ]);
  const head = {
    view: row.id,
    dataset: dataset.publicId,
    version: open.version.number,
    current: dataset.currentVersion === open.version.number,
    asked,
    fields: answerFields(planned.stage.fields),
    total,
    page: input.page,
    size,
  };
  return withJsonText(head, 'rows', page.json) as never;
};
