import { rm, stat } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { duckdbDialect } from '../../engine/dialect.ts';
import { makeFolder, publishFile, temporaryName } from '../../engine/lake.ts';
import { empty, integer, sql } from '../../engine/sql.ts';
import type { Context, Handler } from '../handler.ts';
import type { compareVersions as operation } from './contract.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { badKey, noSuchVersion } from './errors.ts';
import { type Dataset, type DatasetVersion, type SchemaNotice, viewOfVersion } from './model.ts';
import { datasetOf } from './read-dataset.ts';
import { versionAt, versionParts } from './read-version.ts';
import { type ComparedRows, countChanges, writeRowChanges } from './version/row-changes.ts';
import { likenesses } from './version/same-values.ts';
import { compareColumns } from './version/schema-notice.ts';
import { type Side, sideOf, underNewNames } from './version/side.ts';

/** Any two versions side by side. Versions never change, so a comparison is made once and its file is read again. */
export const compareVersions: Handler<typeof operation> = async (context, input) => {
  const reader = context.store.read;
  const dataset = await datasetOf(reader, input.dataset);
  const to = await versionAt(reader, dataset, { version: input.to });
  const fromNumber = input.from ?? to.number - 1;
  if (fromNumber < 1) throw noSuchVersion.with({ dataset: dataset.publicId, version: 'before the first' });
  const from = await versionAt(reader, dataset, { version: fromNumber });
  const notice = await noticeBetween(context, from, to);
  const before = underNewNames(sideOf([], from.columns), notice).columns;
  const inBoth = (name: string) =>
    before.some((one) => one.name === name) && to.columns.some((one) => one.name === name);
  const key = input.match ?? (dataset.keyFields.every(inBoth) ? dataset.keyFields : []);
  const missing = key.find((name) => !inBoth(name));
  if (missing !== undefined) {
    throw badKey.with({
      dataset: dataset.publicId,
      fields: key,
      problem: `${missing} is not in both versions`,
    });
  }
  const { file, compared } = await comparisonFile(context, dataset, from, to, key, notice);
  const begin = input.cursor === undefined ? 0 : Number(readCursor(input.cursor, 1)[0]);
  const only = input.change === undefined ? empty : sql`where change = ${input.change}`;
  const sample = await context.engine.rows<{
    change: 'added' | 'removed' | 'changed';
    row_before: string | null;
    row_after: string | null;
    key: string | null;
    column: string | null;
    before: string | null;
    after: string | null;
  }>(
    sql`select change, row_before, row_after, key, "column", before, after from ${duckdbDialect.files([file])} ${only}
      order by coalesce(row_after, row_before), change, "column" limit ${integer(input.limit + 1)} offset ${integer(begin)}`,
    { step: 'row_changes_page', signal: context.signal, timeoutMs: 10_000 },
  );
  const number = (value: string | null) => (value === null ? null : Number(value));
  return {
    dataset: dataset.publicId,
    title: dataset.title,
    from: viewOfVersion(from),
    to: viewOfVersion(to),
    schema: notice,
    rows: { from: from.number, ...compared.counts },
    cells: [...compared.cells],
    sample: sample.slice(0, input.limit).map((one) => ({
      ...one,
      row_before: number(one.row_before),
      row_after: number(one.row_after),
    })),
    next: sample.length > input.limit ? writeCursor([begin + input.limit]) : null,
  };
};

async function noticeBetween(context: Context, from: DatasetVersion, to: DatasetVersion) {
  if (to.changes?.from === from.number) return to.notice;
  const told = await likenesses(context.engine, await sideIn(context, from), await sideIn(context, to));
  return compareColumns(from.columns, to.columns, told);
}

/** The comparison's file: of the load itself when it compared these two in this way, else made now and kept. */
async function comparisonFile(
  context: Context,
  dataset: Dataset,
  from: DatasetVersion,
  to: DatasetVersion,
  key: readonly string[],
  notice: SchemaNotice | null,
): Promise<{ file: string; compared: ComparedRows }> {
  if (to.changes?.from === from.number && to.changes.key.join() === key.join()) {
    const [part] = await versionParts(context.store.read, context.lake, dataset.id, to.number, 'row-changes');
    if (part) {
      return { file: part.path, compared: await countChanges(context.engine, part.path, key, to.rowsStored) };
    }
  }
  const folder = joinPath(context.lake.root, dataset.id, 'compared');
  const name = [from.number, to.number, ...key].join('-').slice(0, 150);
  const file = joinPath(folder, `${name}.parquet`);
  const made = await stat(file).then(
    () => true,
    () => false,
  );
  if (made) return { file, compared: await countChanges(context.engine, file, key, to.rowsStored) };
  await makeFolder(folder);
  const temporary = temporaryName(file);
  const comparison = {
    before: underNewNames(await sideIn(context, from), notice),
    after: await sideIn(context, to),
    key,
  };
  try {
    const compared = await context.engine.session((session) =>
      writeRowChanges(session, comparison, temporary),
    );
    await publishFile(temporary, file);
    return { file, compared };
  } finally {
    await rm(temporary, { force: true });
  }
}

async function sideIn(context: Context, version: DatasetVersion): Promise<Side> {
  const parts = await versionParts(context.store.read, context.lake, version.dataset, version.number);
  return sideOf(
    parts.map((part) => part.path),
    version.columns,
  );
}
