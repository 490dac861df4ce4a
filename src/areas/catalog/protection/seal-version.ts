import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { absolutePath, lakePath, publishFile, temporaryName } from '../../../engine/lake.ts';
import { openFile, sealFile } from '../../../store/sealed/sealed-file.ts';
import type { JobContext, JobRun, Reader, Tx } from '../../handler.ts';
import type { DatasetVersion, PartKind } from '../model.ts';
import { datasetOf } from '../read-dataset.ts';
import { versionFromRow } from '../read-version.ts';
import { sha256Of } from '../version/source-digest.ts';
import { partLabel, sealedEnding, sealedName } from './open-content.ts';

interface About {
  readonly dataset: string;
  readonly version: number;
}

interface Part {
  readonly kind: PartKind;
  readonly number: number;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Job `catalog.seal-version`: seals the files of a version that is protected again. It is out of reach already. */
export const sealVersion: JobRun = async (context: JobContext, about: About) => {
  const version = await found(context.store.read, about);
  if (version.release !== null || version.sealedBy !== null || version.destroyed !== null)
    return { dataset: version.publicId, version: version.number, sealed: false };
  const { id, key } = await context.vault.keys.make();
  const before = await partsOf(context.store.read, version);
  const made: Part[] = [];
  for (const part of before) {
    context.job.progress({ stage: 'Sealing', done: made.length, total: before.length, unit: 'files' });
    const file = sealedName(part.file);
    const final = absolutePath(context.lake, file);
    const temporary = temporaryName(final);
    await sealFile(absolutePath(context.lake, part.file), temporary, key, partLabel(part.kind, part.number));
    const sha256 = await sha256Of(temporary);
    await publishFile(temporary, final);
    made.push({ ...part, file, sha256 });
  }
  const done = await takeOver(
    context,
    version,
    made,
    id,
    (now) => now.release === null && now.sealedBy === null,
  );
  if (!done) {
    await removeUnnamed(context, made);
    await context.vault.keys.destroy(id);
  } else await tidy(context, version, before);
  return { dataset: version.publicId, version: version.number, sealed: done };
};

/** Job `catalog.unseal-version`: lays the files of a released version open, so that they are read as fast as any. */
export const unsealVersion: JobRun = async (context: JobContext, about: About) => {
  const version = await found(context.store.read, about);
  const keyId = version.sealedBy;
  if (version.release === null || keyId === null || version.destroyed !== null)
    return { dataset: version.publicId, version: version.number, opened: false };
  const key = await context.vault.keys.open(keyId);
  const before = await partsOf(context.store.read, version);
  const made: Part[] = [];
  for (const part of before) {
    context.job.progress({ stage: 'Opening', done: made.length, total: before.length, unit: 'files' });
    if (!(await mayLieOpen(context.store.read, version, part.kind))) continue;
    const file = part.file.slice(0, -sealedEnding.length);
    const final = absolutePath(context.lake, file);
    const temporary = temporaryName(final);
    await openFile(absolutePath(context.lake, part.file), temporary, key, partLabel(part.kind, part.number));
    const sha256 = await sha256Of(temporary);
    await publishFile(temporary, final);
    made.push({ ...part, file, sha256 });
  }
  const done = await takeOver(context, version, made, null, (now) => now.release !== null);
  if (!done) await removeUnnamed(context, made);
  else {
    await tidy(context, version, before);
    await destroyUnused(context, keyId);
  }
  return { dataset: version.publicId, version: version.number, opened: done };
};

/** What changed since a version that is still protected tells what stood there: it does not come with the newer one. */
async function mayLieOpen(reader: Reader, version: DatasetVersion, kind: PartKind): Promise<boolean> {
  if (kind !== 'row-changes') return true;
  const before = await reader
    .selectFrom('dataset_version')
    .select('release')
    .where('dataset', '=', version.dataset)
    .where('number', '=', version.changes?.from ?? 0)
    .executeTakeFirst();
  return before !== undefined && before.release !== null;
}

/** Names the new files in the place of the old, unless what was decided has changed meanwhile. */
async function takeOver(
  context: JobContext,
  version: DatasetVersion,
  parts: readonly Part[],
  sealedBy: string | null,
  stillWanted: (now: DatasetVersion) => boolean,
): Promise<boolean> {
  return context.store.write(async (tx: Tx) => {
    const now = await found(tx, { dataset: version.dataset, version: version.number });
    if (!stillWanted(now) || now.destroyed !== null) return false;
    const rows = await tx
      .selectFrom('version_part')
      .selectAll()
      .where('dataset', '=', version.dataset)
      .where('version', '=', version.number)
      .execute();
    for (const row of rows) {
      const part = parts.find((one) => one.kind === row.kind && one.number === row.number);
      const its = (query: 'update' | 'delete') =>
        query === 'delete'
          ? tx
              .deleteFrom('version_part')
              .where('dataset', '=', row.dataset)
              .where('version', '=', row.version)
              .where('kind', '=', row.kind)
              .where('number', '=', row.number)
              .execute()
          : tx
              .updateTable('version_part')
              .set({ file: part!.file, sha256: part!.sha256 })
              .where('dataset', '=', row.dataset)
              .where('version', '=', row.version)
              .where('kind', '=', row.kind)
              .where('number', '=', row.number)
              .execute();
      await its(part === undefined ? 'delete' : 'update');
    }
    await tx
      .updateTable('dataset_version')
      .set({ sealed_by: sealedBy })
      .where('dataset', '=', version.dataset)
      .where('number', '=', version.number)
      .execute();
    await context.emit(tx, 'version-resealed', {
      dataset: version.dataset,
      publicId: version.publicId,
      version: version.number,
    });
    return true;
  });
}

/** The old files and everything that was made from them go; by-products are made again by whoever hears of it. */
async function tidy(context: JobContext, version: DatasetVersion, before: readonly Part[]): Promise<void> {
  await removeUnnamed(context, before);
  await rm(join(context.lake.folder(version.dataset, version.number), 'quality'), {
    recursive: true,
    force: true,
  });
  await rm(join(context.lake.root, version.dataset, 'compared'), { recursive: true, force: true });
}

/** Files that no version names any more; one that a rolled-back version shares stays. */
export async function removeUnnamed(
  context: Pick<JobContext, 'lake' | 'store'>,
  parts: readonly Pick<Part, 'file'>[],
): Promise<number> {
  let removed = 0;
  for (const { file } of parts) {
    const named = await context.store.read
      .selectFrom('version_part')
      .select('file')
      .where('file', '=', file)
      .executeTakeFirst();
    if (named !== undefined) continue;
    await rm(absolutePath(context.lake, file), { force: true });
    removed += 1;
  }
  return removed;
}

async function destroyUnused(context: Pick<JobContext, 'store' | 'vault'>, key: string): Promise<void> {
  const used = await context.store.read
    .selectFrom('dataset_version')
    .select('number')
    .where('sealed_by', '=', key)
    .executeTakeFirst();
  if (used === undefined) await context.vault.keys.destroy(key);
}

async function found(reader: Reader, { dataset: id, version }: About): Promise<DatasetVersion> {
  const dataset = await datasetOf(reader, id);
  const row = await reader
    .selectFrom('dataset_version')
    .selectAll()
    .where('dataset', '=', dataset.id)
    .where('number', '=', version)
    .executeTakeFirstOrThrow();
  return versionFromRow(row, dataset);
}

export const partsOf = (
  reader: Reader,
  version: Pick<DatasetVersion, 'dataset' | 'number'>,
): Promise<Part[]> =>
  reader
    .selectFrom('version_part')
    .select(['kind', 'number', 'file', 'bytes', 'sha256'])
    .where('dataset', '=', version.dataset)
    .where('version', '=', version.number)
    .orderBy('kind')
    .orderBy('number')
    .execute();

/** Everything that lies in a version's folder, relative to the lake: its parts and what was made from them. */
export async function filesOf(
  { lake }: Pick<JobContext, 'lake'>,
  version: Pick<DatasetVersion, 'dataset' | 'number'>,
): Promise<string[]> {
  const folder = lake.folder(version.dataset, version.number);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((one) => one.isFile()).map((one) => lakePath(lake, join(one.parentPath, one.name)));
}
