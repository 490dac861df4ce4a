import { collectOrphans, isTemporary } from '../../engine/lake.ts';
import type { JobContext } from '../handler.ts';
import type { IngestJob } from './ingest-job.ts';

/** What a load writes, in a version's folder; the job's id stands before the ending. */
const ours =
  /^[a-z0-9]+\/\d+\/(part-\d+|rejected-cells|quarantined-rows|row-changes|source)-[a-z0-9]+(\.parquet|\.zst)?(\.sealed)?$/;
/** Comparisons are made again when they are asked for. */
const compared = /^[a-z0-9]+\/compared\//;

const dayMs = 24 * 3600_000;

/**
 * Deletes files of loads that no manifest names, uploads whose job is done, working files and old comparisons. Never a
 * file younger than a day, one that a queued or running job waits for, or one of another area. Keys that seal nothing go too.
 */
export async function runCollectOrphans(context: JobContext): Promise<{ deleted: number; keys: number }> {
  const parts = await context.store.read.selectFrom('version_part').select('file').execute();
  const named = new Set(parts.map((part) => part.file));
  const waiting = await context.store.read
    .selectFrom('job')
    .select(['id', 'input'])
    .where('kind', '=', 'catalog.ingest')
    .where('state', 'in', ['queued', 'running'])
    .execute();
  const busy = waiting.flatMap(({ id, input }) => [
    `.working/${id}/`,
    `.incoming/${(JSON.parse(input) as IngestJob).incoming}/`,
  ]);
  const isOrphan = (path: string) => {
    if (path.startsWith('.incoming/') || path.startsWith('.working/')) {
      return !busy.some((folder) => path.startsWith(folder));
    }
    return isTemporary(path) || compared.test(path) || (ours.test(path) && !named.has(path));
  };
  const deleted = await collectOrphans(context.lake, isOrphan, Date.parse(context.clock.now()));
  const keys = await destroyUnusedKeys(
    context,
    waiting.map(({ input }) => (JSON.parse(input) as IngestJob).key),
  );
  if (deleted + keys > 0) context.log('orphans deleted', { files: deleted, keys });
  return { deleted, keys };
}

/** A crash between a key and what it was made for leaves a key that no version and no waiting upload names. */
async function destroyUnusedKeys(context: JobContext, waiting: readonly (string | null)[]): Promise<number> {
  const used = new Set(waiting);
  const versions = await context.store.read
    .selectFrom('dataset_version')
    .select('sealed_by')
    .where('sealed_by', 'is not', null)
    .execute();
  for (const { sealed_by } of versions) used.add(sealed_by);
  let destroyed = 0;
  for (const { id, madeAtMs } of await context.vault.keys.list()) {
    if (used.has(id) || Date.parse(context.clock.now()) - madeAtMs < dayMs) continue;
    await context.vault.keys.destroy(id);
    destroyed += 1;
  }
  return destroyed;
}
