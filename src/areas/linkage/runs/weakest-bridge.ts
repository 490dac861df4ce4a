import { UnionFind } from '../cluster/union-find.ts';

interface Edge {
  readonly a: number;
  readonly b: number;
  /** Bits. */
  readonly weight: number;
  readonly pair?: number;
}

/**
 * The pair by which a cluster would first fall apart: the weakest edge of its strongest spanning tree (Kruskal 1956), and the
 * records on either side of it. Undefined when no pairs hold all records together.
 */
export function weakestBridge(
  records: number,
  pairs: readonly Edge[],
): (Edge & { readonly apart: number[][] }) | undefined {
  const sets = new UnionFind(records);
  const tree: Edge[] = [];
  for (const edge of pairs.toSorted((one, other) => other.weight - one.weight)) {
    if (sets.find(edge.a) === sets.find(edge.b)) continue;
    sets.union(edge.a, edge.b);
    tree.push(edge);
  }
  const bridge = tree.at(-1);
  if (bridge === undefined || tree.length < records - 1) return undefined;
  const parts = new UnionFind(records);
  for (const edge of tree.slice(0, -1)) parts.union(edge.a, edge.b);
  const side = (root: number) =>
    Array.from({ length: records }, (_, at) => at).filter((at) => parts.find(at) === parts.find(root));
  return { ...bridge, apart: [side(bridge.a), side(bridge.b)] };
}
