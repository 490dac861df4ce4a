import { eachBlock, eachKey, sorted } from './block/blocks.ts';
import { guardRule } from './block/guard.ts';
import type { ChosenRules } from './block/propose-rules.ts';
import { keyTable, type RuleKeys, sharedKey } from './block/rule-keys.ts';
import type { PairScorer } from './score/pair-scorer.ts';
import type { ScoredPairs } from './score-pairs.ts';

/** Pairs that were weighed before, between records that are still the same. */
export type KnownPairs = Pick<ScoredPairs, 'size' | 'left' | 'right' | 'weight' | 'pattern'>;

/** What need not be compared again: `isNew` is 0 for a record that was there before and is unchanged. */
export interface KnownBefore {
  readonly isNew: Uint8Array;
  readonly pairs: KnownPairs;
}

/**
 * Scores only pairs in which at least one record is new, under the same rules and the same guard as a whole run, and puts them
 * after those that are known. Of a rule's keys only those that a new record has are looked at.
 */
export function scoreNewPairs(
  scorer: PairScorer,
  options: {
    readonly rows: number;
    readonly chosen: ChosenRules;
    readonly least: number;
    readonly known: KnownBefore;
    readonly onPairs?: (compared: number) => void;
  },
): ScoredPairs {
  const { rows, chosen, least, known } = options;
  const { isNew, pairs: before } = known;
  const left: number[] = [];
  const right: number[] = [];
  const weight: number[] = [];
  const pattern: number[] = [];
  let [compared, pruned] = [0, 0];
  const visit = (one: number, other: number) => {
    const [a, b] = one < other ? [one, other] : [other, one];
    compared++;
    if (compared % 100_000 === 0) options.onPairs?.(compared);
    const found = scorer.weigh(a, b, least);
    if (found < least) {
      if (found === -Infinity) pruned++;
      return;
    }
    left.push(a);
    right.push(b);
    weight.push(found);
    pattern.push(scorer.pattern());
  };
  const guarded = chosen.everyPair ? [] : eachNewPair(rows, chosen, isNew, visit);
  if (chosen.everyPair)
    for (let one = 0; one < rows; one++)
      if (isNew[one] !== 0)
        for (let other = 0; other < rows; other++)
          if (other !== one && (isNew[other] === 0 || other > one)) visit(one, other);
  const joined = <Values extends Int32Array | Float64Array>(old: Values, more: readonly number[]): Values => {
    const all = new (old.constructor as new (size: number) => Values)(old.length + more.length);
    all.set(old);
    all.set(more, old.length);
    return all;
  };
  return {
    size: before.size + left.length,
    left: joined(before.left, left),
    right: joined(before.right, right),
    weight: joined(before.weight, weight),
    pattern: joined(before.pattern, pattern),
    compared,
    pruned,
    guarded,
  };
}

function eachNewPair(
  rows: number,
  { rules, parts }: ChosenRules,
  isNew: Uint8Array,
  visit: (one: number, other: number) => void,
) {
  const mostOfKey = Math.max(20_000, rows / 50);
  const refineBy = [...parts]
    .filter(({ collides }) => collides > 1e-4 && collides < 0.3)
    .sort((a, b) => b.agrees - a.agrees);
  const keysOf = keyTable(rows, rules);
  const before: RuleKeys[] = [];
  return rules.map((rule, at) => {
    const own = keysOf(at);
    const guarded = guardRule(rows, undefined, rule, own, refineBy, mostOfKey);
    const wanted = new Set<number>();
    eachKey(rows, own, (key, row) => {
      if (isNew[row] !== 0) wanted.add(key);
    });
    const records: number[] = [];
    const keys: number[] = [];
    eachKey(rows, own, (key, row) => {
      if (!wanted.has(key)) return;
      records.push(row);
      keys.push(key);
    });
    const blocks = sorted(Int32Array.from(records), Uint32Array.from(keys));
    const several = own.starts !== undefined;
    eachBlock(blocks, (from, to) => {
      for (let i = from; i < to; i++) {
        const one = blocks.records[i]!;
        if (isNew[one] === 0) continue;
        for (let j = from; j < to; j++) {
          const other = blocks.records[j]!;
          if (other === one || (isNew[other] !== 0 && other < one)) continue;
          if (several && sharedKey(own, one, other) !== blocks.keys[i]) continue;
          if (before.some((earlier) => sharedKey(earlier, one, other) !== 0)) continue;
          visit(one, other);
        }
      }
    });
    before.push(own);
    return guarded;
  });
}
