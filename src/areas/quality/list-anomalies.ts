import { datasetOf } from '../catalog/index.ts';
import type { Handler, Reader } from '../handler.ts';
import type { Anomaly } from './anomaly.ts';
import type { listAnomalies as op } from './contract.ts';
import { mustSeeContent } from './see-content.ts';

export const listAnomalies: Handler<typeof op> = async (context, input) => {
  const { store } = context;
  const dataset = await datasetOf(store.read, input.dataset);
  await mustSeeContent(context, dataset, input.version);
  const version = input.version ?? dataset.currentVersion;
  return {
    dataset: dataset.publicId,
    version,
    anomalies: version === null ? [] : await anomaliesOf(store.read, dataset.id, version),
  };
};

export async function anomaliesOf(reader: Reader, dataset: string, version: number): Promise<Anomaly[]> {
  const rows = await reader
    .selectFrom('quality_anomaly')
    .selectAll()
    .where('dataset', '=', dataset)
    .where('version', '=', version)
    .orderBy('number')
    .execute();
  return rows.map(({ kind, field, sentence }) => ({ version, kind, field, sentence }));
}
