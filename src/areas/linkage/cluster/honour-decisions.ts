import type { Linkage } from '../link-records.ts';
import { patternOfPair } from '../score/pattern-of-pair.ts';
import { UnionFind } from './union-find.ts';

/** What somebody, or a rule, has decided about two records, by their numbers. */
export interface PairDecision {
  readonly left: number;
  readonly right: number;
  readonly same: boolean;
}

/** A result in which decisions stand, and what that took. */
export interface Honoured {
  readonly linkage: Linkage;
  /** Decisions that moved a record from one cluster to another. */
  readonly changed: number;
  /** Numbers of decisions that contradict earlier ones in the list, and were left out. */
  readonly contradicted: readonly number[];
}

/** No single pair speaks louder than this, for or against, as in clustering. */
const loudest = 8;
/** Larger groups are taken apart record by record, not weighed as a whole. */
const weighedWhole = 600;

/**
 * Makes decisions hold: records decided to be the same share a cluster, records decided to be different never do, whatever
 * their weights (must-link and cannot-link constraints; Wagstaff et al. 2001; a manual decision beats an automatic one,
 * linkage.md section 7). Earlier decisions of the list go before later ones. Only clusters that a decision contradicts are
 * touched: they are joined as they are, or taken apart anew by average linkage under the constraints.
 */
export function honourDecisions(
  linkage: Linkage,
  rows: number,
  decisions: readonly PairDecision[],
): Honoured {
  if (decisions.length === 0) return { linkage, changed: 0, contradicted: [] };
  const { must, apart, contradicted } = settled(rows, decisions);
  const groups = new UnionFind(rows);
  for (let row = 0; row < rows; row++) groups.union(row, linkage.clusters[row]!);
  const dropped = new Set(contradicted);
  const touched = new Set<number>();
  for (const [at, { left, right, same }] of decisions.entries()) {
    if (dropped.has(at)) continue;
    if (same && groups.find(left) !== groups.find(right)) {
      groups.union(left, right);
      touched.add(left);
    }
  }
  for (const [at, { left, right, same }] of decisions.entries())
    if (!same && !dropped.has(at) && groups.find(left) === groups.find(right)) touched.add(left);

  const clusters = linkage.clusters.slice();
  const open = new Map<number, number[]>();
  for (const row of touched) open.set(groups.find(row), []);
  if (open.size > 0) for (let row = 0; row < rows; row++) open.get(groups.find(row))?.push(row);
  for (const members of open.values()) {
    const labels = takenApart(members, { linkage, must, apart });
    for (const [at, row] of members.entries()) clusters[row] = members[labels[at]!]!;
  }
  let changed = 0;
  for (const { left, right, same } of decisions)
    if ((linkage.clusters[left] === linkage.clusters[right]) !== same) changed++;
  return {
    linkage: { ...linkage, clusters, ...decidedPairs(linkage, decisions, dropped) },
    changed,
    contradicted,
  };
}

/** Sets of records that are the same, and which sets are apart; what contradicts what came before is set aside. */
function settled(rows: number, decisions: readonly PairDecision[]) {
  const must = new UnionFind(rows);
  const apart = new Map<number, Set<number>>();
  const contradicted: number[] = [];
  const put = (one: number, other: number) => {
    const known = apart.get(one);
    if (known === undefined) apart.set(one, new Set([other]));
    else known.add(other);
  };
  for (const [at, { left, right, same }] of decisions.entries()) {
    const [a, b] = [must.find(left), must.find(right)];
    if (same) {
      if (apart.get(a)?.has(b)) contradicted.push(at);
      else if (a !== b) {
        const root = must.union(a, b);
        const gone = root === a ? b : a;
        for (const other of apart.get(gone) ?? []) {
          put(root, other);
          apart.get(other)!.delete(gone);
          put(other, root);
        }
        apart.delete(gone);
      }
    } else if (a === b) contradicted.push(at);
    else {
      put(a, b);
      put(b, a);
    }
  }
  return { must, apart, contradicted };
}

interface Constraints {
  readonly linkage: Linkage;
  readonly must: UnionFind;
  readonly apart: ReadonlyMap<number, ReadonlySet<number>>;
}

/**
 * For each member the number of the first member of its new cluster. What was one cluster before and is not forbidden stays
 * together by itself: only pairs from different old clusters that no decision joins are never merged here.
 */
