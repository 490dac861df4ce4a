import { rm, stat } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { newId } from '../../core/id.ts';
import { duckdbDialect } from '../../engine/dialect.ts';
import { makeFolder, publishFile, temporaryName } from '../../engine/lake.ts';
import { empty, integer, type Sql, sql } from '../../engine/sql.ts';
import type { Context, Handler } from '../handler.ts';
import type { compareVersions as operation } from './contract.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { badKey, noSuchVersion } from './errors.ts';
import { type Dataset, type SchemaNotice, viewOfVersion } from './model.ts';
import { type OpenContent, openContent } from './protection/open-content.ts';
import { datasetOf } from './read-dataset.ts';
import { versionAt } from './read-version.ts';
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
  const sides: Sides = {
    from: await openContent(context, from, 'read-rows'),
    to: await openContent(context, to, 'read-rows'),
  };
  const notice = await noticeBetween(context, sides);
  const before = underNewNames(sideOf(empty, from.columns), notice).columns;
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
  const { changed, compared, done } = await comparison(context, dataset, sides, key, notice);
  const begin = input.cursor === undefined ? 0 : Number(readCursor(input.cursor, 1)[0]);
  const only = input.change === undefined ? empty : sql`where change = ${input.change}`;
  const sample = await context.engine
    .rows<{
      change: 'added' | 'removed' | 'changed';
      row_before: string | null;
      row_after: string | null;
      key: string | null;
      column: string | null;
      before: string | null;
      after: string | null;
    }>(
      sql`select change, row_before, row_after, key, "column", before, after from ${changed} ${only}
      order by coalesce(row_after, row_before), change, "column" limit ${integer(input.limit + 1)} offset ${integer(begin)}`,
      { step: 'row_changes_page', signal: context.signal, timeoutMs: 10_000 },
    )
    .finally(done);
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

interface Sides {
  readonly from: OpenContent;
  readonly to: OpenContent;
}

async function noticeBetween(context: Context, { from, to }: Sides) {
  if (to.version.changes?.from === from.version.number) return to.version.notice;
  const told = await likenesses(context.engine, await sideIn(from), await sideIn(to));
  return compareColumns(from.version.columns, to.version.columns, told);
}

interface Compared {
  readonly changed: Sql;
  readonly compared: ComparedRows;
  /** To be called when it has been read. */
  readonly done: () => Promise<void>;
}

/**
 * What changed: as the load itself kept it when it compared these two in this way, else compared now. What was compared of
 * open versions is kept; of protected ones it is private and gone after the answer.
 */
async function comparison(
  context: Context,
  dataset: Dataset,
  sides: Sides,
  key: readonly string[],
  notice: SchemaNotice | null,
): Promise<Compared> {
  const { from, to } = sides;
  const { rowsStored, changes } = to.version;
  if (changes?.from === from.version.number && changes.key.join() === key.join()) {
    const changed = await to.rowChanges();
    if (changed)
      return {
        changed,
        compared: await countChanges(context.engine, changed, key, rowsStored),
        done: async () => {},
      };
  }
  const isOpen = from.isOpen && to.isOpen;
  const folder = isOpen ? joinPath(context.lake.root, dataset.id, 'compared') : to.workFolder;
  const name = [from.version.number, to.version.number, ...key].join('-').slice(0, 150);
  const file = joinPath(folder, isOpen ? `${name}.parquet` : `${newId(context.random)}.parquet`);
  const changed = duckdbDialect.files([file]);
  const done = async () => {
    if (!isOpen) await rm(file, { force: true });
  };
  const made = await stat(file).then(
    () => true,
    () => false,
  );
  if (made) return { changed, compared: await countChanges(context.engine, changed, key, rowsStored), done };
  await makeFolder(folder);
  const temporary = temporaryName(file);
  const sought = { before: underNewNames(await sideIn(from), notice), after: await sideIn(to), key };
  try {
    const compared = await context.engine.session((session) => writeRowChanges(session, sought, temporary));
    await publishFile(temporary, file);
    return { changed, compared, done };
  } finally {
    await rm(temporary, { force: true });
  }
}

const sideIn = async (content: OpenContent): Promise<Side> =>
  sideOf(await content.rows(), content.version.columns);
