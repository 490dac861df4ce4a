import { join as joinPath } from 'node:path';
import { ident, join, literal, type Sql, sql } from '../../../engine/sql.ts';
import type { Context } from '../../handler.ts';
import { contentColumns, continueRun } from '../continue/continue-run.ts';
import { recordDigests } from '../continue/read-previous.ts';
import type { LinkRequest, ReadSources } from '../link-sources.ts';
import { parseModel } from '../model-file.ts';
import { identityOf } from '../review/record-digest.ts';
import { notContinuable } from './errors.ts';
import { type OpenSource, recordId } from './open-sources.ts';
import type { RunRow } from './read-run.ts';
import { openRun, type RunContent } from './with-run.ts';
import { clusterName } from './write-run.ts';

/**
 * Goes on from an earlier run of the same datasets. Rows have other numbers in another version: a record is known again by its
 * accepted key, or else by all that it says. The earlier clusters and pairs are written into `folder` under the rows of now,
 * for the one way of continuing that files have too. Throws `linkage.not-continuable` and what the gate throws.
 */
export async function continuePrevious(
  context: Context,
  run: string,
  at: {
    readonly folder: string;
    readonly sources: readonly OpenSource[];
    readonly request: LinkRequest & { readonly compareAll: boolean; readonly otherModel: boolean };
  },
) {
  const previous = await openRun(context, run);
  const { folder, sources, request } = at;
  mustContinue(previous, sources);
  const file = `of the link ${run}`;
  const model = { file, content: parseModel(previous.row.model!, file) };
  const continued = continueRun(
    context.engine,
    { folder, report: previous.report, model: model.content },
    { ...request, id: recordId },
    clusterName,
  );
  let written: Promise<void> | undefined;
  const write = (read: ReadSources) => {
    written ??= writeUnderRowsOfNow(context, previous, { folder, sources, columns: contentColumns(read) });
    return written;
  };
  return {
    model,
    known(read: ReadSources): ReturnType<typeof continued.known> {
      const known = continued.known(read);
      return (
        known &&
        (async (space) => {
          await write(read);
          return known(space);
        })
      );
    },
    async finish(...[read, linkage, decisions]: Parameters<typeof continued.finish>) {
      await write(read);
      const { reported, ...rest } = await continued.finish(read, linkage, decisions);
      return { ...rest, reported: reported && { ...reported, previous: run } };
    },
  };
}

/** The same datasets on the same sides. Throws `linkage.not-continuable`. */
export function mustContinue(
  { row }: { readonly row: Pick<RunRow, 'id' | 'left_dataset' | 'right_dataset'> },
  sources: readonly { readonly dataset: string }[],
): void {
  const [left, right] = sources;
  if (row.left_dataset !== left!.dataset || row.right_dataset !== (right?.dataset ?? null))
    throw notContinuable.with({
      run: row.id,
      problem: 'it is of other datasets, or of the same ones in another order',
    });
}

/** `before` and `now`: the row of a record in an earlier version and its row in this one; null where it is gone. */
async function sameRecords(context: Context, before: OpenSource, now: OpenSource): Promise<Sql> {
  const identity = await identityOf(context, now);
  const shared = identity.filter((name) => before.records.columns.includes(name));
  const numbered = ({ records }: OpenSource) =>
    sql`SELECT record, digest, row_number() OVER (PARTITION BY digest ORDER BY record) AS place FROM (
          SELECT ${ident(recordId)}::bigint AS record, sha256(${join(
            shared.map((name) => sql`chr(31) || coalesce(chr(30) || ${ident(name)}::varchar, '')`),
            ' || ',
          )}) AS digest FROM ${records.relation})`;
  return sql`SELECT b.record AS before, n.record AS now FROM (${numbered(before)}) b
             LEFT JOIN (${numbered(now)}) n ON n.digest = b.digest AND n.place = b.place`;
}

async function writeUnderRowsOfNow(
  context: Context,
  previous: RunContent,
  at: {
    readonly folder: string;
    readonly sources: readonly OpenSource[];
    readonly columns: readonly string[];
  },
): Promise<void> {
  const { engine } = context;
  const isLink = previous.row.kind === 'link';
  const copy = (name: string, rows: Sql) =>
    engine.run(sql`COPY (${rows}) TO ${literal(joinPath(at.folder, name))} (FORMAT parquet)`, {
      step: 'records_of_before',
      signal: context.signal,
    });
  const maps = await Promise.all(
    at.sources.map((now, side) => sameRecords(context, previous.sources[side]!, now)),
  );
  const id = sql`coalesce(m.now::varchar, 'gone-' || m.before)`;
  const clustersOf = (map: Sql, side: string) =>
    sql`SELECT ${id} AS id, ${literal(side)} AS side, c.cluster_id::varchar AS cluster_id
        FROM ${previous.clusters} c JOIN (${map}) m ON m.before = c.id::bigint
        ${isLink ? sql`WHERE c.side = ${literal(side)}` : sql``}`;
  await copy(
    'clusters.parquet',
    join(
      maps.map((map, side) => clustersOf(map, side === 0 ? 'left' : 'right')),
      ' UNION ALL ',
    ),
  );
  const had = new Set(previous.sources.flatMap(({ records }) => records.columns));
  if (!at.columns.every((name) => had.has(name))) return;
  await copy(
    'records.parquet',
    join(
      maps.map(
        (map, side) =>
          sql`SELECT ${isLink ? sql`${literal(side === 0 ? 'left:' : 'right:')} ||` : sql``} ${id} AS id, d.digest
              FROM (${recordDigests([previous.sources[side]!.records], recordId, at.columns)}) d
              JOIN (${map}) m ON m.before = d.id::bigint`,
      ),
      ' UNION ALL ',
    ),
  );
  if (isLink) return;
  await copy(
    'pairs.parquet',
    sql`SELECT l.now::varchar AS id_l, r.now::varchar AS id_r, p.match_weight, p.pattern FROM ${previous.pairs} p
        JOIN (${maps[0]!}) l ON l.before = p.id_l::bigint AND l.now IS NOT NULL
        JOIN (${maps[0]!}) r ON r.before = p.id_r::bigint AND r.now IS NOT NULL`,
  );
}
