import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../core/id.ts';
import { absolutePath, lakePath, makeFolder, publishFile, temporaryName } from '../../engine/lake.ts';
import { ident, sql } from '../../engine/sql.ts';
import type { Context, JobContext, JobRun } from '../handler.ts';
import { dateFieldOf, placeFieldOf } from './known-fields.ts';
import { canBeTotalled, summedColumns } from './month-totals.sql.ts';
import { type OpenVersion, openVersion } from './open-version.ts';
import { writeSortedCopy } from './sorted-copy.ts';

interface About {
  readonly dataset: string;
  readonly version: number;
}

/** At most this many sorted copies of one version. */
const mostProjections = 2;
/** A second copy is worth its space when rows were asked for by that field this often in the last 90 days. */
const worthRequests = 50;
const recentDays = 90;
/** Smaller versions are read whole faster than a second file is looked up. */
const fewestRows = 20_000;

/**
 * Job `portal.project-version`: writes copies of a version sorted by its main filter and newest first, so that a filtered
 * page reads a small part of one file. Copies are disposable: without them every answer is the same, only slower.
 */
export const projectVersion: JobRun = async (
  context: JobContext,
  { dataset: id, version: number }: About,
) => {
  const open = await openVersion(context, id, { version: number });
  const { dataset, version, content } = open;
  const fields =
    content.isOpen && dataset.currentVersion === number && version.rowsStored >= fewestRows
      ? await wantedFields(context, open)
      : [];
  const made: string[] = [];
  for (const [at, field] of fields.entries()) {
    context.job.progress({ stage: `Sorting by ${field}`, done: at, total: fields.length, unit: 'copies' });
    if (await makeProjection(context, open, field)) made.push(field);
  }
  await dropOthers(context, open, fields);
  return { dataset: dataset.publicId, version: number, fields, made };
};

/** The accepted main filter, else the place; then what people really filter by. */
async function wantedFields(context: Context, open: OpenVersion): Promise<string[]> {
  const since = new Date(Date.parse(context.clock.today()) - recentDays * 86_400_000)
    .toISOString()
    .slice(0, 10);
  const used = await context.store.read
    .selectFrom('portal_filter_use')
    .select((row) => ['field', row.fn.sum<number>('requests').as('requests')])
    .where('dataset', '=', open.dataset.id)
    .where('day', '>=', since)
    .groupBy('field')
    .execute();
  const busy = used
    .filter((one) => Number(one.requests) >= worthRequests)
    .toSorted((a, b) => Number(b.requests) - Number(a.requests))
    .map((one) => one.field);
  const main = open.dataset.mainFilter ?? (await placeFieldOf(context, open));
  const columns = new Set(open.version.columns.map((one) => one.name));
  const wanted = [...(main === undefined ? [] : [main]), ...busy].filter((name) => columns.has(name));
  return [...new Set(wanted)].slice(0, mostProjections);
}

async function makeProjection(context: JobContext, open: OpenVersion, field: string): Promise<boolean> {
  const { dataset, version } = open;
  const known = await context.store.read
    .selectFrom('portal_projection')
    .select('file')
    .where('dataset', '=', dataset.id)
    .where('version', '=', version.number)
    .where('field', '=', field)
    .executeTakeFirst();
  if (known) return false;
  const folder = context.lake.folder(dataset.id, version.number);
  // A name of its own each time: an engine may still have an older copy of the same field open.
  const file = join(folder, `sorted-${newId(context.random)}.duckdb`);
  const temporary = temporaryName(file);
  await makeFolder(folder);
  const date = dateFieldOf(open);
  const newestBy = date === undefined || date === field ? null : date;
  const newest = newestBy === null ? sql`` : sql`${ident(newestBy)} desc nulls first, `;
  try {
    await writeSortedCopy(context.engine, {
      rows: open.rows,
      order: sql`${ident(field)} nulls last, ${newest}_row`,
      file: temporary,
      signal: context.signal,
      ...(version.columns.some((one) => one.name === field && one.type === 'text') && { text: field }),
      ...(newestBy !== null && canBeTotalled(version.columns) && { totals: totalsOf(version, newestBy) }),
    });
    context.fault('portal.projection-written');
    await publishFile(temporary, file);
  } finally {
    await rm(temporary, { force: true });
    await rm(`${temporary}.wal`, { force: true });
  }
  const { size } = await stat(file);
  await context.store.write((tx) =>
    tx
      .insertInto('portal_projection')
      .values({
        dataset: dataset.id,
        version: version.number,
        field,
        newest_by: newestBy,
        file: lakePath(context.lake, file),
        rows: version.rowsStored,
        bytes: size,
        made_at: context.clock.now(),
      })
      .onConflict((conflict) => conflict.columns(['dataset', 'version', 'field']).doNothing())
      .execute(),
  );
  return true;
}

function totalsOf({ columns }: OpenVersion['version'], date: string) {
  const isDay = columns.find((one) => one.name === date)!.type === 'date';
  return {
    date: { column: ident(date), type: isDay ? sql`date` : sql`timestamp` },
    sums: summedColumns(columns).map((name) => ident(name)),
  };
}

/** Copies of older versions, and of fields no longer wanted: first forgotten, then deleted, so that none is looked for. */
async function dropOthers(
  context: JobContext,
  { dataset, version }: OpenVersion,
  fields: readonly string[],
): Promise<void> {
  const all = await context.store.read
    .selectFrom('portal_projection')
    .select(['version', 'field', 'file'])
    .where('dataset', '=', dataset.id)
    .execute();
  const others = all.filter((one) =>
    one.version === version.number ? !fields.includes(one.field) : one.version < version.number,
  );
  for (const other of others) {
    await context.store.write((tx) =>
      tx
        .deleteFrom('portal_projection')
        .where('dataset', '=', dataset.id)
        .where('version', '=', other.version)
        .where('field', '=', other.field)
        .execute(),
    );
    await rm(absolutePath(context.lake, other.file), { force: true });
  }
}
