import { sql } from '../../../engine/sql.ts';
import { openContent, versionAt } from '../../catalog/index.ts';
import type { Context } from '../../handler.ts';
import { readRecordIds } from '../files/record-ids.ts';
import { readSources } from '../link-sources.ts';
import { parseModel } from '../model-file.ts';
import { mayOpenSources, recordId } from '../runs/open-sources.ts';
import { finishedRun, sourcesOfRun } from '../runs/read-run.ts';
import { openRun } from '../runs/with-run.ts';
import { clusterName } from '../runs/write-run.ts';
import type { IndexQuestion } from './index-worker.ts';
import type { IndexSource } from './resident-index.ts';
import { type Resident, residentOf } from './residents.ts';

const seed = 1;

/**
 * The index of a link, for whoever may see the rows of all its sources: asked anew at each question, and written down. A
 * result that waits for a reason is not used. Throws what the gate throws, and `linkage.index-unavailable`.
 */
export async function runIndex(context: Context, run: string) {
  const found = await finishedRun(context.store.read, run);
  const { row } = found;
  const version = await versionAt(context.store.read, row.result_dataset!, { version: row.result_version! });
  const [, result] = await Promise.all([
    mayOpenSources(context, sourcesOfRun(row)),
    openContent(context, version, 'read-rows'),
  ]);
  const resident: Resident = await residentOf({
    place: `link ${row.id}`,
    mark: `${row.finished_at}`,
    result: `the link ${row.id}`,
    source: () => indexOfRun(context, row.id),
    changes: async () => {
      const kept = await changesOf(context, row.id);
      const read = await Promise.all(kept.map(({ file }) => result.readJsonBeside<IndexQuestion>(file)));
      return read.filter((one) => one !== undefined);
    },
  });
  return { ...found, result, resident };
}

const changesOf = ({ store }: Pick<Context, 'store'>, run: string) =>
  store.read
    .selectFrom('linkage_index_change')
    .select(['number', 'file'])
    .where('run', '=', run)
    .orderBy('number')
    .execute();

/** Both sides of a link stand in one index: a record at hand may be of either. */
async function indexOfRun(context: Context, id: string): Promise<IndexSource> {
  const { engine, clock } = context;
  const { row, sources, clusters } = await openRun(context, id);
  const modelFile = `of the link ${id}`;
  const model = parseModel(row.model!, modelFile);
  const read = await readSources(
    engine,
    { kind: row.kind, files: sources.map(({ records }) => records), id: recordId, seed },
    model.fields,
  );
  const { leftRows, rows } = read.table;
  const { of } = await readRecordIds(engine, read.sources, recordId, leftRows);
  const side = (at: number) => (leftRows === undefined ? undefined : at < leftRows ? 'left' : 'right');
  const ids = Array.from({ length: rows }, (_, at) => clusterName(side(at), of(at)));
  const isLink = row.kind === 'link';
  const [names, groups] = await engine.columns(
    sql`SELECT ${isLink ? sql`side || '-' ||` : sql`'' ||`} id::varchar AS id, cluster_id::varchar AS cluster_id
        FROM ${clusters}`,
    { step: 'clusters_of_run' },
  );
  const clusterOf = new Map<string, string>();
  for (let at = 0; at < names!.codes.length; at++)
    clusterOf.set(names!.values[names!.codes[at]!]!, groups!.values[groups!.codes[at]!]!);
  return {
    table: read.table,
    mapping: read.mapping,
    model,
    modelFile,
    seed,
    lastYear: Number(clock.now().slice(0, 4)),
    ids,
    clusters: ids.map((one) => clusterOf.get(one) ?? one),
  };
}
