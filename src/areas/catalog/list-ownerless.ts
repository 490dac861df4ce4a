import { gonePeople } from '../access/index.ts';
import type { Context, Handler, Reader } from '../handler.ts';
import type { listOwnerless as operation } from './contract.ts';

const mark = ' (example)';

/**
 * Says of a dataset's owner why it has none: nobody is named, or whoever is has left and nobody has taken over. Undefined
 * while someone answers for it.
 */
export async function whyOwnerless(
  reader: Reader,
  context: Pick<Context, 'clock'>,
): Promise<
  (dataset: { readonly owner: string | null; readonly agency: string | null }) => string | undefined
> {
  const gone = await gonePeople(reader, context);
  return ({ owner, agency }) => {
    if (owner === null) return 'No owner is named';
    const name = owner.endsWith(mark) ? owner.slice(0, -mark.length) : owner;
    return gone.some((one) => one.name === name && (one.agency === null || one.agency === agency))
      ? `${name} has left`
      : undefined;
  };
}

export const listOwnerless: Handler<typeof operation> = async (context, { agency }) => {
  const why = await whyOwnerless(context.store.read, context);
  let query = context.store.read
    .selectFrom('dataset')
    .select(['public_id', 'title', 'agency', 'owner'])
    .where('state', '=', 'active')
    .orderBy('agency')
    .orderBy('title');
  if (agency !== undefined) query = query.where('agency', '=', agency);
  const rows = await query.execute();
  return {
    datasets: rows.flatMap((row) => {
      const because = why(row);
      return because === undefined
        ? []
        : [{ dataset: row.public_id, title: row.title, agency: row.agency, because }];
    }),
    of: rows.length,
  };
};
