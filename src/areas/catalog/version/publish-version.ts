import { rm, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { lakePath, makeFolder, publishFile, temporaryName } from '../../../engine/lake.ts';
import { sealFile } from '../../../store/sealed/sealed-file.ts';
import type { JobContext, Reader } from '../../handler.ts';
import type { IngestJob } from '../ingest-job.ts';
import type { DatasetVersion, PartKind } from '../model.ts';
import { partLabel, sealedEnding } from '../protection/open-content.ts';
import { recordVersion } from './record-version.ts';
import { sha256Of } from './source-digest.ts';

/** A finished file on its way into the lake. */
export interface NewPart {
  readonly kind: PartKind;
  /** Where it stands now. */
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  /** What it is called in the version's folder; the job's id is put before its ending. */
  readonly name: string;
}

const names: Record<PartKind, string> = {
  rows: 'part-0.parquet',
  'rejected-cells': 'rejected-cells.parquet',
  'quarantined-rows': 'quarantined-rows.parquet',
  'row-changes': 'row-changes.parquet',
  source: 'source',
};

export async function newPart(kind: PartKind, path: string, rows: number): Promise<NewPart> {
  return {
    kind,
    path,
    rows,
    bytes: (await stat(path)).size,
    name: names[kind],
  };
}

/**
 * Those of a version that will be protected are sealed on the way, with a key of its own. Files first, each durable under its final name; then the manifest, in one transaction. Names carry the job's id, so
 * what a crash leaves behind is never in another job's way and is collected as an orphan.
 */
export async function publishVersion(
  context: JobContext,
  job: IngestJob,
  sealed: boolean,
  parts: readonly NewPart[],
  version: Omit<DatasetVersion, 'number' | 'publicId' | 'state' | 'release' | 'sealedBy'>,
) {
  const folder = context.lake.folder(job.dataset, await nextNumber(context.store.read, job.dataset));
  await makeFolder(folder);
  const recorded: (NewPart & { readonly file: string; readonly sha256: string })[] = [];
  const key = sealed ? await context.vault.keys.make() : undefined;
  for (const part of parts) {
    const extension = extname(part.name);
    const plain = `${part.name.slice(0, part.name.length - extension.length)}-${context.job.id}${extension}`;
    const final = join(folder, key ? `${plain}${sealedEnding}` : plain);
    let from = part.path;
    if (key !== undefined) {
      from = temporaryName(final);
      const number = recorded.filter(({ kind }) => kind === part.kind).length;
      await sealFile(part.path, from, key.key, partLabel(part.kind, number));
      await rm(part.path);
    }
    const sha256 = await sha256Of(from);
    await publishFile(from, final);
    recorded.push({ ...part, sha256, file: lakePath(context.lake, final) });
    context.fault(`ingest:published-${part.kind}`);
  }
  // Jobs of one dataset run in order. Should another writer have slipped in, the manifest takes the number after it and
  // names the files where they are.
  const made = await context.store.write(async (tx) =>
    recordVersion(
      context,
      tx,
      { ...job, id: context.job.id },
      { ...version, release: null, sealedBy: key?.id ?? null, number: await nextNumber(tx, job.dataset) },
      recorded,
    ),
  );
  context.fault('ingest:recorded');
  return made;
}

async function nextNumber(reader: Reader, dataset: string): Promise<number> {
  const row = await reader
    .selectFrom('dataset_version')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('dataset', '=', dataset)
    .executeTakeFirst();
  return Number(row?.last ?? 0) + 1;
}
