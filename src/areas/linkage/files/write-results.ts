import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OakError } from '../../../core/error.ts';
import type { Engine } from '../../../engine/engine.ts';
import { literal, sql } from '../../../engine/sql.ts';
import { makeGivenFolder } from '../../../store/given-folder.ts';
import { recordDigests } from '../continue/read-previous.ts';
import { outputUnwritable } from '../errors.ts';
import type { Linkage } from '../link-records.ts';
import { verdicts } from '../policy/rule-set.ts';
import { patternText } from '../score/pattern-text.ts';
import { writeParquet } from './parquet-file.ts';
import { type RecordIds, readRecordIds } from './record-ids.ts';
import type { RecordSource } from './record-source.ts';

export interface Results {
  readonly linkage: Linkage;
  readonly sources: readonly RecordSource[];
  readonly id?: string;
  readonly leftRows?: number;
  readonly rows: number;
  /** Columns that say what a record is: with an id its digest is kept, so that a later run knows it again. */
  readonly columns?: readonly string[];
  /** Name of the cluster that begins with a record; its id when left out. */
  readonly names?: { readonly of: (root: number) => string; readonly longest: number };
  /** What was decided of each pair, and by whom. */
  readonly decided?: (at: number) => { readonly verdict: number; readonly by: number };
  readonly deciders?: readonly string[];
  /** By pair: what the model gives, where rules decided otherwise. */
  readonly chances?: Float64Array;
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
    await makeGivenFolder(working);
    const ids = await readRecordIds(engine, results.sources, results.id, results.leftRows);
    const keepsDigests = results.id !== undefined && results.columns !== undefined;
    // The engine works on one file while the others are being put together here.
    const digests = keepsDigests ? copyDigests(engine, working, results) : undefined;
    const settled = await Promise.allSettled([
      digests,
      writeClusters(join(working, 'clusters.parquet'), results, ids),
      writePairs(join(working, 'pairs.parquet'), results, ids),
    ]);
    // By now nothing writes any more, and the folder may be removed.
    for (const one of settled) if (one.status === 'rejected') throw one.reason;
    if (keepsDigests) await chmod(join(working, 'records.parquet'), 0o600);
    for (const [name, text] of Object.entries(results.texts))
      await writeFile(join(working, name), text, { mode: 0o600 });
    const names = ['clusters.parquet', 'pairs.parquet', ...(keepsDigests ? ['records.parquet'] : [])];
    for (const name of [...names, ...Object.keys(results.texts)]) {
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

function writeClusters(
  path: string,
  { linkage, rows, leftRows, names }: Results,
  { of }: RecordIds,
): Promise<void> {
  const { clusters } = linkage;
  const side = (row: number) => (row < leftRows! ? 0 : 1);
  const own = (root: number) => (leftRows === undefined ? of(root) : `${sides[side(root)]}:${of(root)}`);
  const name = names?.of ?? own;
  return writeParquet(path, rows, [
    { name: 'id', text: of },
    ...(leftRows === undefined ? [] : [{ name: 'side', words: sides, word: side }]),
    { name: 'cluster_id', text: (row) => name(clusters[row]!) },
  ]);
}

const sides = ['left', 'right'];

async function copyDigests(
  engine: Engine,
  working: string,
  { sources, id, columns, leftRows }: Results,
): Promise<void> {
  await engine.run(
    sql`COPY (${recordDigests(sources, id!, columns!, leftRows !== undefined)})
        TO ${literal(join(working, 'records.parquet'))} (FORMAT parquet, COMPRESSION zstd)`,
    { step: 'record_digests' },
  );
}

async function writePairs(
  path: string,
  { linkage, decided, deciders, chances = linkage.chances }: Results,
  { of }: RecordIds,
): Promise<void> {
  const { pairs, space, expected } = linkage;
  const shown = likeliestFirst(chances, Math.min(leastWritten, expected.threshold));
  const numbers = new Map<number, number>();
  const patterns = Int32Array.from(shown, (at) => {
    const pattern = pairs.pattern[at]!;
    const known = numbers.get(pattern);
    if (known !== undefined) return known;
    numbers.set(pattern, numbers.size);
    return numbers.size - 1;
  });
  await writeParquet(path, shown.length, [
    { name: 'id_l', text: (row) => of(pairs.left[shown[row]!]!) },
    { name: 'id_r', text: (row) => of(pairs.right[shown[row]!]!) },
    { name: 'match_weight', number: (row) => Math.round(pairs.weight[shown[row]!]! * perBit) / perBit },
    { name: 'match_probability', number: (row) => Math.round(chances[shown[row]!]! * perChance) / perChance },
    {
      name: 'pattern',
      words: [...numbers.keys()].map((pattern) => patternText(space, pattern)),
      word: (row) => patterns[row]!,
    },
    ...(decided === undefined || deciders === undefined
      ? []
      : [
          { name: 'decision', words: verdicts, word: (row: number) => decided(shown[row]!).verdict },
          { name: 'decided_by', words: deciders, word: (row: number) => decided(shown[row]!).by },
        ]),
  ]);
}
