import { hash } from '../score/strangers.ts';
import { type ClusterOptions, type Component, clash } from './cluster-records.ts';
import type { Edges } from './components.ts';
import { type Offer, popBest, pushOffer } from './merge-heap.ts';

/** Before two clusters merge, so many pairs between them that were never weighed are drawn and speak for all of those. */
const drawn = 12;

/**
 * Takes a component apart by average linkage. Of the pairs between two clusters those that blocking brought together are
 * mostly the like ones: a merge is decided only after a sample of the others has been heard too.
 * Returns for each member the number of the first member of its cluster.
 */
export function takeApartLarge(
  { members, edges: own, clip }: Component,
  edges: Edges,
  options: ClusterOptions,
): Int32Array {
  const size = members.length;
  const place = new Map<number, number>();
  for (let at = 0; at < size; at++) place.set(members[at]!, at);
  const key = (a: number, b: number) => (a < b ? a * size + b : b * size + a);
  /** Of two clusters by their numbers: the sum of what is known, and of how many pairs. */
  const between = new Map<number, { sum: number; pairs: number }>();
  const weighed = new Map<number, number>();
  for (const at of own) {
    const pair = key(place.get(edges.left[at]!)!, place.get(edges.right[at]!)!);
    const weight = clip(edges.weight[at]!);
    weighed.set(pair, weight);
    between.set(pair, { sum: weight, pairs: 1 });
  }
  const neighbours: Set<number>[] = Array.from({ length: size }, () => new Set<number>());
  const heap: Offer[] = [];
  const offer = (a: number, b: number) => {
    const known = between.get(key(a, b));
    if (known !== undefined && known.sum > 0) pushOffer(heap, { value: known.sum / known.pairs, a, b });
  };
  for (const pair of between.keys()) {
    const [a, b] = [Math.floor(pair / size), pair % size];
    neighbours[a]!.add(b);
    neighbours[b]!.add(a);
    offer(a, b);
  }
  const label = Int32Array.from({ length: size }, (_, at) => at);
  const held: number[][] = Array.from({ length: size }, (_, at) => [at]);
  const alive = new Uint8Array(size).fill(1);

  /** Hears a sample of the pairs between two clusters that nobody has weighed, and lets it speak for all of them. */
  const hear = (a: number, b: number, known: { sum: number; pairs: number }) => {
    const possible = held[a]!.length * held[b]!.length;
    if (known.pairs >= possible) return;
    let [sum, heard] = [0, 0];
    for (let draw = 0; draw < 4 * drawn && heard < drawn; draw++) {
      const i = held[a]![hash(draw, a * 31 + b) % held[a]!.length]!;
      const j = held[b]![hash(draw, b * 17 + a + 1) % held[b]!.length]!;
      if (weighed.has(key(i, j))) continue;
      const weight = options.weightOf(members[i]!, members[j]!);
      options.found?.(members[i]!, members[j]!, weight);
      weighed.set(key(i, j), clip(weight));
      sum += clip(weight);
      heard++;
    }
    if (heard > 0) known.sum += (sum / heard) * (possible - known.pairs);
    else known.sum *= possible / known.pairs;
    known.pairs = possible;
  };

  for (;;) {
    const best = popBest(heap);
    if (best === undefined) break;
    const { a, b, value } = best;
    if (!alive[a] || !alive[b]) continue;
    const now = between.get(key(a, b))!;
    // An offer from before a merge: the newer one is in the heap too.
    if (now.sum / now.pairs !== value) continue;
    if (now.pairs < held[a]!.length * held[b]!.length) {
      const copy = { ...now };
      hear(a, b, copy);
      between.set(key(a, b), copy);
      if (copy.sum / copy.pairs < (heap[0]?.value ?? 0)) {
        offer(a, b);
        continue;
      }
    }
    const recordsOf = (cluster: number) => held[cluster]!.map((at) => members[at]!);
    if (options.onceOf && clash(recordsOf(a), recordsOf(b), options.onceOf)) continue;
    alive[b] = 0;
    for (const member of held[b]!) {
      label[member] = a;
      held[a]!.push(member);
    }
    neighbours[a]!.delete(b);
    for (const c of neighbours[b]!) {
      if (c === a || !alive[c]) continue;
      const more = between.get(key(b, c))!;
      const known = between.get(key(a, c));
      between.set(
        key(a, c),
        known === undefined ? { ...more } : { sum: known.sum + more.sum, pairs: known.pairs + more.pairs },
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
