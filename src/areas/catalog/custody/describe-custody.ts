import type { Handler } from '../../handler.ts';
import { datasetOf } from '../read-dataset.ts';
import type { describeCustody as operation } from './contract.ts';
import { custodyOf } from './read-custody.ts';
import { writeCustody } from './write-custody.ts';

export const describeCustody: Handler<typeof operation> = (context, { dataset: ref, ...given }) =>
  context.store.write(async (tx) => {
    const { id, publicId } = await datasetOf(tx, ref);
    if (await writeCustody(tx, context, id, given, 'hand'))
      await context.emit(tx, 'dataset-edited', { dataset: id, publicId });
    return { dataset: publicId, ...(await custodyOf(tx, id)) };
  });
