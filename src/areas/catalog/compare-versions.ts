import { rm, stat } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { duckdbDialect } from '../../engine/dialect.ts';
import { makeFolder, publishFile, temporaryName } from '../../engine/lake.ts';
import { empty, integer, sql } from '../../engine/sql.ts';
import type { Context, Handler } from '../handler.ts';
import type { compareVersions as operation } from './contract.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { badKey, noSuchVersion } from './errors.ts';
import { type Dataset, type DatasetVersion, viewOfVersion } from './model.ts';
import { datasetOf } from './read-dataset.ts';
import { versionAt, versionParts } from './read-version.ts';
import { type ComparedRows, writeRowChanges } from './version/row-changes.ts';
import { likenesses } from './version/same-values.ts';
import { compareColumns } from './version/schema-notice.ts';

/** Any two versions side by side. Versions never change, so a comparison is made once and its file is read again. */
export const compareVersions: Handler<typeof operation> = async (context, input) => {
  const reader = context.store.read;
  const dataset = await datasetOf(reader, input.dataset);
  const to = await versionAt(reader, dataset, { version: input.to });
  const fromNumber = input.from ?? to.number - 1;
  if (fromNumber < 1) throw noSuchVersion.with({ dataset: dataset.publicId, version: 'before the first' });
  const from = await versionAt(reader, dataset, { version: fromNumber });
  const key = input.match ?? dataset.keyFields.filter((name) => has(from, name) && has(to, name));
  for (const name of key) {
    if (!has(from, name) || !has(to, name)) {
      throw badKey.with({
        dataset: dataset.publicId,
        fields: key,
        problem: `${name} is not in both versions`,
      });
    }
  }
  const { file, compared } = await comparisonFile(context, dataset, from, to, key);
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
    schema:
      to.notice !== null && from.number === to.number - 1
        ? to.notice
        : compareColumns(
            from.columns,
            to.columns,
            await likenesses(context.engine, await side(context, from), await side(context, to)),
          ),
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

const has = (version: DatasetVersion, name: string) => version.columns.some((one) => one.name === name);

async function side(context: Context, version: DatasetVersion) {
  const parts = await versionParts(context.store.read, context.lake, version.dataset, version.number);
  return { files: parts.map((part) => part.path), columns: version.columns };
}

/** The comparison's file: from the load itself when it compared these two in this way, else made now and kept. */
async function comparisonFile(
  context: Context,
  dataset: Dataset,
  from: DatasetVersion,
  to: DatasetVersion,
  key: readonly string[],
): Promise<{ file: string; compared: ComparedRows }> {
  if (to.changes?.from === from.number && to.changes.key.join() === key.join()) {
    const [part] = await versionParts(context.store.read, context.lake, dataset.id, to.number, 'row-changes');
    if (part)
      return {
        file: part.path,
        compared: { counts: to.changes, cells: await changedCells(context, part.path) },
      };
  }
  const folder = joinPath(context.lake.root, dataset.id, 'compared');
  const name = `${from.number}-${to.number}${key.length === 0 ? '' : `-by-${key.join('-')}`}`.slice(0, 150);
  const file = joinPath(folder, `${name}.parquet`);
  const before = await side(context, from);
  const after = await side(context, to);
  if (
    await stat(file).then(
      () => true,
      () => false,
    )
  ) {
    return { file, compared: await recount(context, file, from, to, key) };
  }
  await makeFolder(folder);
  const temporary = temporaryName(file);
  try {
    const compared = await writeRowChanges(context.engine, { before, after, key }, temporary, context.signal);
    await publishFile(temporary, file);
    return { file, compared };
  } finally {
    await rm(temporary, { force: true });
  }
}

async function changedCells(context: Context, file: string) {
  const cells = await context.engine.rows<{ column: string; changed: string }>(
    sql`select "column", count(*) as changed from ${duckdbDialect.files([file])} where change = 'changed' group by all order by changed desc, "column"`,
    { step: 'changed_cells' },
  );
  return cells.map((one) => ({ column: one.column, changed: Number(one.changed) }));
}

async function recount(
  context: Context,
  file: string,
  from: DatasetVersion,
  to: DatasetVersion,
  key: readonly string[],
): Promise<ComparedRows> {
  void from;
  const [counted] = await context.engine.rows<Record<string, string>>(
    sql`select count(*) filter (change = 'added') as added, count(*) filter (change = 'removed') as removed,
      count(distinct row_after) filter (change = 'changed') as changed, count(*) filter (change = 'changed') as cells
      from ${duckdbDialect.files([file])}`,
    { step: 'change_counts' },
  );
  const [added, removed, changed] = [counted!['added'], counted!['removed'], counted!['changed']].map(Number);
  return {
    counts: {
      by: key.length > 0 ? 'key' : 'whole-row',
      key: [...key],
      added: added!,
      removed: removed!,
      changed: changed!,
      changedCells: Number(counted!['cells']),
      unchanged: to.rowsStored - added! - changed!,
    },
    cells: await changedCells(context, file),
  };
}
