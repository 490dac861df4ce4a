import { type ClusterOptions, type Component, clash } from './cluster-records.ts';
import type { Edges } from './components.ts';

/** Weights between the clusters of a small component; kept between calls, for there are very many. */
const square = new Float64Array(24 * 24);

/** As `takeApartLarge`, for the small components that nearly all are: every pair of them is weighed. */
export function takeApartSmall(
  { members, edges: own, clip }: Component,
  edges: Edges,
  options: ClusterOptions,
): Int32Array {
  const size = members.length;
  const sum = square.fill(Number.NaN, 0, size * size);
  let against = false;
  for (let at = 0; at < own.length; at++) {
    const edge = own[at]!;
    const [a, b] = [members.indexOf(edges.left[edge]!), members.indexOf(edges.right[edge]!)];
    sum[a * size + b] = sum[b * size + a] = clip(edges.weight[edge]!);
  }
  for (let a = 0; a < size; a++)
    for (let b = a + 1; b < size; b++) {
      if (Number.isNaN(sum[a * size + b]!)) {
        const weight = options.weightOf(members[a]!, members[b]!);
        options.found?.(members[a]!, members[b]!, weight);
        sum[a * size + b] = sum[b * size + a] = clip(weight);
      }
      if (sum[a * size + b]! <= 0) against = true;
    }
  const label = new Int32Array(size);
  // Where every pair speaks for it, every mean does.
  if (!against && options.onceOf === undefined) return label;
  for (let at = 0; at < size; at++) label[at] = at;
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
  members: Int32Array,
  { onceOf }: ClusterOptions,
): boolean {
  if (onceOf === undefined) return false;
  const of = (cluster: number) => Array.from(members).filter((_, at) => label[at] === cluster);
  return clash(of(a), of(b), onceOf);
}
