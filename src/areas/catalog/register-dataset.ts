import { newId, newPublicId } from '../../core/id.ts';
import type { Handler } from '../handler.ts';
import type { registerDataset as operation } from './contract.ts';
import { writeCustody } from './custody/write-custody.ts';
import { metadataChanges } from './metadata-changes.ts';
import { type Dataset, viewOfDataset } from './model.ts';
import { datasetFromRow, findDataset } from './read-dataset.ts';

/** Registers a dataset, with what is said of its custody, or nothing of it; asked again with the same id it changes what is given, so that loading a state twice is safe. */
export const registerDataset: Handler<typeof operation> = async (context, input) => {
  const now = context.clock.now();
  const id = newId<'dataset'>(context.random);
  const publicId = input.dataset ?? newPublicId(context.random);
  const dataset = await context.store.write(async (tx): Promise<Dataset> => {
    const known = input.dataset === undefined ? undefined : await findDataset(tx, input.dataset);
    const changes = await metadataChanges(tx, known, input);
    if (known === undefined) {
      await tx
        .insertInto('dataset')
        .values({
          id,
          public_id: publicId,
          key_fields: '[]',
          tags: '[]',
          state: 'active',
          created_at: now,
          created_by: context.actor.id,
          updated_at: now,
          ...changes,
          title: input.title,
        })
        .execute();
      await context.emit(tx, 'dataset-registered', { dataset: id, publicId });
    } else if (Object.keys(changes).length > 0) {
      await tx
        .updateTable('dataset')
        .set({ ...changes, updated_at: now })
        .where('id', '=', known.id)
        .execute();
      await context.emit(tx, 'dataset-edited', { dataset: known.id, publicId });
    }
    if (input.custody !== undefined) await writeCustody(tx, context, known?.id ?? id, input.custody, 'hand');
    return datasetFromRow(
      await tx
        .selectFrom('dataset')
        .selectAll()
        .where('id', '=', known?.id ?? id)
        .executeTakeFirstOrThrow(),
    );
  });
  return viewOfDataset(dataset, now);
};
