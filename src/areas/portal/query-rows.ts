import { withJsonText } from '../../core/json-text.ts';
import type { Context, Handler } from '../handler.ts';
import type { queryRows as operation, searchRows as searchOp } from './contract.ts';
import { parseCursor } from './cursor.ts';
import { badCursor } from './errors.ts';
import { answerFields, type RowsPage } from './model.ts';
import { openVersion } from './open-version.ts';
import { planQuery } from './plan-query.ts';
import { countRows, cursorOf, readPage } from './read-page.ts';
import { refuseInAddress } from './refuse-in-address.ts';
import { parseParts } from './soql/parse-parameters.ts';
import { noteUse } from './usage.ts';

/** Rows by a query that stands in the address: of protected ones no value may stand there. */
export const queryRows: Handler<typeof operation> = (context, input) =>
  rowsOf(context, input, 'in the address');

/** The same by a query that was sent. */
export const searchRows: Handler<typeof searchOp> = (context, input) => rowsOf(context, input, 'sent');

/** Rows of a dataset by a query in parts. A cursor holds on to its version, whatever is loaded meanwhile. */
async function rowsOf(
  context: Context,
  input: Parameters<typeof queryRows>[1],
  stands: 'in the address' | 'sent',
): Promise<RowsPage> {
  const { dataset, version, as_of, select, where, group, having, order, q, limit, cursor, count, ...others } =
    input;
  const wanted = cursor === undefined ? undefined : parseCursor(cursor);
  if (wanted !== undefined && version !== undefined && version !== wanted.version) throw badCursor.with({});
  const open = await openVersion(context, dataset, {
    version: wanted?.version ?? version,
    as_of: wanted === undefined ? as_of : undefined,
  });
  if (stands === 'in the address')
    refuseInAddress(open, { where, having, q, ...Object.fromEntries(equalities(others)) });
  const asked = parseParts({ select, where, group, having, order, search: q, equals: equalities(others) });
  const planned = await planQuery(context, open, asked);
  const place = cursor === undefined ? undefined : cursorOf(cursor, planned.canonical);
  noteUse(context, open.dataset.id, 'rows', planned.narrowedBy);
  const [page, total] = await Promise.all([
    readPage(context, open, planned, { form: 'own', limit, cursor: place }),
    count ? countRows(context, open, planned) : undefined,
  ]);
  const head = {
    dataset: open.dataset.publicId,
    version: open.version.number,
    fields: answerFields(planned.stage.fields),
    ...(total !== undefined && { total }),
    next: page.next,
  };
  return withJsonText(head, 'rows', page.json) as RowsPage;
}

/** Names that are no parameter of this address are filters on columns: `town=Hartford`. */
function equalities(others: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(others).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
}
