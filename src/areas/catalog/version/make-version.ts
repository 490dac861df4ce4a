import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { duckdbDialect } from '../../../engine/dialect.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { JobContext } from '../../handler.ts';
import type { IngestResult } from '../contract.ts';
import { badKey } from '../errors.ts';
import type { IngestJob } from '../ingest-job.ts';
import type { Dataset, DatasetVersion, RowChanges, SchemaNotice, VersionColumn } from '../model.ts';
import { asPlatform } from '../protection/as-platform.ts';
import { openContent } from '../protection/open-content.ts';
import type { ReadSource } from '../source/read-source.ts';
import type { Reading, StagedTable } from '../source/staged-table.ts';
import type { KeptSource } from './keep-source.ts';
import { currentVersion, resultOf } from './load-result.ts';
import { type NewPart, newPart, publishVersion } from './publish-version.ts';
import { withRoomFor } from './room-for-columns.ts';
import { writeRowChanges } from './row-changes.ts';
import { likenesses } from './same-values.ts';
import { compareColumns } from './schema-notice.ts';
import { type Side, sideOf, underNewNames } from './side.ts';
import { firstStamp, hasWrongStamps, keepStamps, restamp } from './stamps.ts';
import {
  EngineDisagrees,
  rowsPerGroup,
  type WrittenColumn,
  type WrittenRows,
  writeQuarantined,
  writeRows,
} from './write-rows.ts';

/** The version a new one follows, and its rows. */
interface Before {
  readonly dataset: Dataset;
  readonly version: DatasetVersion;
  readonly side: Side;
}

/**
 * Writes a read source as the next version: rows, cells and rows set aside, what changed since the version before, the
 * source itself; then publishes them. Nothing is visible before the manifest is recorded.
 */
export async function makeVersion(
  context: JobContext,
  job: IngestJob,
  reading: Reading,
  source: ReadSource,
  keeping: Promise<KeptSource>,
): Promise<IngestResult> {
  const loadedAt = context.clock.now();
  const before = await versionBefore(context, job);
  const { staged, written, changes, notice, parts } = await context.engine.session(async (session) => {
    const loaded = await withRoomFor(session, source.staged.columns.length, () =>
      loadRows(session, job, reading, source, loadedAt, before),
    );
    context.fault('ingest:rows-written');
    return loaded;
  });
  const kept = await keeping;
  parts.push({
    ...(await newPart('source', kept.path, staged.rowsIn)),
    name: kept.packed ? 'source' : 'source.zst',
  });
  context.fault('ingest:files-written');
  if (written.rows + staged.rowsQuarantined !== staged.rowsIn) throw new Error('rows were lost');
  const made = await publishVersion(context, job, reading.sealed, parts, {
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
    notice,
    changes,
    contentOf: null,
    destroyed: null,
    withheld: job.withheld ?? null,
  });
  return resultOf(made.dataset, made.version, true);
}

async function versionBefore(context: JobContext, job: IngestJob): Promise<Before | undefined> {
  const found = await currentVersion(context.store.read, job.dataset);
  if (found === undefined) return undefined;
  const content = await openContent(asPlatform(context), found.version, 'read-rows');
  return { ...found, side: sideOf(await content.rows(), found.version.columns) };
}

interface Loaded {
  readonly staged: StagedTable;
  readonly written: WrittenRows;
  readonly changes: RowChanges | null;
  readonly notice: SchemaNotice | null;
  readonly parts: NewPart[];
}

async function loadRows(
  session: Engine,
  job: IngestJob,
  reading: Reading,
  source: ReadSource,
  loadedAt: string,
  before: Before | undefined,
): Promise<Loaded> {
  let { staged } = source;
  const attempt = async () => {
    refuseUnknownKey(job, staged);
    if (before === undefined) {
      const stamping = firstStamp(loadedAt);
      return { stamping, written: await writeRows(session, staged, stamping.stamp, reading) };
    }
    // Names that share their letters are one column already here; names that only the values tell come later.
    const letters = compareColumns(before.side.columns, staged.columns);
    const side = underNewNames(before.side, letters);
    const stamping = await keepStamps(session, loadedAt, side, staged, keyOf(job, before, staged.columns));
    return { stamping, written: await writeRows(session, staged, stamping.stamp, reading) };
  };
  const { stamping, written } = await attempt().catch(async (error: unknown) => {
    if (!(error instanceof EngineDisagrees) || !staged.direct || !source.again) throw error;
    reading.note('The engine read the file otherwise than we did: every row is set in order first.');
    staged = await source.again();
    return attempt();
  });
  const { rowsFile } = written;
  const parts: NewPart[] = [];
  let changes: RowChanges | null = null;
  let notice: SchemaNotice | null = null;
  if (before !== undefined) {
    reading.progress('Comparing with the version before');
    const after = sideOf(duckdbDialect.files([rowsFile]), written.columns.map(versionColumn));
    const told = await likenesses(session, before.side, after);
    notice = compareColumns(before.side.columns, after.columns, told);
    const key = keyOf(job, before, after.columns);
    const comparison = { before: underNewNames(before.side, notice), after, key };
    const path = join(reading.workFolder, 'row-changes.parquet');
    const rowsBefore = told.length === 0 && sameTypes(staged.columns, written.columns);
    const { counts } = await writeRowChanges(session, comparison, path, { rowsBefore });
    changes = { from: before.version.number, ...counts };
    // What an open version holds of a protected one before it is not kept with it.
    if (reading.sealed || before.version.release !== null)
      parts.push(await newPart('row-changes', path, counts.added + counts.removed + counts.changedCells));
    if (stamping.unfinished || !rowsBefore || (await hasWrongStamps(session, stamping.now))) {
      const restamped = join(reading.workFolder, 'restamped.parquet');
      const groups = rowsPerGroup(written.columns.length);
      await restamp(session, duckdbDialect.files([rowsFile]), stamping.now, restamped, groups);
      await rename(restamped, rowsFile);
    }
  }
  parts.unshift(await newPart('rows', rowsFile, written.rows));
  if (written.rejectedFile)
    parts.push(await newPart('rejected-cells', written.rejectedFile, written.cellsRejected));
  if (staged.quarantine) {
    const path = join(reading.workFolder, 'quarantined.parquet');
    await writeQuarantined(session, staged.quarantine, path);
    parts.push(await newPart('quarantined-rows', path, staged.rowsQuarantined));
  }
  return { staged, written, changes, notice, parts };
}

function refuseUnknownKey(job: IngestJob, staged: StagedTable): void {
  const unknown = job.keyFields?.filter((name) => !staged.columns.some((one) => one.name === name)) ?? [];
  if (unknown.length === 0) return;
  throw badKey.with({ dataset: job.filename, fields: unknown, problem: 'the file has no such field' });
}

/** The key that tells rows apart, when both versions have its fields. */
function keyOf(
  job: IngestJob,
  before: Before,
  columns: readonly { readonly name: string }[],
): readonly string[] {
  const wanted = job.keyFields ?? before.dataset.keyFields;
  const has = (of: readonly { readonly name: string }[], name: string) => of.some((one) => one.name === name);
  return wanted.every((name) => has(columns, name) && has(before.side.columns, name)) ? wanted : [];
}

const sameTypes = (a: readonly { readonly type: string }[], b: readonly { readonly type: string }[]) =>
  a.every((one, at) => one.type === b[at]!.type);

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
