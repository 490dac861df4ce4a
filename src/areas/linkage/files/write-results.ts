import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OakError } from '../../../core/error.ts';
import type { Engine } from '../../../engine/engine.ts';
import { ident, integer, join as joinSql, literal, type Sql, sql } from '../../../engine/sql.ts';
import { outputUnwritable } from '../errors.ts';
import type { Linkage } from '../link-records.ts';
import { patternText } from '../score/pattern-text.ts';
import { writeNumbers } from './number-table.ts';
import { type RecordSource, recordRelation } from './record-source.ts';

export interface Results {
  readonly linkage: Linkage;
  readonly sources: readonly RecordSource[];
  /** Records of each file. */
  readonly records: readonly number[];
  readonly id?: string;
  readonly leftRows?: number;
  readonly rows: number;
  /** Further files by name: the model, the report. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Weights are kept to a thousandth of a bit, chances to a millionth. */
const perBit = 1_000;
const perChance = 1_000_000;

/** Pairs under this chance say nothing that anyone would look at. */
const leastWritten = 0.01;

/**
 * Writes clusters, pairs and the texts to a folder, each under a temporary name first, so that a stopped run leaves the old
 * result or the new one. Throws `linkage.output-unwritable`.
 */
export async function writeResults(engine: Engine, folder: string, results: Results): Promise<string[]> {
  const working = join(folder, '.linkage-working');
  const written: string[] = [];
  try {
    await rm(working, { recursive: true, force: true });
    await mkdir(working, { recursive: true, mode: 0o700 });
    await engine.session(async (session) => {
      await writeClusters(session, working, results);
      await writePairs(session, working, results);
    });
    for (const [name, text] of Object.entries(results.texts)) await writeFile(join(working, name), text);
    for (const name of ['clusters.parquet', 'pairs.parquet', ...Object.keys(results.texts)]) {
      await rename(join(working, name), join(folder, name));
      written.push(join(folder, name));
    }
    return written;
  } catch (cause) {
    // What the engine says of itself (no memory, no room) is said better by it.
    throw cause instanceof OakError ? cause : outputUnwritable.with({ folder }, cause);
  } finally {
    await rm(working, { recursive: true, force: true }).catch(() => {});
  }
}

/** The pairs from a chance on, in steps of a thousandth from the likeliest down. */
function likeliestFirst(chances: Float64Array, least: number): Int32Array {
  const starts = new Int32Array(1002);
  const step = (chance: number) => 1000 - Math.round(chance * 1000);
  for (const chance of chances) if (chance >= least) starts[step(chance) + 1]!++;
  for (let at = 1; at < starts.length; at++) starts[at]! += starts[at - 1]!;
  const order = new Int32Array(starts[1001]!);
  for (let at = 0; at < chances.length; at++)
    if (chances[at]! >= least) order[starts[step(chances[at]!)]!++] = at;
  return order;
}

/** Number and id of every record, file by file; where there are no ids, the records of a side are counted from 1. */
function recordIds({ sources, records, id, leftRows }: Results): Sql {
  let from = 0;
  const parts = sources.map((source, at) => {
    const first = from;
    from += records[at]!;
    const counted = leftRows === undefined ? first : 0;
    return id === undefined
      ? sql`SELECT row_number() OVER () - 1 + ${integer(first)} AS row, (row_number() OVER () + ${integer(counted)})::varchar AS id
            FROM ${source.relation}`
      : sql`SELECT row_number() OVER () - 1 + ${integer(first)} AS row, ${ident(id)} AS id FROM (${recordRelation(source, [id])})`;
  });
  return joinSql(parts, ' UNION ALL ');
}

async function writeClusters(session: Engine, working: string, results: Results): Promise<void> {
  const { linkage, rows, leftRows } = results;
  const file = join(working, 'clusters.csv');
  await writeNumbers(file, ['row', 'cluster'], rows, (row, put) => {
    put(row);
    put(linkage.clusters[row]!);
  });
  await session.run(sql`CREATE TEMP TABLE record_ids AS ${recordIds(results)}`, { step: 'record_ids' });
  const side = sql`CASE WHEN i.row < ${leftRows ?? 0} THEN 'left' ELSE 'right' END`;
  const clusterSide = sql`CASE WHEN c.row < ${leftRows ?? 0} THEN 'left:' ELSE 'right:' END`;
  const columns =
    leftRows === undefined
      ? sql`i.id AS id, c.id AS cluster_id`
      : sql`i.id AS id, ${side} AS side, ${clusterSide} || c.id AS cluster_id`;
  await session.run(
    sql`COPY (
      SELECT ${columns}
      FROM read_csv(${literal(file)}, header = true, columns = {'row': 'BIGINT', 'cluster': 'BIGINT'}) k
      JOIN record_ids i ON i.row = k.row
      JOIN record_ids c ON c.row = k.cluster
    ) TO ${literal(join(working, 'clusters.parquet'))} (FORMAT parquet, COMPRESSION zstd)`,
    { step: 'clusters' },
  );
  await rm(file);
}

async function writePairs(session: Engine, working: string, results: Results): Promise<void> {
  const { pairs, chances, space, expected } = results.linkage;
  const least = Math.min(leastWritten, expected.threshold);
  const shown = likeliestFirst(chances, least);
  const numbers = new Map<number, number>();
  for (const at of shown) if (!numbers.has(pairs.pattern[at]!)) numbers.set(pairs.pattern[at]!, numbers.size);
  const patterns = [...numbers.keys()];
  const pairFile = join(working, 'pairs.csv');
  const patternFile = join(working, 'patterns.csv');
  await writeNumbers(pairFile, ['l', 'r', 'weight', 'chance', 'pattern'], shown.length, (row, put) => {
    const at = shown[row]!;
    put(pairs.left[at]!);
    put(pairs.right[at]!);
    put(Math.round(pairs.weight[at]! * perBit));
    put(Math.round(chances[at]! * perChance));
    put(numbers.get(pairs.pattern[at]!)!);
  });
  await writeFile(
    patternFile,
    `number,pattern\n${patterns.map((pattern, at) => `${at},${patternText(space, pattern)}\n`).join('')}`,
  );
  await session.run(
    sql`COPY (
      SELECT l.id AS id_l, r.id AS id_r, k.weight / ${perBit}::double AS match_weight, k.chance / ${perChance}::double AS match_probability, p.pattern
      FROM read_csv(${literal(pairFile)}, header = true,
        columns = {'l': 'BIGINT', 'r': 'BIGINT', 'weight': 'INTEGER', 'chance': 'INTEGER', 'pattern': 'INTEGER'}) k
      JOIN read_csv(${literal(patternFile)}, header = true, columns = {'number': 'INTEGER', 'pattern': 'VARCHAR'}) p
        ON p.number = k.pattern
      JOIN record_ids l ON l.row = k.l
      JOIN record_ids r ON r.row = k.r
    ) TO ${literal(join(working, 'pairs.parquet'))} (FORMAT parquet, COMPRESSION zstd)`,
    { step: 'pairs' },
  );
  await rm(pairFile);
  await rm(patternFile);
}
