/**
 * Accuracy on public sets with known truth, one set of defaults for all: best F1 over all thresholds and F1 at the threshold
 * that the engine chose without labels, beside Splink's (tuned by hand; measured with version 5.0.0).
 *
 *   node bench/linkage/accuracy.ts --data FOLDER [--only 'Abt-Buy'] [--recognised] [--other] [--leave-one-out]
 *
 * `--recognised` gives no fields: kinds are found out from names and values. `--other` takes people of a second generator
 * instead, whose fields are always recognised. `--leave-one-out` asks of each set where the others would have the line: how many
 * bits above or below the threshold that the engine chooses, and what that gives on the set that was left out.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Linkage } from '../../src/areas/linkage/link-records.ts';
import { linkSources } from '../../src/areas/linkage/link-sources.ts';
import { judge } from '../../src/areas/linkage/report/truth-quality.ts';
import { openDuckdb } from '../../src/engine/duckdb/open.ts';
import { dataFolder, temporaryFolder } from '../places.ts';
import { printTable } from '../table.ts';
import { type OtherPeople, otherPeople, writeOtherPeople } from './other-people.ts';
import { prepareSet } from './prepare-set.ts';
import { type TruthSet, truthSets } from './sets.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    only: { type: 'string' },
    recognised: { type: 'boolean', default: false },
    other: { type: 'boolean', default: false },
    'leave-one-out': { type: 'boolean', default: false },
  },
});
if (values.data === undefined || !existsSync(values.data)) {
  console.error('Name the folder of public sets with --data.');
  process.exit(64);
}
const engine = await openDuckdb({ memoryLimitMb: 1000, threads: 2, tempFolder: temporaryFolder('spill') });
const prepared = join(dataFolder, 'linkage-sets');
mkdirSync(prepared, { recursive: true });

function otherFile(about: OtherPeople): string {
  const file = join(prepared, `other-${about.name.replaceAll(/[ ,]+/g, '-')}.csv`);
  writeOtherPeople(file, join(resolve(values.data!), 'generator'), about);
  return file;
}

async function run(set: TruthSet | OtherPeople) {
  const files =
    'columns' in set ? [otherFile(set)] : await prepareSet(engine, set, resolve(values.data!), prepared);
  const started = performance.now();
  const linked = await linkSources(
    engine,
    {
      kind: 'kind' in set ? set.kind : 'dedupe',
      files,
      truth: 'truth',
      id: 'row',
      fields: values.recognised || 'columns' in set ? undefined : set.fields,
      seed: 1,
    },
    { lastYear: new Date().getFullYear() },
  );
  const seconds = (performance.now() - started) / 1000;
  const { linkage, table, truth } = linked;
  const quality = judge(linkage, truth!, table.leftRows);
  return {
    linked,
    quality,
    seconds,
    best: bestF1(linkage, truth!, quality.pairs),
    moved: f1Moved(linkage, truth!, quality.pairs),
  };
}

/** How far the line may be moved, in bits of the odds: 0 is the default that is judged. */
const moves = [-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3];

/** Pairwise F1 with the line moved by each of {@link moves}. */
function f1Moved({ pairs, chances, expected }: Linkage, truth: Int32Array, all: number): number[] {
  const odds = expected.threshold / (1 - expected.threshold);
  return moves.map((bits) => {
    const line = (odds * 2 ** bits) / (1 + odds * 2 ** bits);
    let [declared, right] = [0, 0];
    for (let pair = 0; pair < pairs.size; pair++) {
      if (chances[pair]! < line) continue;
      declared++;
      if (truth[pairs.left[pair]!] === truth[pairs.right[pair]!]) right++;
    }
    return (2 * right) / (declared + all || 1);
  });
}

/** The move that the other sets would choose for each, by their mean F1, and what it gives on the set that was left out. */
function leaveOneOut(sets: readonly { readonly set: string; readonly moved: readonly number[] }[]) {
  return sets.map(({ set, moved }) => {
    const others = sets.filter((one) => one.set !== set);
    const means = moves.map((_, at) => others.reduce((sum, one) => sum + one.moved[at]!, 0) / others.length);
    const chosen = means.indexOf(Math.max(...means));
    const own = moves.indexOf(0);
    return {
      'left out': set,
      'the others would move the line by, bits': moves[chosen]!,
      'F1 on it then': moved[chosen]!.toFixed(4),
      'F1 by the default': moved[own]!.toFixed(4),
      difference: (moved[chosen]! - moved[own]!).toFixed(4),
      'mean F1 of the others, moved': means[chosen]!.toFixed(4),
      'by the default': means[own]!.toFixed(4),
    };
  });
}

/** The highest F1 that any threshold could have reached. */
function bestF1({ pairs, chances }: Linkage, truth: Int32Array, all: number): number {
  const order = Array.from(chances.keys()).sort((a, b) => chances[b]! - chances[a]!);
  let [both, best] = [0, 0];
  for (const [at, pair] of order.entries()) {
    if (truth[pairs.left[pair]!] === truth[pairs.right[pair]!]) both++;
    if (chances[order[at + 1]!] !== chances[pair]) best = Math.max(best, (2 * both) / (at + 1 + all));
  }
  return best;
}

const lines = [];
const alone: { set: string; moved: readonly number[] }[] = [];
for (const set of values.other ? otherPeople : truthSets) {
  if (values.only !== undefined && set.name !== values.only) continue;
  const { linked, quality, seconds, best, moved } = await run(set);
  alone.push({ set: set.name, moved });
  const { pairwise, cluster, bCubed, blockingRecall } = quality;
  const { expected, learned } = linked.linkage;
  const { floor, peer }: Pick<TruthSet, 'floor' | 'peer'> = 'columns' in set ? {} : set;
  const met =
    floor === undefined
      ? undefined
      : pairwise.f1 >= floor.pairwise && (floor.cluster === undefined || cluster.f1 >= floor.cluster);
  lines.push({
    set: set.name,
    'best F1': best.toFixed(4),
    'F1 at own threshold': pairwise.f1.toFixed(4),
    floor: floor?.pairwise.toFixed(3),
    is: met === undefined ? undefined : met ? 'PASS' : 'SHORT',
    P: pairwise.precision.toFixed(3),
    R: pairwise.recall.toFixed(3),
    'cluster F1': cluster.f1.toFixed(4),
    'B-cubed': bCubed.f1.toFixed(4),
    'found by blocking': blockingRecall.toFixed(4),
    'est. P': expected.precision.toFixed(3),
    'est. R': (expected.recall * learned.chosen.recall).toFixed(3),
    'Splink best': peer?.best.toFixed(3),
    'Splink at 0.95': peer?.usual.toFixed(3),
    seconds: seconds.toFixed(1),
  });
}
await engine.close();
printTable('Accuracy, one set of defaults', lines);
if (values['leave-one-out'])
  printTable('Where the line stands, one set left out at a time', leaveOneOut(alone));
