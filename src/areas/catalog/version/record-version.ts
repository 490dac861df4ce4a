import type { Context, Tx } from '../../handler.ts';
import type { IngestJob } from '../ingest-job.ts';
import type { Dataset, DatasetVersion, PartKind } from '../model.ts';
import { recordSources } from '../protection/made-from.ts';
import { openFromStart } from '../protection/open-from-start.ts';
import { recordRelease, standingRelease } from '../protection/release-decision.ts';
import { datasetFromRow, findDataset } from '../read-dataset.ts';
import { writeFields } from './write-fields.ts';

interface RecordedPart {
  readonly kind: PartKind;
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** The manifest: dataset, version, parts, fields and events, in the caller's transaction. */
export async function recordVersion(
  context: Pick<Context, 'emit' | 'clock' | 'random' | 'actor'>,
  tx: Tx,
  job: Pick<IngestJob, 'dataset' | 'register' | 'filename' | 'actor' | 'keyFields'> & {
    readonly id?: string;
  },
  version: Omit<DatasetVersion, 'publicId' | 'state'>,
  parts: readonly RecordedPart[],
): Promise<{ dataset: Dataset; version: DatasetVersion }> {
  let dataset = await findDataset(tx, job.dataset);
  if (dataset === undefined) {
    dataset = await registerFor(context, tx, job, version.loadedAt);
    await context.emit(tx, 'dataset-registered', { dataset: dataset.id, publicId: dataset.publicId });
  }
  const previous = dataset.currentVersion;
  const release = version.release ?? (await releaseByRule(context, tx, dataset, version));
  if (previous !== null) {
    await tx
      .updateTable('dataset_version')
      .set({ state: 'superseded' })
      .where('dataset', '=', dataset.id)
      .where('state', '=', 'current')
      .execute();
  }
  await tx
    .insertInto('dataset_version')
    .values({
      dataset: dataset.id,
      number: version.number,
      state: 'current',
      rows_in: version.rowsIn,
      rows_stored: version.rowsStored,
      rows_quarantined: version.rowsQuarantined,
      cells_rejected: version.cellsRejected,
      bytes: version.bytes,
      source_name: version.sourceName,
      source_bytes: version.sourceBytes,
      source_sha256: version.sourceSha256,
      media_type: version.mediaType,
      dialect: JSON.stringify(version.dialect),
      columns: JSON.stringify(version.columns),
      loaded_at: version.loadedAt,
      loaded_by: version.loadedBy,
      job: job.id ?? null,
      note: version.note,
      notice: version.notice && JSON.stringify(version.notice),
      changes: version.changes && JSON.stringify(version.changes),
      content_of: version.contentOf,
      release,
      sealed_by: version.sealedBy,
      destroyed: version.destroyed,
      withheld: version.withheld,
    })
    .execute();
  for (const [at, part] of parts.entries()) {
    await tx
      .insertInto('version_part')
      .values({
        dataset: dataset.id,
        version: version.number,
        kind: part.kind,
        number: parts.slice(0, at).filter((one) => one.kind === part.kind).length,
        file: part.file,
        rows: part.rows,
        bytes: part.bytes,
        sha256: part.sha256,
      })
      .execute();
  }
  await tx
    .updateTable('dataset')
    .set({
      current_version: version.number,
      rows_stored: version.rowsStored,
      loaded_at: version.loadedAt,
      updated_at: version.loadedAt,
      release,
      ...(job.keyFields === null ? {} : { key_fields: JSON.stringify(job.keyFields) }),
    })
    .where('id', '=', dataset.id)
    .execute();
  await writeFields(tx, dataset.id, version);
  await context.emit(tx, 'version-added', {
    dataset: dataset.id,
    publicId: dataset.publicId,
    version: version.number,
    previous,
  });
  if (version.notice !== null && previous !== null) {
    const { added, dropped, renamed, retyped } = version.notice;
    await context.emit(tx, 'schema-changed', {
      dataset: dataset.id,
      publicId: dataset.publicId,
      version: version.number,
      previous,
      added: added.map((one) => one.name),
      dropped: dropped.map((one) => one.name),
      renamed: renamed.map((one) => [one.from.name, one.to.name]),
      retyped: retyped.map((one) => one.name),
    });
  }
  return {
    dataset: { ...dataset, currentVersion: version.number, release },
    version: { ...version, release, publicId: dataset.publicId, state: 'current' },
  };
}

/** A version whose files lie plain was loaded under a standing decision; should that have ended meanwhile, it is protected. */
async function releaseByRule(
  context: Pick<Context, 'clock' | 'random' | 'actor'>,
  tx: Tx,
  dataset: Dataset,
  version: Pick<DatasetVersion, 'number' | 'sealedBy'>,
): Promise<string | null> {
  const standing = version.sealedBy === null ? await standingRelease(tx, dataset.id) : undefined;
  if (standing === undefined) return null;
  const { id, ground, citation, source, reviewer } = standing;
  const follows = { ground, citation, source, reviewer, standing: id };
  return recordRelease(context, tx, {
    kind: 'version',
    dataset: dataset.id,
    version: version.number,
    ...follows,
  });
}

async function registerFor(
  context: Pick<Context, 'clock' | 'random' | 'actor'>,
  tx: Tx,
  job: Pick<IngestJob, 'dataset' | 'register' | 'filename' | 'actor'>,
  at: string,
): Promise<Dataset> {
  const { open, madeFrom } = job.register!;
  const row = {
    id: job.dataset,
    public_id: job.register!.publicId,
    title: job.register!.title ?? titleFrom(job.filename),
    agency: job.register!.agency,
    class: open?.class ?? null,
    key_fields: '[]',
    tags: '[]',
    state: 'active' as const,
    created_at: at,
    created_by: job.actor,
    updated_at: at,
    ...(madeFrom && {
      describes: madeFrom.describes,
      record_class: madeFrom.recordClass,
      owner: madeFrom.owner,
      contact: madeFrom.contact,
    }),
  };
  await tx.insertInto('dataset').values(row).execute();
  if (madeFrom) await recordSources(tx, { dataset: row.id, by: job.actor, at }, madeFrom);
  if (open)
    await openFromStart({ ...context, actor: { ...context.actor, id: job.actor } }, tx, job.dataset, open);
  return datasetFromRow(
    await tx.selectFrom('dataset').selectAll().where('id', '=', job.dataset).executeTakeFirstOrThrow(),
  );
}

/** `ct_accidental_drug-deaths.csv.gz` → `Ct accidental drug deaths`: a title to start from. */
export function titleFrom(filename: string): string {
  const words = filename
    .replace(/(\.(csv|tsv|txt|json|ndjson|jsonl|geojson|parquet|xlsx|gz))+$/i, '')
    .replace(/[_\s-]+/g, ' ')
    .trim();
  return words === '' ? 'Untitled dataset' : words[0]!.toUpperCase() + words.slice(1);
}
