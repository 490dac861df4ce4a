import type { Guarded } from './block/guard.ts';
import { bytesOfPairing, bytesOfSorting } from './block/guarded-pairs.ts';
import { eachPairInBatches } from './block/pair-batches.ts';
import type { ChosenRules } from './block/propose-rules.ts';
import type { PairScorer } from './score/pair-scorer.ts';

/** Pairs that came near enough to count, with their log2 odds and packed patterns. */
export interface ScoredPairs {
  readonly size: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly weight: Float64Array;
  readonly pattern: Float64Array;
  /** Pairs that were compared, and of them those given up before all fields were read. */
  readonly compared: number;
  readonly pruned: number;
  /** What the guard did, rule by rule. */
  readonly guarded: readonly Guarded[];
}

const toldEvery = 100_000;

/** Scores the pairs that the rules block together, or all pairs where there are no rules; keeps those from `least` on. */
export async function scorePairs(
  scorer: PairScorer,
  options: {
    readonly rows: number;
    readonly leftRows?: number;
    readonly chosen: ChosenRules;
    readonly threads: number;
    /** Megabytes that may be used: with less than is needed, blocks are made in several passes. */
    readonly memoryMb?: number;
    readonly onPairs?: (compared: number) => void;
    readonly least: number;
  },
): Promise<ScoredPairs> {
  const { rows, leftRows, least } = options;
  const { everyPair, rules, parts } = options.chosen;
  let room = 4096;
  let left = new Int32Array(room);
  let right = new Int32Array(room);
  let weight = new Float64Array(room);
  let pattern = new Float64Array(room);
  let [size, compared, pruned] = [0, 0, 0];
  const visit = (one: number, other: number) => {
    compared++;
    if (compared % toldEvery === 0) options.onPairs?.(compared);
    const found = scorer.weigh(one, other, least);
    if (found < least) {
      if (found === -Infinity) pruned++;
      return;
    }
    if (size === room) {
      room *= 2;
      [left, right] = [grown(left, room), grown(right, room)];
      [weight, pattern] = [grown(weight, room), grown(pattern, room)];
    }
    left[size] = one;
    right[size] = other;
    weight[size] = found;
    pattern[size++] = scorer.pattern();
  };
  let guarded: readonly Guarded[] = [];
  if (!everyPair) {
    const passes = passesFor(rows, rules.length, options.memoryMb);
    guarded = await eachPairInBatches({ rows, leftRows, rules, parts, passes }, options.threads, visit);
  } else
    for (let one = 0; one < (leftRows ?? rows); one++)
      for (let other = leftRows ?? one + 1; other < rows; other++) visit(one, other);
  return {
    size,
    left: left.subarray(0, size),
    right: right.subarray(0, size),
    weight: weight.subarray(0, size),
    pattern: pattern.subarray(0, size),
    compared,
    pruned,
    guarded,
  };
}

const mostPasses = 64;
/** However little there is, no pass is planned for less. */
const leastRoomMb = 0.25;

/** In how many passes pairs are brought together in what is left of the memory that may be used. */
function passesFor(rows: number, rules: number, memoryMb: number | undefined): number {
  if (memoryMb === undefined) return 1;
  const room = Math.max(leastRoomMb, memoryMb - process.memoryUsage.rss() / 1e6) * 1e6;
  if (bytesOfPairing(rows, rules) <= room) return 1;
  return Math.min(mostPasses, 1 + Math.ceil((rows * bytesOfSorting) / room));
}

function grown<Values extends Int32Array | Float64Array>(values: Values, room: number): Values {
  const larger = new (values.constructor as new (size: number) => Values)(room);
  larger.set(values);
  return larger;
}
