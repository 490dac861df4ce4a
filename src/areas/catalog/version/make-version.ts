import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { lakePath, makeFolder, publishFile } from '../../../engine/lake.ts';
import type { JobContext, Tx } from '../../handler.ts';
import type { IngestResult } from '../contract.ts';
import { nothingReadable } from '../errors.ts';
import type { IngestJob } from '../ingest-job.ts';
import type { Dataset, DatasetVersion, PartKind, VersionColumn } from '../model.ts';
import { versionParts } from '../read-version.ts';
import type { ReadSource } from '../source/read-source.ts';
import type { Reading } from '../source/staged-table.ts';
import { isPacked, keepSource } from './keep-source.ts';
import { currentVersion, resultOf } from './load-result.ts';
import { recordVersion } from './record-version.ts';
import { writeRowChanges } from './row-changes.ts';
import { likenesses } from './same-values.ts';
import { compareColumns } from './schema-notice.ts';
import { sha256Of } from './source-digest.ts';
import {
  EngineDisagrees,
  type WrittenColumn,
  type WrittenRows,
  writeQuarantined,
  writeRows,
} from './write-rows.ts';

/** A finished file on its way into the lake. */
export interface NewPart {
  readonly kind: PartKind;
  /** Where it stands now. */
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Its name in the version's folder. */
  readonly name: string;
}

/**
 * Writes a read source as the next version: files first, each flushed under its final name, then one transaction.
 * Nothing is visible before that transaction; what a crash leaves behind no manifest names.
 */
export async function makeVersion(
  context: JobContext,
  job: IngestJob,
  reading: Reading,
  source: ReadSource,
): Promise<IngestResult> {
  const loadedAt = context.clock.now();
  let { staged } = source;
  const keptPath = join(reading.workFolder, 'source');
  const stopKeeping = new AbortController();
  const keeping = keepSource(
    reading.path,
    keptPath,
    isPacked(staged.dialect),
    AbortSignal.any([reading.signal, stopKeeping.signal]),
  );
  keeping.catch(() => {});
  try {
    const before = await currentVersion(context.store.read, job.dataset);
    const stamp = { at: loadedAt.replace('T', ' ').replace('Z', '') };
    const written = await writeRows(context.engine, staged, stamp, reading).catch(async (error: unknown) => {
      if (!(error instanceof EngineDisagrees) || !staged.direct || !source.again) throw error;
      reading.note('The engine read the file otherwise than we did: every row is set in order first.');
      staged = await source.again();
      return writeRows(context.engine, staged, stamp, reading);
    });
    context.fault('ingest:rows-written');
    const parts: NewPart[] = [];
    const add = async (kind: PartKind, path: string, rows: number, name: string) =>
      parts.push({ kind, path, rows, bytes: (await stat(path)).size, sha256: await sha256Of(path), name });
    const mark = context.job.id;
    await add('rows', written.rowsFile, written.rows, `part-0-${mark}.parquet`);
    if (written.rejectedFile) {
      await add(
        'rejected-cells',
        written.rejectedFile,
        written.cellsRejected,
        `rejected-cells-${mark}.parquet`,
      );
    }
    if (staged.quarantine) {
      const path = join(reading.workFolder, 'quarantined.parquet');
      await writeQuarantined(context.engine, staged.quarantine, path);
      await add('quarantined-rows', path, staged.rowsQuarantined, `quarantined-rows-${mark}.parquet`);
    }
    const kept = await keeping;
    const { size } = await stat(keptPath);
    const suffix = isPacked(staged.dialect) ? '' : '.zst';
    parts.push({
      kind: 'source',
      path: keptPath,
      rows: staged.rowsIn,
      bytes: size,
      sha256: kept.sha256,
      name: `source-${mark}${suffix}`,
    });

    const compared = before && (await compareWithBefore(context, job, before, written, parts, reading));
    const version: Omit<DatasetVersion, 'number' | 'publicId' | 'state'> = {
      dataset: job.dataset,
      rowsIn: staged.rowsIn,
      rowsStored: written.rows,
      rowsQuarantined: staged.rowsQuarantined,
      cellsRejected: written.cellsRejected,
      bytes: parts[0]!.bytes,
      columns: written.columns.map(versionColumn),
      loadedAt,
      loadedBy: job.actor,
      sourceName: job.filename,
      sourceBytes: kept.bytes,
      sourceSha256: kept.sha256,
      mediaType: staged.mediaType,
      dialect: staged.dialect,
      note: job.note,
      notice: compared?.notice ?? null,
      changes: compared?.changes ?? null,
      contentOf: null,
    };
    context.fault('ingest:files-written');
    if (version.rowsStored + version.rowsQuarantined !== version.rowsIn) {
      throw nothingReadable.with({ file: job.filename, rows: version.rowsIn, reason: 'rows were lost.' });
    }
    const made = await publish(context, job, version, parts);
    return resultOf(made.dataset, made.version, true);
  } finally {
    stopKeeping.abort();
    await keeping.catch(() => {});
  }
}

