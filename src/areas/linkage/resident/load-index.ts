import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../../../engine/engine.ts';
import { literal, sql } from '../../../engine/sql.ts';
import { noSuchResult } from '../errors.ts';
import { readRecordIds } from '../files/record-ids.ts';
import { readSources } from '../link-sources.ts';
import { linkageReport } from '../model.ts';
import { parseModel } from '../model-file.ts';
import type { IndexSource } from './resident-index.ts';

/** What an index of a finished deduplication is made from. Throws `linkage.no-such-result`. */
export async function indexSource(engine: Engine, folder: string, lastYear: number): Promise<IndexSource> {
  const report = await readFile(join(folder, 'report.json'), 'utf8')
    .then((text) => linkageReport.parse(JSON.parse(text)))
    .catch((cause: unknown) => {
      throw noSuchResult.with({ folder }, cause);
    });
  const modelFile = join(folder, 'model.yaml');
  const model = parseModel(await readFile(modelFile, 'utf8'), modelFile);
  const read = await readSources(
    engine,
    {
      kind: 'dedupe',
      files: report.files.map(({ file }) => file),
      id: report.id ?? undefined,
      delimiter: report.delimiter ?? undefined,
      seed: report.seed,
    },
    model.fields,
  );
  const ids = await readRecordIds(engine, read.sources, report.id ?? undefined, undefined);
  const [names, clusters] = await engine.columns(
    sql`SELECT id, cluster_id FROM read_parquet(${literal(join(folder, 'clusters.parquet'))})`,
    { step: 'clusters' },
  );
  const clusterOf = new Map<string, string>();
  for (let row = 0; row < names!.codes.length; row++)
    clusterOf.set(names!.values[names!.codes[row]!]!, clusters!.values[clusters!.codes[row]!]!);
  const own = Array.from({ length: read.table.rows }, (_, row) => ids.of(row));
  return {
    table: read.table,
    mapping: read.mapping,
    model,
    modelFile,
    seed: report.seed,
    lastYear,
    ids: own,
    clusters: own.map((id) => clusterOf.get(id) ?? id),
  };
}
