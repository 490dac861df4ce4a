import type { Handler } from '../../handler.ts';
import { datasetOf } from '../read-dataset.ts';
import type { keepCopy as operation } from './contract.ts';
import { noSuchCopy } from './errors.ts';
import { copiesOf } from './near-copies.ts';

export const keepCopy: Handler<typeof operation> = (context, input) =>
  context.store.write(async (tx) => {
    const [one, other] = [await datasetOf(tx, input.dataset), await datasetOf(tx, input.other)];
    const [first, second] = [String(one.id), String(other.id)].sort() as [string, string];
    await tx
      .updateTable('near_copy')
      .set({
        kept_because: input.because,
        kept_by: context.actor.name ?? context.actor.id,
        kept_at: context.clock.now(),
      })
      .where('dataset', '=', first)
      .where('other', '=', second)
      .execute();
    const kept = (await copiesOf(tx, one.id)).find(({ dataset }) => dataset === other.publicId);
    if (kept === undefined) throw noSuchCopy.with({ dataset: one.publicId, other: other.publicId });
    return kept;
  });
