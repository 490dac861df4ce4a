/** A cluster of an earlier run that is not the same any more, and why. */
export interface ClusterChange {
  readonly kind: 'merged' | 'split';
  /** Merged: the one that goes on. Split: the one that was. */
  readonly cluster: string;
  /** Merged: the clusters that went into it. Split: those that came out of it. */
  readonly others: readonly string[];
  readonly records: number;
  readonly because: string;
}

export interface Continued {
  /** Name of the cluster that begins with this record; only for records that begin one. */
  readonly names: ReadonlyMap<number, string>;
  readonly changes: readonly ClusterChange[];
  /** Clusters that go on unchanged but for records that came or went, that are new, and that have gone with their records. */
  readonly kept: number;
  readonly fresh: number;
  readonly gone: number;
}

/**
 * Names of clusters that stay across runs: each cluster takes over the name of the earlier one with which it shares most
 * records (of equals the one named first), no name twice; what is left over is named by one of its records. What merged
 * and what split is told, each with a reason.
 */
export function continueClusters(
  clusters: Int32Array,
  previousOf: (row: number) => string | undefined,
  idOf: (row: number) => string,
  why: {
    readonly merged: (parts: readonly (readonly number[])[]) => string;
    readonly split: (cluster: string, parts: readonly (readonly number[])[]) => string;
    readonly goneNames: Iterable<string>;
  },
): Continued {
  // Records by new cluster and earlier cluster.
  const parts = new Map<number, Map<string, number[]>>();
  const into = new Map<string, Set<number>>();
  for (let row = 0; row < clusters.length; row++) {
    const root = clusters[row]!;
    const before = previousOf(row);
    const own = parts.get(root) ?? new Map<string, number[]>();
    if (!parts.has(root)) parts.set(root, own);
    if (before === undefined) continue;
    const list = own.get(before);
    if (list === undefined) own.set(before, [row]);
    else list.push(row);
    const places = into.get(before);
    if (places === undefined) into.set(before, new Set([root]));
    else places.add(root);
  }
  const claims: { root: number; name: string; shared: number }[] = [];
  for (const [root, own] of parts)
    for (const [name, rows] of own) claims.push({ root, name, shared: rows.length });
  claims.sort((a, b) => b.shared - a.shared || compare(a.name, b.name) || a.root - b.root);
  const names = new Map<number, string>();
  // A cluster that lost records and has others left keeps its name.
  const used = new Set<string>([...why.goneNames].filter((name) => !into.has(name)));
  for (const { root, name } of claims) {
    if (names.has(root) || used.has(name)) continue;
    names.set(root, name);
    used.add(name);
  }
  for (const name of into.keys()) used.add(name);
  let fresh = 0;
  const members = (root: number) => [...clusters.keys()].filter((row) => clusters[row] === root);
  for (const [root, own] of parts) {
    if (names.has(root)) continue;
    if (own.size === 0) fresh++;
    names.set(
      root,
      freeName(idOf, used, root, () => members(root)),
    );
  }

  const changes: ClusterChange[] = [];
  let kept = 0;
  for (const [root, own] of parts) {
    if (own.size < 2) {
      for (const name of own.keys()) if (into.get(name)!.size === 1) kept++;
      continue;
    }
    const name = names.get(root)!;
    changes.push({
      kind: 'merged',
      cluster: name,
      others: [...own.keys()].filter((other) => other !== name).sort(compare),
      records: [...own.values()].reduce((sum, rows) => sum + rows.length, 0),
      because: why.merged([...own.values()]),
    });
  }
  for (const [name, places] of into) {
    if (places.size < 2) continue;
    const pieces = [...places].map((root) => parts.get(root)!.get(name)!);
    changes.push({
      kind: 'split',
      cluster: name,
      others: [...places].map((root) => names.get(root)!).sort(compare),
      records: pieces.reduce((sum, rows) => sum + rows.length, 0),
      because: why.split(name, pieces),
    });
  }
  const gone = [...why.goneNames].filter((name) => !into.has(name)).length;
  return { names, changes, kept, fresh, gone };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The id of a record of the cluster, the first that names no other cluster; with a number behind it when all do. */
function freeName(
  idOf: (row: number) => string,
  used: Set<string>,
  first: number,
  members: () => readonly number[],
): string {
  let name = idOf(first);
  if (used.has(name))
    name =
      members()
        .map(idOf)
        .find((id) => !used.has(id)) ?? name;
  for (let number = 2; used.has(name); number++) name = `${idOf(first)}-${number}`;
  used.add(name);
  return name;
}
