import { datasetOf } from '../catalog/index.ts';
import type { Handler } from '../handler.ts';
import type { showUse as operation } from './contract.ts';
import type { UseKind } from './tables.ts';

const dayMs = 86_400_000;

export const showUse: Handler<typeof operation> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const since = new Date(Date.parse(context.clock.today()) - (input.days - 1) * dayMs)
    .toISOString()
    .slice(0, 10);
  const uses = await context.store.read
    .selectFrom('portal_dataset_use')
    .select(['day', 'kind', 'requests'])
    .where('dataset', '=', dataset.id)
    .where('day', '>=', since)
    .orderBy('day')
    .execute();
  const countsOf = (of: typeof uses) => {
    const sum = (kind: UseKind) =>
      of.reduce((total, one) => total + (one.kind === kind ? Number(one.requests) : 0), 0);
    return { pages: sum('page'), rows: sum('rows'), downloads: sum('download'), robots: sum('robot') };
  };
  return {
    dataset: dataset.publicId,
    since,
    total: countsOf(uses),
    days: [...Map.groupBy(uses, (one) => one.day)].map(([day, of]) => ({ day, ...countsOf(of) })),
  };
};
