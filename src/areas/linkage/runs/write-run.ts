import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../../../engine/engine.ts';
import { literal, sql } from '../../../engine/sql.ts';
import { quoted } from '../files/line-file.ts';
import { readRecordIds } from '../files/record-ids.ts';
import type { RecordSource } from '../files/record-source.ts';
import type { Linkage } from '../link-records.ts';
import { patternText } from '../score/pattern-text.ts';
import { recordId } from './open-sources.ts';

interface Linked {
  readonly linkage: Linkage;
  readonly sources: readonly RecordSource[];
  readonly leftRows?: number;
  readonly rows: number;
}

/** Pairs under this chance say nothing that anyone would look at. */
const leastKept = 0.01;
const linesAtOnce = 4_000;

/**
 * Writes who belongs together (`id`, in a link `side`, `cluster_id`) and the pairs, each with what it takes to explain it
 * later without reading all records again: the weights of its fields, and which rules brought it together. Records are named
 * by their row in the source.
 */
export async function writeRun(
  engine: Engine,
  folder: string,
  linked: Linked,
): Promise<{ clusters: string; pairs: string }> {
  const ids = await readRecordIds(engine, linked.sources, recordId, linked.leftRows);
  const clusterOf = clusterNames(linked, ids.of);
  const clusters = join(folder, 'clusters.parquet');
  const list = join(folder, 'clusters.csv');
  const isLink = linked.leftRows !== undefined;
  await writeAll(list, linked.rows, (row) =>
    isLink
      ? `${ids.of(row)},${row < linked.leftRows! ? 'left' : 'right'},${clusterOf(row)}`
      : `${ids.of(row)},${clusterOf(row)}`,
  );
  await engine.run(
    sql`COPY (SELECT * FROM read_csv(${literal(list)}, auto_detect = false, header = false, delim = ',', columns = ${
      isLink
        ? sql`{'id': 'BIGINT', 'side': 'VARCHAR', 'cluster_id': 'VARCHAR'}`
        : sql`{'id': 'BIGINT', 'cluster_id': 'VARCHAR'}`
    })) TO ${literal(clusters)} (FORMAT parquet, COMPRESSION zstd)`,
    { step: 'clusters' },
  );
  return { clusters, pairs: await writePairs(engine, folder, linked, ids.of, clusterOf) };
}

/** A cluster is named by its first record. */
export const clusterNames =
  ({ linkage, leftRows }: Pick<Linked, 'linkage' | 'leftRows'>, idOf: (row: number) => string) =>
  (row: number): string => {
    const first = linkage.clusters[row]!;
    return leftRows === undefined ? idOf(first) : `${first < leftRows ? 'left' : 'right'}-${idOf(first)}`;
  };

async function writePairs(
  engine: Engine,
  folder: string,
  { linkage }: Linked,
  idOf: (row: number) => string,
  clusterOf: (row: number) => string,
): Promise<string> {
  const { pairs, chances, space, expected } = linkage;
  const least = Math.min(leastKept, expected.threshold);
  const kept: number[] = [];
  for (let at = 0; at < pairs.size; at++) if (chances[at]! >= least) kept.push(at);
  kept.sort((a, b) => chances[b]! - chances[a]! || pairs.left[a]! - pairs.left[b]!);
  const list = join(folder, 'pairs.csv');
  await writeAll(list, kept.length, (number) => {
    const at = kept[number]!;
    const [left, right] = [pairs.left[at]!, pairs.right[at]!];
    const { bars, neighbours } = linkage.explain(left, right);
    const why = [
      neighbours === null ? null : hundredths(neighbours),
      ...bars.map(({ weight, without, says }) => [
        hundredths(weight),
        hundredths(without),
        ...says.map(({ rarity }) => (rarity === null ? null : hundredths(rarity))),
      ]),
    ];
    return [
      number,
      idOf(left),
      idOf(right),
      hundredths(pairs.weight[at]!),
      chances[at]!.toFixed(6),
      chances[at]! >= expected.threshold,
      clusterOf(left),
      clusterOf(right),
      linkage.comparedBy(left, right).reduce((sum, rule) => sum + 2 ** rule, 0),
      quoted(patternText(space, pairs.pattern[at]!)),
      quoted(JSON.stringify(why)),
    ].join(',');
  });
  const file = join(folder, 'pairs.parquet');
  await engine.run(
    sql`COPY (SELECT * FROM read_csv(${literal(list)}, auto_detect = false, header = false, delim = ',', quote = '"',
      escape = '"', columns = {'pair': 'BIGINT', 'id_l': 'BIGINT', 'id_r': 'BIGINT', 'match_weight': 'DOUBLE',
      'match_probability': 'DOUBLE', 'linked': 'BOOLEAN', 'cluster_l': 'VARCHAR', 'cluster_r': 'VARCHAR',
      'rules': 'BIGINT', 'pattern': 'VARCHAR', 'why': 'VARCHAR'}))
      TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd)`,
    { step: 'pairs' },
  );
  return file;
}

const hundredths = (bits: number) => Math.round(bits * 100) / 100;

async function writeAll(path: string, rows: number, line: (row: number) => string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    for (let from = 0; from < rows; from += linesAtOnce) {
      let text = '';
      for (let row = from; row < Math.min(rows, from + linesAtOnce); row++) text += `${line(row)}\n`;
      await file.write(text);
    }
  } finally {
    await file.close();
  }
}
