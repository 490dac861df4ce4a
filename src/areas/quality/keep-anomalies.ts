import type { JobContext } from '../handler.ts';
import type { Anomaly } from './anomaly.ts';
import { type CountsOfVersion, findAnomalies } from './find-anomalies.ts';
import type { OpenVersion } from './version-ground.ts';

/** Compares a version's counts with those before it and keeps what is unlike them. */
export async function keepAnomalies(context: JobContext, open: OpenVersion): Promise<Anomaly[]> {
  const at = { dataset: open.dataset.id, version: open.version.number };
  const fields = await context.store.read
    .selectFrom('quality_field')
    .selectAll()
    .where('dataset', '=', at.dataset)
    .where('version', '<=', at.version)
    .where('version', '>', at.version - 30)
    .orderBy('version')
    .execute();
  const versions = new Map<number, { version: number; rows: number; fields: Map<string, FieldLine> }>();
  for (const line of fields) {
    const one = versions.get(line.version) ?? { version: line.version, rows: line.rows, fields: new Map() };
    one.fields.set(line.field, { nulls: line.nulls, distinct: line.distinct_values });
    versions.set(line.version, one);
  }
  const all: CountsOfVersion[] = [...versions.values()];
  const now = all.find((one) => one.version === at.version);
  const anomalies =
    now === undefined
      ? []
      : findAnomalies(
          all.filter((one) => one !== now),
          now,
          open.words.field,
        );
  await context.store.write(async (tx) => {
    await tx
      .deleteFrom('quality_anomaly')
      .where('dataset', '=', at.dataset)
      .where('version', '=', at.version)
      .execute();
    for (const [number, { kind, field, sentence }] of anomalies.entries()) {
      await tx
        .insertInto('quality_anomaly')
        .values({ ...at, number, kind, field, sentence })
        .execute();
    }
  });
  return anomalies;
}

interface FieldLine {
  nulls: number;
  distinct: number;
}
