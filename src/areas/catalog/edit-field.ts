import type { Handler } from '../handler.ts';
import type { editField as operation } from './contract.ts';
import { noSuchField } from './errors.ts';
import { fieldsOf } from './list-fields.ts';
import { datasetOf } from './read-dataset.ts';

/** What a person says about a field stays through later versions; an empty description takes it away. */
export const editField: Handler<typeof operation> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    const find = async () => (await fieldsOf(tx, dataset)).find((one) => one.name === input.field);
    const before = await find();
    if (before === undefined) throw noSuchField.with({ dataset: dataset.publicId, field: input.field });
    const title = input.title ?? before.title;
    const description = input.description === undefined ? before.description : input.description || null;
    if (title === before.title && description === before.description) return before;
    await tx
      .updateTable('dataset_field')
      .set({ title, description })
      .where('dataset', '=', dataset.id)
      .where('name', '=', input.field)
      .execute();
    await tx
      .updateTable('dataset')
      .set({ updated_at: context.clock.now() })
      .where('id', '=', dataset.id)
      .execute();
    await context.emit(tx, 'dataset-edited', { dataset: dataset.id, publicId: dataset.publicId });
    return { ...before, title, description };
  });
