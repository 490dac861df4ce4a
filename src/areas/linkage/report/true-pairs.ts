/** Number of pairs that truth holds: within one set, or from left to right in a link. */
export function truePairs(truth: Int32Array, leftRows?: number): number {
  return pairsWithin(truth, truth, leftRows).together;
}

/** Pairs that clusters put together, and of them those that truth puts together too. */
export function pairsWithin(
  clusters: Int32Array,
  truth: Int32Array,
  leftRows?: number,
): { together: number; both: number } {
  const rows = clusters.length;
  const count = (keyOf: (row: number) => number) => {
    const sizes = new Map<number, { left: number; right: number }>();
    for (let row = 0; row < rows; row++) {
      const key = keyOf(row);
      const size = sizes.get(key) ?? { left: 0, right: 0 };
      if (leftRows !== undefined && row >= leftRows) size.right++;
      else size.left++;
      sizes.set(key, size);
    }
    let pairs = 0;
    for (const { left, right } of sizes.values())
      pairs += leftRows === undefined ? (left * (left - 1)) / 2 : left * right;
    return pairs;
  };
  return {
    together: count((row) => clusters[row]!),
    both: count((row) => clusters[row]! * rows + truth[row]!),
  };
}
