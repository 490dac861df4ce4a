import type { Handler } from '../../handler.ts';
import { datasetOf } from '../read-dataset.ts';
import type { showLineage as operation } from './contract.ts';
import { followLineage } from './lineage.ts';

export const showLineage: Handler<typeof operation> = async (context, input) => {
  const { id, publicId } = await datasetOf(context.store.read, input.dataset);
  return {
    dataset: publicId,
    ...(await followLineage(context.store.read, id, input.steps, input.most)),
  };
};
