import type { Handler } from '../../handler.ts';
import { datasetOf } from '../read-dataset.ts';
import { changesOf } from './changes.ts';
import type { listChanges as operation } from './contract.ts';
import { retirementOf } from './retirements.ts';

export const listChanges: Handler<typeof operation> = async (context, input) => {
  const { id, publicId } = await datasetOf(context.store.read, input.dataset);
  return {
    changes: await changesOf(context.store.read, id, publicId),
    retirement: (await retirementOf(context.store.read, id)) ?? null,
  };
};
