import type { Handler } from '../handler.ts';
import type { countDatasets as operation } from './contract.ts';

export const countDatasets: Handler<typeof operation> = async ({ store }) => {
  const rows = await store.read
    .selectFrom('dataset')
    .select(({ fn }) => ['agency', fn.countAll().as('datasets')])
    .where('state', '=', 'active')
    .where('agency', 'is not', null)
    .groupBy('agency')
    .orderBy('agency')
    .execute();
  return {
    agencies: rows.map(({ agency, datasets }) => ({ agency: agency!, datasets: Number(datasets) })),
  };
};
