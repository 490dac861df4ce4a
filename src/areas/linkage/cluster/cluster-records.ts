import { UnionFind } from './union-find.ts';

/** Scored pairs that may join clusters. */
export interface Edges {
  readonly size: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** log2 odds. */
  readonly weight: Float64Array;
}

export interface ClusterOptions {
  readonly rows: number;
  /** Pairs from this weight on join records; below, they only speak against. */
  readonly least: number;
  /** The weight of any two records, for pairs that blocking did not bring together. */
  readonly weightOf: (left: number, right: number) => number;
  /** Told of every pair so weighed. */
  readonly found?: (left: number, right: number, weight: number) => void;
  /** The side of each record where a cluster may hold at most one of it. */
  readonly onceOf?: (record: number) => number;
}

/** A component up to this size is judged by all its pairs; in a larger one, pairs that were not compared are drawn. */
const judgedWhole = 400;
/** No single pair speaks louder than this, for or against. */
const loudest = 8;

/**
 * Clusters of records: components of the pairs that join, each taken apart where its records do not belong together. Within
 * a component records are merged greedily while the mean weight between two clusters stays above `least`
 * (average linkage; Hassanzadeh et al. 2009 and Saeedi et al. 2018 on repairing components), so that one false bridge does
 * not join two persons. Returns for each record the lowest record of its cluster.
 */
export function clusterRecords(edges: Edges, options: ClusterOptions): Int32Array {
  const { rows, least } = options;
  const sets = new UnionFind(rows);
  for (let at = 0; at < edges.size; at++)
    if (edges.weight[at]! >= least) sets.union(edges.left[at]!, edges.right[at]!);
  const cluster = Int32Array.from({ length: rows }, (_, at) => at);
  const number = new Int32Array(rows).fill(-1);
  const components: { members: number[]; edges: number[] }[] = [];
  for (let row = 0; row < rows; row++) {
    const root = sets.find(row);
    const size = sets.sizeOf(root);
    if (size === 1) continue;
    if (size === 2) {
      // The lower record comes first: it is remembered until the other one comes.
      if (number[root] === -1) number[root] = row;
      else cluster[row] = number[root]!;
      continue;
    }
    if (number[root] === -1) number[root] = components.push({ members: [], edges: [] }) - 1;
    components[number[root]!]!.members.push(row);
  }
  for (let at = 0; at < edges.size; at++) {
    const root = sets.find(edges.left[at]!);
    if (sets.sizeOf(root) > 2 && root === sets.find(edges.right[at]!))
      components[number[root]!]!.edges.push(at);
  }
  for (const { members, edges: own } of components) {
    const labels =
      members.length <= judgedAtOnce
        ? takeApartSmall(members, own, edges, options)
        : takeApart(members, own, edges, options);
    for (const [at, label] of labels.entries()) cluster[members[at]!] = members[label]!;
  }
  return cluster;
}

/** Components up to this size are held as a square of weights. */
const judgedAtOnce = 24;

/** As {@link takeApart}, for the small components that nearly all are. */
function takeApartSmall(members: number[], own: number[], edges: Edges, options: ClusterOptions): Int32Array {
  const size = members.length;
  const sum = new Float64Array(size * size).fill(Number.NaN);
  const clip = (weight: number) => Math.max(-loudest, Math.min(loudest, weight - options.least));
  for (const at of own) {
    const [a, b] = [members.indexOf(edges.left[at]!), members.indexOf(edges.right[at]!)];
    sum[a * size + b] = sum[b * size + a] = clip(edges.weight[at]!);
  }
  for (let a = 0; a < size; a++)
    for (let b = a + 1; b < size; b++)
      if (Number.isNaN(sum[a * size + b]!)) {
        const weight = options.weightOf(members[a]!, members[b]!);
        options.found?.(members[a]!, members[b]!, weight);
        sum[a * size + b] = sum[b * size + a] = clip(weight);
      }
  const label = Int32Array.from({ length: size }, (_, at) => at);
  const sizes = new Int32Array(size).fill(1);
  for (;;) {
    let [bestA, bestB, best] = [-1, -1, 0];
    for (let a = 0; a < size; a++) {
      if (sizes[a] === 0) continue;
      for (let b = a + 1; b < size; b++) {
        if (sizes[b] === 0) continue;
        const value = sum[a * size + b]! / (sizes[a]! * sizes[b]!);
        if (value > best && !clashes(label, a, b, members, options)) [bestA, bestB, best] = [a, b, value];
      }
    }
    if (bestA < 0) return label;
    for (let at = 0; at < size; at++) {
      if (label[at] === bestB) label[at] = bestA;
      sum[bestA * size + at] = sum[at * size + bestA] = sum[bestA * size + at]! + sum[bestB * size + at]!;
    }
    sizes[bestA]! += sizes[bestB]!;
    sizes[bestB] = 0;
  }
}

