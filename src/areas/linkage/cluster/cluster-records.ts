import { componentsOf, type Edges } from './components.ts';
import { takeApartLarge } from './take-apart-large.ts';
import { takeApartSmall } from './take-apart-small.ts';

export interface ClusterOptions {
  readonly rows: number;
  /** Pairs from this weight on join records; below, they only speak against. */
  readonly least: number;
  /** The weight of any two records, for pairs that blocking did not bring together. */
  readonly weightOf: (left: number, right: number) => number;
  /** Told of every pair so weighed. */
  readonly found?: (left: number, right: number, weight: number) => void;
  /** The source of each record where a cluster may hold at most one of it; -1 for records that are free. */
  readonly onceOf?: (record: number) => number;
}

/** No single pair speaks louder than this, for or against. */
const loudest = 8;
/** Components up to this size are held as a square of weights. */
const judgedAtOnce = 24;

/** How a component is taken apart: its records, the pairs known within it, and what any other two would say. */
export interface Component {
  readonly members: Int32Array;
  readonly edges: Int32Array;
  /** For or against, at most {@link loudest} either way. */
  readonly clip: (weight: number) => number;
}

/**
 * Clusters of records: components of the pairs that join, each taken apart where its records do not belong together. Within
 * a component records are merged greedily while the mean weight between two clusters stays above `least`
 * (average linkage; Hassanzadeh et al. 2009 and Saeedi et al. 2018 on repairing components), so that one false bridge does
 * not join two persons. Returns for each record the lowest record of its cluster.
 */
export function clusterRecords(edges: Edges, options: ClusterOptions): Int32Array {
  const { rows, least, onceOf } = options;
  const mayMeet = (one: number, other: number) =>
    onceOf === undefined || onceOf(one) < 0 || onceOf(one) !== onceOf(other);
  const components = componentsOf(
    rows,
    edges,
    (at) => edges.weight[at]! >= least && mayMeet(edges.left[at]!, edges.right[at]!),
  );
  const clusters = components.lowest.slice();
  const clip = (weight: number) => Math.max(-loudest, Math.min(loudest, weight - least));
  components.each((members, own) => {
    const component = { members, edges: own, clip };
    const labels =
      members.length <= judgedAtOnce
        ? takeApartSmall(component, edges, options)
        : takeApartLarge(component, edges, options);
    for (let at = 0; at < members.length; at++) clusters[members[at]!] = members[labels[at]!]!;
  });
  return clusters;
}

/** Whether two groups of records hold records of one source that may be there once only. */
export function clash(
  one: readonly number[],
  other: readonly number[],
  onceOf: (record: number) => number,
): boolean {
  const sources = new Set(one.map(onceOf).filter((source) => source >= 0));
  return other.some((record) => sources.has(onceOf(record)));
}
