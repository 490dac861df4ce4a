import type { Reader } from '../handler.ts';
import type { OwnedThings, Owner } from '../owned-things.ts';

const mark = ' (example)';

/** The datasets whose named owner someone is, in the agency they leave. */
export const ownedDatasets: OwnedThings = {
  kind: { one: 'dataset', many: 'datasets' },
  list: async ({ store }, owner) =>
    (await ownedBy(store.read, owner)).map(({ public_id, title }) => ({
      id: public_id,
      title,
      href: `/data/${public_id}`,
    })),
  handOver: async (tx, context, from, to) => {
    const owned = await ownedBy(tx, from);
    for (const { id, public_id, owner } of owned) {
      // An invented owner carries the mark of one, and so does who follows.
      const name = owner?.endsWith(mark) ? `${to.name}${mark}` : to.name;
      await tx
        .updateTable('dataset')
        .set({ owner: name, updated_at: context.clock.now() })
        .where('id', '=', id)
        .execute();
      await context.emit(tx, 'dataset-edited', { dataset: id, publicId: public_id });
    }
    return owned.length;
  },
};

function ownedBy(reader: Reader, { name, agency }: Owner) {
  let query = reader
    .selectFrom('dataset')
    .select(['id', 'public_id', 'title', 'owner'])
    .where('owner', 'in', [name, `${name}${mark}`])
    .orderBy('title');
  if (agency !== null) query = query.where('agency', '=', agency);
  return query.execute();
}
