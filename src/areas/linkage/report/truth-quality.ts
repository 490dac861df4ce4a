import type { Linkage } from '../link-records.ts';
import { pairsWithin, truePairs } from './true-pairs.ts';

export interface Quality {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** How a result compares with truth: `truth[record]` is equal for records of the same. */
export interface TruthQuality {
  readonly pairs: number;
  readonly pairwise: Quality;
  readonly cluster: Quality;
  readonly bCubed: Quality;
  readonly blockingRecall: number;
}

export const qualityOf = (right: number, declared: number, all: number): Quality => ({
  precision: declared === 0 ? 1 : right / declared,
  recall: all === 0 ? 1 : right / all,
  f1: declared + all === 0 ? 1 : (2 * right) / (declared + all),
});

/**
 * Pairwise: the pairs at or over the threshold. Cluster: all pairs within clusters. B-cubed: the mean over records of how much
 * of its cluster and of its truth it shares (Bagga & Baldwin 1998).
 */
export function judge(linkage: Linkage, truth: Int32Array, leftRows: number | undefined): TruthQuality {
  const { pairs, chances, clusters, expected } = linkage;
  const all = truePairs(truth, leftRows);
  let [declared, right, met] = [0, 0, 0];
  for (let at = 0; at < pairs.size; at++) {
    const same = truth[pairs.left[at]!] === truth[pairs.right[at]!];
    if (same) met++;
    if (chances[at]! < expected.threshold) continue;
    declared++;
    if (same) right++;
  }
  const { together, both } = pairsWithin(clusters, truth, leftRows);
  return {
    pairs: all,
    pairwise: qualityOf(right, declared, all),
    cluster: qualityOf(both, together, all),
    bCubed: bCubed(clusters, truth),
    blockingRecall: all === 0 ? 1 : met / all,
  };
}

function bCubed(clusters: Int32Array, truth: Int32Array): Quality {
  const [byCluster, byTruth, byBoth] = [
    new Map<number, number>(),
    new Map<number, number>(),
    new Map<number, number>(),
  ];
  const add = (map: Map<number, number>, key: number) => map.set(key, (map.get(key) ?? 0) + 1);
  const key = (row: number) => clusters[row]! * clusters.length + truth[row]!;
  for (let row = 0; row < clusters.length; row++) {
    add(byCluster, clusters[row]!);
    add(byTruth, truth[row]!);
    add(byBoth, key(row));
  }
  let [precision, recall] = [0, 0];
  for (let row = 0; row < clusters.length; row++) {
    const shared = byBoth.get(key(row))!;
    precision += shared / byCluster.get(clusters[row]!)!;
    recall += shared / byTruth.get(truth[row]!)!;
  }
  precision /= clusters.length;
  recall /= clusters.length;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}
