import type { Handler } from '../handler.ts';
import type { editDataset as operation } from './contract.ts';
import { metadataChanges } from './metadata-changes.ts';
import { viewOfDataset } from './model.ts';
import { datasetOf } from './read-dataset.ts';

export const editDataset: Handler<typeof operation> = async (context, input) => {
  const now = context.clock.now();
  const dataset = await context.store.write(async (tx) => {
    const known = await datasetOf(tx, input.dataset);
    const changes = await metadataChanges(tx, known, input);
    if (Object.keys(changes).length === 0) return known;
    await tx
      .updateTable('dataset')
      .set({ ...changes, updated_at: now })
      .where('id', '=', known.id)
      .execute();
    await context.emit(tx, 'dataset-edited', { dataset: known.id, publicId: known.publicId });
    return datasetOf(tx, known.id);
  });
  return viewOfDataset(dataset, now);
};