function takenApart(members: readonly number[], { linkage, must, apart }: Constraints): Int32Array {
  const size = members.length;
  const roots = members.map((row) => must.find(row));
  const constrained = roots.some((root) =>
    [...(apart.get(root) ?? [])].some((other) => roots.includes(other)),
  );
  const label = Int32Array.from({ length: size }, (_, at) => at);
  if (!constrained) return label.fill(0);
  const { expected, weightOf, clusters } = linkage;
  const least = Math.log2(expected.threshold / (1 - expected.threshold));
  // Units: records that were decided to be the same. A large group starts from its old clusters, too.
  const units = new Map<string, number[]>();
  for (const [at, root] of roots.entries()) {
    const free = size > weighedWhole && must.sizeOf(root) === 1 && !apart.has(root);
    const key = free ? `cluster ${clusters[members[at]!]!}` : `unit ${root}`;
    const known = units.get(key);
    if (known === undefined) units.set(key, [at]);
    else known.push(at);
  }
  const held = [...units.values()];
  const forbidden = (one: readonly number[], other: readonly number[]) =>
    one.some((a) => {
      const set = apart.get(roots[a]!);
      return set !== undefined && other.some((b) => set.has(roots[b]!));
    });
  // Where two units share an old cluster, its records alone say how well they fit: what a decision added cannot drag others out.
  const closeness = (one: readonly number[], other: readonly number[]) => {
    let [sum, pairs] = [0, 0];
    for (const a of one)
      for (const b of other) {
        if (clusters[members[a]!] !== clusters[members[b]!]) continue;
        const weight = weightOf(members[a]!, members[b]!) - least;
        sum += Math.max(-loudest, Math.min(loudest, weight));
        pairs++;
        if (pairs >= 400) return sum / pairs;
      }
    return pairs === 0 ? -1 : sum / pairs;
  };
  const count = held.length;
  const known = new Float64Array(count * count).fill(Number.NaN);
  for (;;) {
    let [bestA, bestB, best] = [-1, -1, 0];
    for (let a = 0; a < count; a++) {
      if (held[a]!.length === 0) continue;
      for (let b = a + 1; b < count; b++) {
        if (held[b]!.length === 0) continue;
        let value = known[a * count + b]!;
        if (Number.isNaN(value)) {
          value = forbidden(held[a]!, held[b]!) ? -1 : closeness(held[a]!, held[b]!);
          known[a * count + b] = value;
        }
        if (value > best) [bestA, bestB, best] = [a, b, value];
      }
    }
    if (bestA < 0) break;
    held[bestA] = [...held[bestA]!, ...held[bestB]!];
    held[bestB] = [];
    for (let at = 0; at < count; at++) {
      known[Math.min(at, bestA) * count + Math.max(at, bestA)] = Number.NaN;
    }
  }
  for (const own of held) {
    const first = Math.min(...own);
    for (const at of own) label[at] = first;
  }
  return label;
}

/** A decided pair is certain; one that was never compared is added. */
function decidedPairs(
  { pairs, chances, space, explain }: Linkage,
  decisions: readonly PairDecision[],
  dropped: ReadonlySet<number>,
) {
  const key = ({ left, right }: { left: number; right: number }) =>
    `${Math.min(left, right)}/${Math.max(left, right)}`;
  const certain = new Map<string, PairDecision>();
  for (const [at, decision] of decisions.entries())
    if (!dropped.has(at)) certain.set(key(decision), decision);
  const next = chances.slice();
  for (let at = 0; at < pairs.size; at++) {
    const pair = { left: pairs.left[at]!, right: pairs.right[at]! };
    const decision = certain.get(key(pair));
    if (decision === undefined) continue;
    next[at] = decision.same ? 1 : 0;
    certain.delete(key(pair));
  }
  const more = [...certain.values()].filter(({ same }) => same);
  if (more.length === 0) return { pairs, chances: next };
  const size = pairs.size + more.length;
  const grown = <Values extends Int32Array | Float64Array>(old: Values, added: readonly number[]): Values => {
    const longer = new (old.constructor as new (size: number) => Values)(size);
    longer.set(old.subarray(0, pairs.size));
    longer.set(added, pairs.size);
    return longer;
  };
  const why = more.map(({ left, right }) => explain(Math.min(left, right), Math.max(left, right)));
  return {
    pairs: {
      ...pairs,
      size,
      left: grown(
        pairs.left,
        more.map(({ left, right }) => Math.min(left, right)),
      ),
      right: grown(
        pairs.right,
        more.map(({ left, right }) => Math.max(left, right)),
      ),
      weight: grown(
        pairs.weight,
        why.map(({ weight }) => weight),
      ),
      pattern: grown(
        pairs.pattern,
        why.map((one) => patternOfPair(space, one)),
      ),
    },
    chances: grown(
      next,
      more.map(() => 1),
    ),
  };
}
