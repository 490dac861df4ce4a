import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OakError } from '../../../core/error.ts';
import type { Engine } from '../../../engine/engine.ts';
import { literal, type Sql, sql } from '../../../engine/sql.ts';
import { outputUnwritable } from '../errors.ts';
import type { Linkage } from '../link-records.ts';
import { patternText } from '../score/pattern-text.ts';
import { quoted, writeLines } from './line-file.ts';
import { type RecordIds, readRecordIds } from './record-ids.ts';
import type { RecordSource } from './record-source.ts';

export interface Results {
  readonly linkage: Linkage;
  readonly sources: readonly RecordSource[];
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
    const ids = await readRecordIds(engine, results.sources, results.id, results.leftRows);
    await listClusters(working, results, ids);
    // The engine works on one file while the next is being put together here.
    await Promise.all([copyClusters(engine, working, results), listPairs(working, results, ids)]);
    await copyPairs(engine, working);
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

const clusterList = 'clusters.csv';
const pairList = 'pairs.csv';
const patternList = 'patterns.csv';

async function listClusters(
  working: string,
  { linkage, rows, leftRows }: Results,
  { of, longest }: RecordIds,
): Promise<void> {
  const side = (row: number) => (row < leftRows! ? 'left' : 'right');
  await writeLines(join(working, clusterList), ['id'], rows, longest, (row, put) => {
    put.text(quoted(of(row)));
    const first = linkage.clusters[row]!;
    if (leftRows === undefined) put.text(quoted(of(first)));
    else {
      put.text(side(row));
      put.text(quoted(`${side(first)}:${of(first)}`));
    }
  });
}

/** How the engine reads a list back: nothing is guessed. The first line is left out. */
const listOf = (file: string, columns: Sql): Sql =>
  sql`read_csv(${literal(file)}, auto_detect = false, header = false, skip = 1, delim = ',', quote = '"', escape = '"',
    strict_mode = false, columns = ${columns})`;

async function copyClusters(engine: Engine, working: string, { leftRows }: Results): Promise<void> {
  const columns =
    leftRows === undefined
      ? sql`{'id': 'VARCHAR', 'cluster_id': 'VARCHAR'}`
      : sql`{'id': 'VARCHAR', 'side': 'VARCHAR', 'cluster_id': 'VARCHAR'}`;
  const list = join(working, clusterList);
  await engine.run(
    sql`COPY (SELECT * FROM ${listOf(list, columns)})
        TO ${literal(join(working, 'clusters.parquet'))} (FORMAT parquet, COMPRESSION zstd)`,
    { step: 'clusters' },
  );
  await rm(list);
}

async function listPairs(working: string, { linkage }: Results, { of, longest }: RecordIds): Promise<void> {
  const { pairs, chances, space, expected } = linkage;
  const shown = likeliestFirst(chances, Math.min(leastWritten, expected.threshold));
  const numbers = new Map<number, number>();
  for (const at of shown) if (!numbers.has(pairs.pattern[at]!)) numbers.set(pairs.pattern[at]!, numbers.size);
  await writeLines(join(working, pairList), ['pairs'], shown.length, longest, (row, put) => {
    const at = shown[row]!;
    put.text(quoted(of(pairs.left[at]!)));
    put.text(quoted(of(pairs.right[at]!)));
    put.number(Math.round(pairs.weight[at]! * perBit));
    put.number(Math.round(chances[at]! * perChance));
    put.number(numbers.get(pairs.pattern[at]!)!);
  });
  const lines = [...numbers.keys()].map((pattern, at) => `${at},${patternText(space, pattern)}\n`);
  await writeFile(join(working, patternList), `patterns\n${lines.join('')}`);
}

async function copyPairs(engine: Engine, working: string): Promise<void> {
  const [pairFile, patternFile] = [join(working, pairList), join(working, patternList)];
  const pairColumns = sql`{'id_l': 'VARCHAR', 'id_r': 'VARCHAR', 'weight': 'INTEGER', 'chance': 'INTEGER', 'number': 'INTEGER'}`;
  const patternColumns = sql`{'number': 'INTEGER', 'pattern': 'VARCHAR'}`;
  await engine.run(
    sql`COPY (
      SELECT k.id_l, k.id_r, k.weight / ${perBit}::double AS match_weight,
        k.chance / ${perChance}::double AS match_probability, p.pattern
      FROM ${listOf(pairFile, pairColumns)} k JOIN ${listOf(patternFile, patternColumns)} p ON p.number = k.number
    ) TO ${literal(join(working, 'pairs.parquet'))} (FORMAT parquet, COMPRESSION zstd)`,
    { step: 'pairs' },
  );
  await rm(pairFile);
  await rm(patternFile);
}
