import type { Handler } from '../handler.ts';
import type { showField as operation } from './contract.ts';
import { noSuchField } from './errors.ts';
import { fieldsOf } from './list-fields.ts';
import { datasetOf } from './read-dataset.ts';

export const showField: Handler<typeof operation> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const field = (await fieldsOf(context.store.read, dataset)).find((one) => one.name === input.field);
  if (field === undefined) throw noSuchField.with({ dataset: dataset.publicId, field: input.field });
  return { ...field, dataset: dataset.publicId, dataset_title: dataset.title };
};
