import { eachPair } from './block/each-pair.ts';
import type { RuleKeys } from './block/rule-keys.ts';
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
}

/** Scores the pairs that the rules block together, or all pairs where there are no rules; keeps those from `least` on. */
export function scorePairs(
  scorer: PairScorer,
  options: {
    readonly rows: number;
    readonly leftRows?: number;
    readonly rules: readonly RuleKeys[];
    readonly least: number;
  },
): ScoredPairs {
  const { rows, leftRows, rules, least } = options;
  let room = 4096;
  let left = new Int32Array(room);
  let right = new Int32Array(room);
  let weight = new Float64Array(room);
  let pattern = new Float64Array(room);
  let [size, compared, pruned] = [0, 0, 0];
  const visit = (one: number, other: number) => {
    compared++;
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
  if (rules.length > 0) eachPair(rows, leftRows, rules, visit);
  else
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
  };
}

function grown<Values extends Int32Array | Float64Array>(values: Values, room: number): Values {
  const larger = new (values.constructor as new (size: number) => Values)(room);
  larger.set(values);
  return larger;
}
