import { collectOrphans, isTemporary } from '../../engine/lake.ts';
import type { JobContext } from '../handler.ts';
import type { IngestJob } from './ingest-job.ts';

/** What a load writes, in a version's folder; the job's id stands before the ending. */
const ours =
  /^[a-z0-9]+\/\d+\/(part-\d+|rejected-cells|quarantined-rows|row-changes|source)-[a-z0-9]+(\.parquet|\.zst)?$/;
/** Comparisons are made again when they are asked for. */
const compared = /^[a-z0-9]+\/compared\//;

/**
 * Deletes files of loads that no manifest names, uploads whose job is done, working files and old comparisons. Never a
 * file younger than a day, one that a queued or running job waits for, or one of another area.
 */
export async function runCollectOrphans(context: JobContext): Promise<{ deleted: number }> {
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
  if (deleted > 0) context.log('orphans deleted', { files: deleted });
  return { deleted };
}
