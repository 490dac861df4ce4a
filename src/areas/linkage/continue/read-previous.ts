import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../../../engine/engine.ts';
import { ident, join as list, literal, type Sql, sql } from '../../../engine/sql.ts';
import { previousUnusable } from '../errors.ts';
import { type RecordSource, recordRelation } from '../files/record-source.ts';
import { type LinkageReport, linkageReport } from '../model.ts';
import { type ModelFile, parseModel } from '../model-file.ts';
import type { PatternSpace } from '../score/pattern-space.ts';
import { packPatternText } from '../score/pattern-text.ts';
import type { KnownPairs } from '../score-new-pairs.ts';

/** An earlier result that is to be continued. */
export interface PreviousResult {
  readonly folder: string;
  readonly report: LinkageReport;
  readonly model: ModelFile;
}

/** What an earlier result says of the records at hand. */
export interface KnownRecords {
  /** By record: 0 known and unchanged, 1 new, 2 known with other values. */
  readonly state: Uint8Array;
  /** Earlier cluster of each record, undefined for a new one. */
  readonly clusterOf: readonly (string | undefined)[];
  /** Records of each earlier cluster that are not there any more. */
  readonly gone: ReadonlyMap<string, number>;
  readonly counts: {
    readonly kept: number;
    readonly added: number;
    readonly changed: number;
    readonly gone: number;
  };
}

/** What a record's content comes down to: known under one id with the same digest, it need not be compared again. */
export const recordDigests = (
  sources: readonly RecordSource[],
  id: string,
  columns: readonly string[],
  /** Of a link: an id counts on its own side, `left:12`. */
  sided = false,
): Sql =>
  list(
    sources.map(
      (source, at) =>
        sql`SELECT ${sided ? sql`${literal(at === 0 ? 'left:' : 'right:')} ||` : sql``} ${ident(id)} AS id, hash(${list(columns.map((name) => ident(name)))})::varchar AS digest
            FROM (${recordRelation(source, [...new Set([id, ...columns])])})`,
    ),
    ' UNION ALL ',
  );

/** Throws `linkage.previous-unusable` when the folder holds no result that can be continued with this id column. */
export async function readPrevious(
  folder: string,
  kind: 'dedupe' | 'link',
  id: string | undefined,
): Promise<PreviousResult> {
  const bad = (problem: string, cause?: unknown) => previousUnusable.with({ folder, problem }, cause);
  if (id === undefined) throw bad('records are known again by their ids, and no id column is named');
  if (!existsSync(join(folder, 'report.json'))) throw bad('it holds no result');
  const report = await readFile(join(folder, 'report.json'), 'utf8')
    .then((text) => linkageReport.parse(JSON.parse(text)))
    .catch((cause: unknown) => {
      throw bad('its report.json cannot be read', cause);
    });
  if (report.kind !== kind) throw bad(`it is a ${report.kind}, and this is a ${kind}`);
  if (report.id !== id) throw bad(`its records were named by ${report.id ?? 'their number'}, these by ${id}`);
  const modelFile = join(folder, 'model.yaml');
  return { folder, report, model: parseModel(await readFile(modelFile, 'utf8'), modelFile) };
}