/** What changed since the version before: columns for the notice, rows for a file of their own. */
async function compareWithBefore(
  context: JobContext,
  job: IngestJob,
  before: { readonly dataset: Dataset; readonly version: DatasetVersion },
  written: WrittenRows,
  parts: NewPart[],
  reading: Reading,
) {
  reading.progress('Comparing with the version before');
  const old = await versionParts(context.store.read, context.lake, job.dataset, before.version.number);
  const oldSide = { files: old.map((part) => part.path), columns: before.version.columns };
  const newSide = { files: [written.rowsFile], columns: written.columns.map(versionColumn) };
  const notice = compareColumns(
    oldSide.columns,
    newSide.columns,
    await likenesses(context.engine, oldSide, newSide),
  );
  const inBoth = (name: string) =>
    [oldSide, newSide].every(({ columns }) => columns.some((one) => one.name === name));
  const wanted = job.keyFields ?? before.dataset.keyFields;
  const key = wanted.every(inBoth) ? wanted : [];
  const path = join(reading.workFolder, 'row-changes.parquet');
  const { counts } = await writeRowChanges(
    context.engine,
    { before: oldSide, after: newSide, key },
    path,
    reading.signal,
  );
  const bytes = (await stat(path)).size;
  const name = `row-changes-${context.job.id}.parquet`;
  const rows = counts.added + counts.removed + counts.changedCells;
  parts.push({ kind: 'row-changes', path, rows, bytes, sha256: await sha256Of(path), name });
  return { notice, changes: { from: before.version.number, ...counts } };
}

const versionColumn = (column: WrittenColumn, at: number): VersionColumn => ({
  name: column.name,
  title: column.title,
  type: column.type,
  precision: column.precision,
  scale: column.scale,
  position: at + 1,
  filled: column.filled,
  rejected: column.rejected,
  fit: column.settled.filled === 0 ? 1 : (column.settled.filled - column.rejected) / column.settled.filled,
  notes: [...column.notes],
});

async function publish(
  context: JobContext,
  job: IngestJob,
  version: Omit<DatasetVersion, 'number' | 'publicId' | 'state'>,
  parts: readonly NewPart[],
) {
  const next = (reader: Pick<Tx, 'selectFrom'>) =>
    reader
      .selectFrom('dataset_version')
      .select(({ fn }) => fn.max('number').as('last'))
      .where('dataset', '=', job.dataset)
      .executeTakeFirst()
      .then((row) => Number(row?.last ?? 0) + 1);
  // Jobs of one dataset run in order; should another writer slip in all the same, the files stay where they are and
  // the manifest takes the number after it: names in the lake carry the job and never collide.
  const folder = context.lake.folder(job.dataset, await next(context.store.read));
  await makeFolder(folder);
  for (const part of parts) {
    await publishFile(part.path, join(folder, part.name));
    context.fault(`ingest:published-${part.kind}`);
  }
  const made = await context.store.write(async (tx) =>
    recordVersion(
      context,
      tx,
      { ...job, id: context.job.id },
      { ...version, number: await next(tx) },
      parts.map((part) => ({
        ...part,
        file: lakePath(context.lake, join(folder, part.name)),
      })),
    ),
  );
  context.fault('ingest:recorded');
  return made;
}
