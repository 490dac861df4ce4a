import type { Handler } from '../../handler.ts';
import { datasetOf } from '../read-dataset.ts';
import type { linkSource as operation } from './contract.ts';
import { noLineageToItself } from './errors.ts';
import { isMadeFrom } from './lineage.ts';

export const linkSource: Handler<typeof operation> = (context, input) =>
  context.store.write(async (tx) => {
    const [made, source] = [await datasetOf(tx, input.dataset), await datasetOf(tx, input.source)];
    const answer = { dataset: made.publicId, source: source.publicId };
    if (input.remove) {
      await tx
        .deleteFrom('lineage')
        .where('dataset', '=', made.id)
        .where('source', '=', source.id)
        .where('kind', '=', 'declared')
        .execute();
      return answer;
    }
    if (made.id === source.id || (await isMadeFrom(tx, source.id, made.id)))
      throw noLineageToItself.with({ dataset: made.publicId });
    const how = input.how || null;
    await tx
      .insertInto('lineage')
      .values({
        dataset: made.id,
        source: source.id,
        kind: 'declared',
        how,
        recorded_at: context.clock.now(),
        recorded_by: context.actor.id,
      })
      .onConflict((conflict) => conflict.columns(['dataset', 'source', 'kind']).doUpdateSet({ how }))
      .execute();
    return answer;
  });
