import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openFile } from '../../store/sealed/sealed-file.ts';
import type { JobContext } from '../handler.ts';
import type { IngestResult } from './contract.ts';
import { diskFullWhileLoading, noSuchFile } from './errors.ts';
import { incomingFolder, sentLabel } from './ingest.ts';
import type { MadeFrom } from './protection/made-from.ts';
import type { OpenGround } from './protection/open-from-start.ts';
import { willBeOpen } from './protection/release-decision.ts';
import { findDataset } from './read-dataset.ts';
import { readSource } from './source/read-source.ts';
import type { Reading, ReadingOptions } from './source/staged-table.ts';
import { type KeptSource, keepSource } from './version/keep-source.ts';
import { currentVersion, resultOf, versionOfJob } from './version/load-result.ts';
import { makeVersion } from './version/make-version.ts';
import { sha256Of } from './version/source-digest.ts';

/** What the queue keeps of an ingest: ids are chosen before, so that running again after a crash makes nothing twice. */
export interface IngestJob {
  readonly dataset: string;
  /** For a dataset not registered yet. */
  readonly register: {
    readonly publicId: string;
    readonly title: string | null;
    readonly agency: string | null;
    /** Open from the first version on; protected without it. */
    readonly open: OpenGround | null;
    /** What a job of the platform made it from. */
    readonly madeFrom?: MadeFrom;
  } | null;
  readonly path: string;
  readonly filename: string;
  /** The folder in `incoming` that is deleted when the job has ended. */
  readonly incoming: string | null;
  /** The key that what was sent is sealed with; none for a file that lies where its sender keeps it. */
  readonly key: string | null;
  readonly actor: string;
  readonly note: string | null;
  readonly keyFields: readonly string[] | null;
  /** Why the use of the version waits until its maker lifts that. */
  readonly withheld?: string;
  readonly options: ReadingOptions;
}

/**
 * Loads one file as a version. Write order (DESIGN section 6): files in the lake, each flushed, then one transaction
 * with the manifest and its event. Whatever the moment of a crash, running again gives the one version.
 */
export async function runIngest(context: JobContext, job: IngestJob): Promise<IngestResult> {
  const made = await versionOfJob(context.store.read, context.job.id);
  if (made) {
    await cleanUp(context, job);
    return made;
  }
  // Only what will be open the moment it is seen may lie on the disk in plain text.
  const sealed = !(job.register?.open ?? (await willBeOpen(context.store.read, job.dataset)));
  const workFolder = sealed
    ? join(context.vault.privateFolder, 'load')
    : join(context.lake.root, '.working', context.job.id);
  await rm(workFolder, { recursive: true, force: true });
  await mkdir(workFolder, { recursive: true, mode: 0o700 });
  const stopKeeping = new AbortController();
  let keeping: Promise<KeptSource> | undefined;
  try {
    const path = job.key === null ? job.path : join(workFolder, 'sent');
    if (job.key !== null) await openFile(job.path, path, await context.vault.keys.open(job.key), sentLabel);
    const bytes = await stat(path).then(
      (found) => found.size,
      (cause: unknown) => {
        throw noSuchFile.with({ file: job.filename }, cause);
      },
    );
    const reading: Reading = {
      path,
      filename: job.filename,
      bytes,
      workFolder,
      sealed,
      options: job.options,
      customs: context.jurisdiction,
      signal: context.signal,
      progress: (stage, done, total, unit) => context.job.progress({ stage, done, total, unit }),
      note: (line) => context.job.note(line),
    };
    const same = await alreadyCurrent(context, job, path, bytes);
    if (same) {
      await cleanUp(context, job);
      return same;
    }
    // The source is packed away beside the reading of it, on another core.
    keeping = keepSource(
      reading.path,
      join(workFolder, 'source'),
      AbortSignal.any([context.signal, stopKeeping.signal]),
    );
    keeping.catch(() => {});
    const source = await readSource(context.engine, reading);
    context.fault('ingest:read');
    const result = await makeVersion(context, job, reading, source, keeping);
    await cleanUp(context, job);
    return result;
  } catch (error) {
    if (!context.signal.aborted) await cleanUp(context, job);
    throw isDiskFull(error)
      ? diskFullWhileLoading.with({ kept: await whatIsKept(context, job) }, error)
      : error;
  } finally {
    stopKeeping.abort();
    await keeping?.catch(() => {});
    await rm(workFolder, { recursive: true, force: true });
  }
}

/** The very same bytes, read in the same way, make no second version. */
async function alreadyCurrent(
  context: JobContext,
  job: IngestJob,
  path: string,
  bytes: number,
): Promise<IngestResult | undefined> {
  const now = await currentVersion(context.store.read, job.dataset);
  if (now === undefined || now.version.sourceBytes !== bytes || job.keyFields !== null) return undefined;
  if (Object.values(job.options).some((one) => one !== undefined)) return undefined;
  if ((await sha256Of(path, context.signal)) !== now.version.sourceSha256) return undefined;
  context.job.note('The file is the one loaded last, byte for byte: no new version is made.');
  return resultOf(now.dataset, now.version, false);
}

async function cleanUp(context: JobContext, job: IngestJob): Promise<void> {
  if (job.incoming !== null)
    await rm(incomingFolder(context, job.incoming), { recursive: true, force: true });
  if (job.key !== null) await context.vault.keys.destroy(job.key);
}

const isDiskFull = (error: unknown) =>
  ['ENOSPC', 'EDQUOT', 'engine.disk-full'].includes((error as { code?: string }).code ?? '');

async function whatIsKept(context: JobContext, job: IngestJob): Promise<string> {
  const dataset = await findDataset(context.store.read, job.dataset);
  return dataset?.currentVersion
    ? `Version ${dataset.currentVersion} of ${dataset.publicId} and everything else loaded before is kept; nothing of ${job.filename} is.`
    : `Nothing of ${job.filename} is kept; everything loaded before is.`;
}
