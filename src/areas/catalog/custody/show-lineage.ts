import type { Handler } from '../../handler.ts';
import { datasetOf } from '../read-dataset.ts';
import type { showLineage as operation } from './contract.ts';
import { followLineage } from './lineage.ts';
import { lineageAround } from './lineage-around.ts';

export const showLineage: Handler<typeof operation> = async (context, input) => {
  const reader = context.store.read;
  const { id, publicId } = await datasetOf(reader, input.dataset);
  const [datasets, around] = await Promise.all([
    followLineage(reader, id, input.steps, input.most),
    lineageAround(reader, id, publicId),
  ]);
  return {
    dataset: publicId,
    nodes: [...datasets.nodes, ...around.nodes].sort(
      (a, b) => a.step - b.step || Number(a.kind !== 'dataset') - Number(b.kind !== 'dataset'),
    ),
    edges: [...datasets.edges, ...around.edges],
    more: datasets.more || around.more,
  };
};
