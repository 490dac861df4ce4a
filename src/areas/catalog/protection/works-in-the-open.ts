import type { Reader } from '../../handler.ts';
import type { IngestJob } from '../ingest-job.ts';
import { standingRelease } from './release-decision.ts';

/**
 * Whether all that a job touches may lie on the disk in plain text: it is about a dataset whose versions are open at once,
 * and about no version of it that is protected. Whatever cannot be told counts as protected.
 */
export async function worksInTheOpen(reader: Reader, input: unknown): Promise<boolean> {
  const { dataset, register } = (input ?? {}) as { readonly dataset?: unknown } & Partial<
    Pick<IngestJob, 'register'>
  >;
  if (register?.open) return true;
  if (typeof dataset !== 'string' || (await standingRelease(reader, dataset)) === undefined) return false;
  const kept = await reader
    .selectFrom('dataset_version')
    .select('number')
    .where('dataset', '=', dataset)
    .where('release', 'is', null)
    .where('state', '!=', 'withdrawn')
    .executeTakeFirst();
  return kept === undefined;
}
