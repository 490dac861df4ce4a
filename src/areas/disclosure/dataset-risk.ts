import { datasetOf, fieldsOf, openContent, versionAt } from '../catalog/index.ts';
import type { Handler } from '../handler.ts';
import { noSuchColumn } from './errors.ts';
import type { datasetRisk as operation } from './microdata/contract.ts';
import { riskReport } from './microdata/risk-report.ts';

/**
 * Measures the risk of a dataset's current version, for someone who may see its rows: how many stand alone is itself a small
 * count.
 */
export const datasetRisk: Handler<typeof operation> = async (context, input) => {
  const { store, engine } = context;
  const dataset = await datasetOf(store.read, input.dataset);
  const fields = (await fieldsOf(store.read, dataset)).filter((field) => field.known_to === null);
  const sensitive = input.sensitive ?? [];
  const known = fields.map(({ name }) => name);
  const missing = [...input.quasi, ...sensitive].find((name) => !known.includes(name));
  if (missing !== undefined) throw noSuchColumn.with({ file: dataset.title, column: missing, known });
  const content = await openContent(context, await versionAt(store.read, dataset), 'read-rows');
  return riskReport(engine, {
    file: dataset.title,
    records: await content.rows(),
    quasi: input.quasi,
    sensitive,
    ordered: [],
    wildcard: false,
    suda: false,
    l: 2,
    threshold: 0.2,
  });
};