/** Which of the records at hand an earlier result knows. In a link an id counts on its own side. */
export async function knownRecords(
  engine: Engine,
  { folder }: PreviousResult,
  at: {
    readonly sources: readonly RecordSource[];
    readonly id: string;
    readonly columns: readonly string[];
    readonly leftRows?: number;
  },
): Promise<KnownRecords> {
  const file = (name: string) => sql`read_parquet(${literal(join(folder, name))})`;
  const isLink = at.leftRows !== undefined;
  const side = isLink ? sql`side || ':' ||` : sql`'' ||`;
  const [oldIds, oldClusters] = await engine.columns(
    sql`SELECT ${side} id AS id, cluster_id FROM ${file('clusters.parquet')}`,
    { step: 'previous_clusters' },
  );
  const hasDigests = existsSync(join(folder, 'records.parquet'));
  const digestOf = new Map<string, string>();
  if (hasDigests) {
    const [ids, digests] = await engine.columns(sql`SELECT id, digest FROM ${file('records.parquet')}`, {
      step: 'previous_records',
    });
    for (let row = 0; row < ids!.codes.length; row++)
      digestOf.set(ids!.values[ids!.codes[row]!]!, digests!.values[digests!.codes[row]!]!);
  }
  const clusterOfId = new Map<string, string>();
  for (let row = 0; row < oldIds!.codes.length; row++)
    clusterOfId.set(oldIds!.values[oldIds!.codes[row]!]!, oldClusters!.values[oldClusters!.codes[row]!]!);

  const [ids, digests] = await engine.columns(recordDigests(at.sources, at.id, at.columns), {
    step: 'record_digests',
  });
  const rows = ids!.codes.length;
  const state = new Uint8Array(rows);
  const clusterOf: (string | undefined)[] = [];
  const seen = new Set<string>();
  const counts = { kept: 0, added: 0, changed: 0, gone: 0 };
  for (let row = 0; row < rows; row++) {
    const id = ids!.values[ids!.codes[row]!]!;
    const name = isLink ? `${row < at.leftRows! ? 'left' : 'right'}:${id}` : id;
    const cluster = clusterOfId.get(name);
    clusterOf.push(cluster);
    if (cluster === undefined) {
      state[row] = 1;
      counts.added++;
      continue;
    }
    seen.add(name);
    const digest = digestOf.get(name);
    if (digest !== undefined && digest === digests!.values[digests!.codes[row]!]!) counts.kept++;
    else {
      state[row] = 2;
      counts.changed++;
    }
  }
  const gone = new Map<string, number>();
  for (const [id, cluster] of clusterOfId)
    if (!seen.has(id)) {
      gone.set(cluster, (gone.get(cluster) ?? 0) + 1);
      counts.gone++;
    }
  return { state, clusterOf, gone, counts };
}

/** The pairs of an earlier result between records that are still the same, by their numbers now. */
export async function knownPairs(
  engine: Engine,
  { folder }: PreviousResult,
  space: PatternSpace,
  state: Uint8Array,
  idOf: (row: number) => string,
): Promise<KnownPairs> {
  const [lefts, rights, weights, patterns] = await engine.columns(
    sql`SELECT id_l, id_r, match_weight::varchar, pattern FROM read_parquet(${literal(join(folder, 'pairs.parquet'))})`,
    { step: 'previous_pairs' },
  );
  const rowOf = new Map<string, number>();
  for (let row = 0; row < state.length; row++) if (state[row] === 0) rowOf.set(idOf(row), row);
  const numbersOf = (column: typeof lefts) => Int32Array.from(column!.values, (id) => rowOf.get(id) ?? -1);
  const [leftRows, rightRows] = [numbersOf(lefts), numbersOf(rights)];
  const weightOf = Float64Array.from(weights!.values, Number);
  const packed = Float64Array.from(patterns!.values, (text) =>
    text === '' ? -1 : packPatternText(space, text),
  );
  const size = lefts!.codes.length;
  const left = new Int32Array(size);
  const right = new Int32Array(size);
  const weight = new Float64Array(size);
  const pattern = new Float64Array(size);
  let used = 0;
  for (let at = 0; at < size; at++) {
    const [a, b] = [leftRows[lefts!.codes[at]!]!, rightRows[rights!.codes[at]!]!];
    const code = packed[patterns!.codes[at]!]!;
    if (a < 0 || b < 0 || code < 0) continue;
    left[used] = Math.min(a, b);
    right[used] = Math.max(a, b);
    weight[used] = weightOf[weights!.codes[at]!]!;
    pattern[used++] = code;
  }
  return {
    size: used,
    left: left.subarray(0, used),
    right: right.subarray(0, used),
    weight: weight.subarray(0, used),
    pattern: pattern.subarray(0, used),
  };
}