function clashes(
  label: Int32Array,
  a: number,
  b: number,
  members: readonly number[],
  { onceOf }: ClusterOptions,
): boolean {
  if (onceOf === undefined) return false;
  const of = (cluster: number) => members.filter((_, at) => label[at] === cluster);
  return clash(of(a), of(b), onceOf);
}

/** For each member, the number of the first member of its cluster. */
function takeApart(members: number[], own: number[], edges: Edges, options: ClusterOptions): Int32Array {
  const size = members.length;
  const place = new Map(members.map((record, at) => [record, at]));
  const key = (a: number, b: number) => (a < b ? a * size + b : b * size + a);
  const between = new Map<number, { sum: number; pairs: number }>();
  const put = (a: number, b: number, weight: number) =>
    between.set(key(a, b), { sum: Math.max(-loudest, Math.min(loudest, weight - options.least)), pairs: 1 });
  for (const at of own) put(place.get(edges.left[at]!)!, place.get(edges.right[at]!)!, edges.weight[at]!);
  if (size <= judgedWhole) {
    for (let a = 0; a < size; a++)
      for (let b = a + 1; b < size; b++)
        if (!between.has(key(a, b))) {
          const weight = options.weightOf(members[a]!, members[b]!);
          options.found?.(members[a]!, members[b]!, weight);
          put(a, b, weight);
        }
  }
  const neighbours: Set<number>[] = Array.from({ length: size }, () => new Set<number>());
  const heap: { value: number; a: number; b: number }[] = [];
  const offer = (a: number, b: number) => {
    const found = between.get(key(a, b));
    if (found !== undefined && found.sum > 0) push(heap, { value: found.sum / found.pairs, a, b });
  };
  for (const pair of between.keys()) {
    const [a, b] = [Math.floor(pair / size), pair % size];
    neighbours[a]!.add(b);
    neighbours[b]!.add(a);
    offer(a, b);
  }
  const label = Int32Array.from({ length: size }, (_, at) => at);
  const held: number[][] = members.map((_, at) => [at]);
  const alive = new Uint8Array(size).fill(1);
  for (;;) {
    const best = pop(heap);
    if (best === undefined) break;
    const { a, b, value } = best;
    if (!alive[a] || !alive[b]) continue;
    const now = between.get(key(a, b))!;
    // An entry from before a merge: the newer one is in the heap too.
    if (now.sum / now.pairs !== value) continue;
    if (
      options.onceOf &&
      clash(
        held[a]!.map((at) => members[at]!),
        held[b]!.map((at) => members[at]!),
        options.onceOf,
      )
    )
      continue;
    alive[b] = 0;
    for (const member of held[b]!) label[member] = a;
    held[a]!.push(...held[b]!);
    neighbours[a]!.delete(b);
    for (const c of neighbours[b]!) {
      if (c === a || !alive[c]) continue;
      const more = between.get(key(b, c))!;
      const known = between.get(key(a, c));
      between.set(
        key(a, c),
        known === undefined ? more : { sum: known.sum + more.sum, pairs: known.pairs + more.pairs },
      );
      neighbours[a]!.add(c);
      neighbours[c]!.add(a);
    }
    for (const c of neighbours[a]!) if (alive[c]) offer(Math.min(a, c), Math.max(a, c));
  }
  const first = new Map<number, number>();
  return label.map((root, at) => {
    if (!first.has(root)) first.set(root, at);
    return first.get(root)!;
  });
}

/** Whether two clusters hold records of one side that may be there once only. */
function clash(
  one: readonly number[],
  other: readonly number[],
  sideOf: (record: number) => number,
): boolean {
  const sides = new Set(one.map(sideOf).filter((side) => side >= 0));
  return other.some((record) => sides.has(sideOf(record)));
}

type Entry = { value: number; a: number; b: number };

function push(heap: Entry[], entry: Entry): void {
  heap.push(entry);
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (heap[parent]!.value >= heap[at]!.value) break;
    [heap[parent], heap[at]] = [heap[at]!, heap[parent]!];
    at = parent;
  }
}

function pop(heap: Entry[]): Entry | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  heap[0] = last;
  for (let at = 0; ; ) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    let largest = at;
    if (left < heap.length && heap[left]!.value > heap[largest]!.value) largest = left;
    if (right < heap.length && heap[right]!.value > heap[largest]!.value) largest = right;
    if (largest === at) return top;
    [heap[at], heap[largest]] = [heap[largest]!, heap[at]!];
    at = largest;
  }
}
