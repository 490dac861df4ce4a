import { datasetOf } from '../catalog/index.ts';
import type { Handler } from '../handler.ts';
import type { showUse as operation } from './contract.ts';

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
  const days = Map.groupBy(uses, (one) => one.day);
  const count = (of: typeof uses, kind: string) => of.find((one) => one.kind === kind)?.requests ?? 0;
  return {
    dataset: dataset.publicId,
    days: [...days].map(([day, of]) => ({ day, rows: count(of, 'rows'), downloads: count(of, 'download') })),
  };
};
