import type { Handler } from '../handler.ts';
import type { showDataset as operation } from './contract.ts';
import { fieldsOf } from './list-fields.ts';
import { viewOfDataset, viewOfVersion } from './model.ts';
import { datasetOf } from './read-dataset.ts';
import { currentVersion } from './version/load-result.ts';

export const showDataset: Handler<typeof operation> = async (context, input) => {
  const reader = context.store.read;
  const dataset = await datasetOf(reader, input.dataset);
  const [fields, current, counted] = await Promise.all([
    fieldsOf(reader, dataset),
    currentVersion(reader, dataset.id),
    reader
      .selectFrom('dataset_version')
      .select(({ fn }) => fn.countAll().as('versions'))
      .where('dataset', '=', dataset.id)
      .executeTakeFirstOrThrow(),
  ]);
  return {
    ...viewOfDataset(dataset, context.clock.now()),
    fields: fields.filter((field) => field.known_to === null),
    version: current ? viewOfVersion(current.version) : null,
    versions: Number(counted.versions),
  };
};
