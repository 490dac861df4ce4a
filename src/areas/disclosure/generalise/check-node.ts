import type { CodedRecords } from './coded-records.ts';

/** What every kept class must satisfy. */
export interface Privacy {
  readonly k: number;
  /** Distinct sensitive values. */
  readonly l?: number;
  /** Entropy l-diversity. */
  readonly entropyL?: number;
  /** t-closeness by equal distance. */
  readonly t?: number;
}

export interface NodeCheck {
  /** Records in classes that do not satisfy it. */
  readonly suppressed: number;
  /** Kept classes by size. */
  readonly sizes: ReadonlyMap<number, number>;
  /** Class of each group, and whether it is kept. */
  readonly classOf: Int32Array;
  readonly kept: Uint8Array;
}

/** Forms the classes of a node of the lattice (a step for each column) and tests each. */
export function checkNode(records: CodedRecords, node: readonly number[], privacy: Privacy): NodeCheck {
  const classOf = classesAt(records, node);
  const { counts } = records;
  let classes = 0;
  for (const at of classOf) if (at >= classes) classes = at + 1;
  const size = new Float64Array(classes);
  for (let group = 0; group < counts.length; group++) size[classOf[group]!]! += counts[group]!;
  const kept = Uint8Array.from(size, (n) => (n >= privacy.k ? 1 : 0));
  if (privacy.l !== undefined || privacy.entropyL !== undefined || privacy.t !== undefined)
    testSensitive(records, classOf, size, kept, privacy);
  let suppressed = 0;
  const sizes = new Map<number, number>();
  size.forEach((n, at) => {
    if (kept[at] === 1) sizes.set(n, (sizes.get(n) ?? 0) + 1);
    else suppressed += n;
  });
  return { suppressed, sizes, classOf, kept };
}

function testSensitive(
  records: CodedRecords,
  classOf: Int32Array,
  size: Float64Array,
  kept: Uint8Array,
  { l = 0, entropyL = 0, t = Number.POSITIVE_INFINITY }: Privacy,
): void {
  const { counts, sensitive, sensitiveSize, records: all } = records;
  const overall = new Float64Array(sensitiveSize);
  for (let group = 0; group < counts.length; group++) overall[sensitive[group]!]! += counts[group]!;
  const keys = new Float64Array(counts.length);
  for (let group = 0; group < counts.length; group++)
    keys[group] = classOf[group]! * sensitiveSize + sensitive[group]!;
  const pairs = numberKeys(keys);
  const inPair = new Float64Array(pairs.count);
  for (let group = 0; group < counts.length; group++) inPair[pairs.of[group]!]! += counts[group]!;
  const distinct = new Float64Array(size.length);
  const entropy = new Float64Array(size.length);
  const distance = new Float64Array(size.length);
  const covered = new Float64Array(size.length);
  for (let pair = 0; pair < pairs.count; pair++) {
    const group = pairs.first[pair]!;
    const at = classOf[group]!;
    const p = inPair[pair]! / size[at]!;
    const q = overall[sensitive[group]!]! / all;
    distinct[at]!++;
    entropy[at]! -= p * Math.log(p);
    distance[at]! += Math.abs(p - q);
    covered[at]! += q;
  }
  for (let at = 0; at < size.length; at++) {
    const closeness = 0.5 * (distance[at]! + Math.max(0, 1 - covered[at]!));
    const near = 1e-12;
    if (distinct[at]! < l || Math.exp(entropy[at]!) < entropyL - near || closeness > t + near) kept[at] = 0;
  }
}

/** Numbers the classes of a node, from 0, by mixed radix as far as whole numbers are exact. */
function classesAt({ attributes, counts }: CodedRecords, node: readonly number[]): Int32Array {
  let keys = new Float64Array(counts.length);
  let span = 1;
  for (const [at, { codes, steps, sizes }] of attributes.entries()) {
    const coarser = steps[node[at]!]!;
    const size = sizes[node[at]!]!;
    if (size === 1) continue;
    if (span * size > Number.MAX_SAFE_INTEGER) {
      const numbered = numberKeys(keys);
      keys = Float64Array.from(numbered.of);
      span = numbered.count;
    }
    for (let group = 0; group < keys.length; group++)
      keys[group] = keys[group]! * size + coarser[codes[group]!]!;
    span *= size;
  }
  return numberKeys(keys).of;
}

/** Equal keys get equal numbers, in order of appearance: open addressing, for this is where a search spends its time. */
function numberKeys(keys: Float64Array): { of: Int32Array; count: number; first: Int32Array } {
  let bits = 4;
  while (2 ** bits < keys.length * 2) bits++;
  const mask = 2 ** bits - 1;
  const slots = new Int32Array(2 ** bits).fill(-1);
  const of = new Int32Array(keys.length);
  const first = new Int32Array(keys.length);
  let count = 0;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at]!;
    let slot = (Math.imul(key % 4294967296, 0x9e3779b1) ^ Math.imul(key / 4294967296, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    for (;;) {
      const number = slots[slot]!;
      if (number === -1) {
        slots[slot] = count;
        first[count] = at;
        of[at] = count++;
        break;
      }
      if (keys[first[number]!] === key) {
        of[at] = number;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return { of, count, first };
}
