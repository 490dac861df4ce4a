import { UnionFind } from './union-find.ts';

/** Scored pairs that may join clusters. */
export interface Edges {
  readonly size: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** log2 odds. */
  readonly weight: Float64Array;
}

/** Records that pairs join, directly or through others. Pairs of records that are joined to nobody else stand apart. */
export interface Components {
  /** For each record the lowest record of its component. */
  readonly lowest: Int32Array;
  /** Calls back for every component of three records or more, with its records ascending and the numbers of all pairs within it. */
  each(visit: (members: Int32Array, edges: Int32Array) => void): void;
}

/** Components of the pairs of which `joins` is true (by number). */
export function componentsOf(rows: number, edges: Edges, joins: (edge: number) => boolean): Components {
  const sets = new UnionFind(rows);
  for (let at = 0; at < edges.size; at++) if (joins(at)) sets.union(edges.left[at]!, edges.right[at]!);
  const lowest = new Int32Array(rows);
  const first = new Int32Array(rows).fill(-1);
  // Of each component of three or more, its number; of every other record -1.
  const number = new Int32Array(rows).fill(-1);
  const starts = [0];
  for (let row = 0; row < rows; row++) {
    const root = sets.find(row);
    if (first[root] === -1) {
      first[root] = row;
      const size = sets.sizeOf(root);
      if (size > 2) {
        number[row] = starts.length - 1;
        starts.push(starts.at(-1)! + size);
      }
    }
    lowest[row] = first[root]!;
  }
  const count = starts.length - 1;
  const members = new Int32Array(starts[count]!);
  const used = Int32Array.from(starts);
  for (let row = 0; row < rows; row++) {
    const own = number[lowest[row]!]!;
    if (own >= 0) members[used[own]!++] = row;
  }
  const edgeStarts = new Int32Array(count + 1);
  const within = (at: number) => {
    const own = number[lowest[edges.left[at]!]!]!;
    return own >= 0 && lowest[edges.left[at]!] === lowest[edges.right[at]!] ? own : -1;
  };
  for (let at = 0; at < edges.size; at++) {
    const own = within(at);
    if (own >= 0) edgeStarts[own + 1]!++;
  }
  for (let at = 0; at < count; at++) edgeStarts[at + 1]! += edgeStarts[at]!;
  const listed = new Int32Array(edgeStarts[count]!);
  const placed = edgeStarts.slice();
  for (let at = 0; at < edges.size; at++) {
    const own = within(at);
    if (own >= 0) listed[placed[own]!++] = at;
  }
  return {
    lowest,
    each(visit) {
      for (let at = 0; at < count; at++)
        visit(
          members.subarray(starts[at]!, starts[at + 1]!),
          listed.subarray(edgeStarts[at]!, edgeStarts[at + 1]!),
        );
    },
  };
}
