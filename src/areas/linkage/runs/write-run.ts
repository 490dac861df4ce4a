import { join } from 'node:path';
import type { Engine } from '../../../engine/engine.ts';
import { writeParquet } from '../files/parquet-file.ts';
import { readRecordIds } from '../files/record-ids.ts';
import type { RecordSource } from '../files/record-source.ts';
import type { Linkage } from '../link-records.ts';
import { verdicts } from '../policy/rule-set.ts';
import { patternText } from '../score/pattern-text.ts';
import { recordId } from './open-sources.ts';

interface Linked {
  readonly linkage: Linkage;
  readonly sources: readonly RecordSource[];
  readonly leftRows?: number;
  readonly rows: number;
  /** Names of clusters that go on from an earlier run, by their first record. */
  readonly names?: { readonly of: (root: number) => string };
  /** What people or rules decided of each pair, and who; the chance decides where this is left out. */
  readonly decided?: (at: number) => { readonly verdict: number; readonly by: number };
  readonly deciders?: readonly string[];
  /** By pair: what the model gives, where rules decided otherwise. */
  readonly chances?: Float64Array;
}

/** A cluster is called after its first record: `12`, in a link `left-12`. */
export const clusterName = (side: string | undefined, id: string): string =>
  side === undefined ? id : `${side}-${id}`;

/** Pairs under this chance say nothing that anyone would look at. */
const leastKept = 0.01;

/**
 * Writes who belongs together (`id`, in a link `side`, `cluster_id`) and the pairs, each with what it takes to explain it
 * later without reading all records again: the weights of its fields, and which rules brought it together. Records are named
 * by their row in the source, clusters by their first record or as in the run before.
 */
export async function writeRun(
  engine: Engine,
  folder: string,
  linked: Linked,
): Promise<{ clusters: string; pairs: string }> {
  const { linkage, leftRows, rows, names } = linked;
  const { of } = await readRecordIds(engine, linked.sources, recordId, leftRows);
  const side = (row: number) => (leftRows !== undefined && row >= leftRows ? 1 : 0);
  const clusterOf = (row: number) => {
    const first = linkage.clusters[row]!;
    return (
      names?.of(first) ?? clusterName(leftRows === undefined ? undefined : sides[side(first)], of(first))
    );
  };
  const clusters = join(folder, 'clusters.parquet');
  await writeParquet(clusters, rows, [
    { name: 'id', text: of },
    ...(leftRows === undefined ? [] : [{ name: 'side', words: sides, word: side }]),
    { name: 'cluster_id', text: clusterOf },
  ]);
  const pairs = join(folder, 'pairs.parquet');
  await writePairs(pairs, linked, of, clusterOf);
  return { clusters, pairs };
}

const sides = ['left', 'right'];

async function writePairs(
  path: string,
  { linkage, decided, deciders, chances = linkage.chances }: Linked,
  idOf: (row: number) => string,
  clusterOf: (row: number) => string,
): Promise<void> {
  const { pairs, space, expected, explain, comparedBy } = linkage;
  const ruling = (pair: number) =>
    decided?.(pair) ?? {
      verdict: verdicts.indexOf(chances[pair]! >= expected.threshold ? 'accept' : 'refuse'),
      by: 0,
    };
  const least = Math.min(leastKept, expected.threshold);
  const kept: number[] = [];
  for (let at = 0; at < pairs.size; at++) if (chances[at]! >= least) kept.push(at);
  kept.sort((a, b) => chances[b]! - chances[a]! || pairs.left[a]! - pairs.left[b]!);
  const left = (pair: number) => pairs.left[kept[pair]!]!;
  const right = (pair: number) => pairs.right[kept[pair]!]!;
  await writeParquet(path, kept.length, [
    { name: 'pair', number: (pair) => pair },
    { name: 'id_l', text: (pair) => idOf(left(pair)) },
    { name: 'id_r', text: (pair) => idOf(right(pair)) },
    { name: 'match_weight', number: (pair) => hundredths(pairs.weight[kept[pair]!]!) },
    { name: 'match_probability', number: (pair) => chances[kept[pair]!]! },
    {
      name: 'linked',
      words: ['no', 'yes'],
      word: (pair) => (ruling(kept[pair]!).verdict === verdicts.indexOf('accept') ? 1 : 0),
    },
    { name: 'verdict', words: verdicts, word: (pair) => ruling(kept[pair]!).verdict },
    {
      name: 'decided_by',
      words: deciders ?? ['the chance'],
      word: (pair) => ruling(kept[pair]!).by,
    },
    { name: 'cluster_l', text: (pair) => clusterOf(left(pair)) },
    { name: 'cluster_r', text: (pair) => clusterOf(right(pair)) },
    {
      name: 'rules',
      text: (pair) => comparedBy(left(pair), right(pair)).join(' '),
    },
    { name: 'pattern', text: (pair) => patternText(space, pairs.pattern[kept[pair]!]!) },
    { name: 'why', text: (pair) => whyOf(explain(left(pair), right(pair))) },
  ]);
}

/** JSON: bits for neighbours, then for each group its bits, the pair's weight without it, and the rarities of its parts. */
const whyOf = ({ bars, neighbours }: ReturnType<Linkage['explain']>): string =>
  JSON.stringify([
    neighbours === null ? null : hundredths(neighbours),
    ...bars.map(({ weight, without, says }) => [
      hundredths(weight),
      hundredths(without),
      ...says.map(({ rarity }) => (rarity === null ? null : hundredths(rarity))),
    ]),
  ]);

const hundredths = (bits: number) => Math.round(bits * 100) / 100;
