import { blocksOf, eachBlock, pairsOf } from './blocks.ts';
import { type Guarded, guardKeys, type KeyPlan, plannedKeys } from './guard.ts';
import type { KeyPart } from './key-part.ts';
import { keysOfRule, keyTable, type Rule, type RuleKeys, sharedKey } from './rule-keys.ts';

/** Which records to bring together: the rules in order, and what narrows keys that are too common. */
export interface PairRequest {
  readonly rows: number;
  readonly leftRows?: number;
  readonly rules: readonly Rule[];
  readonly parts: readonly KeyPart[];
  /**
   * Into how many parts, by ranges of the key, the blocks of a rule are divided. From two on the keys of one rule at a time
   * are held, and what earlier rules found is worked out again for each pair: less memory, the same pairs.
   */
  readonly passes?: number;
}

/** Bytes that bringing pairs together needs at most, with the keys of all rules held and each rule's blocks in one piece. */
export const bytesOfPairing = (rows: number, rules: number): number => rows * (4 * rules + bytesOfSorting);
/** Records and keys, twice, while they are sorted. */
export const bytesOfSorting = 16;

/**
 * Calls back once for every pair that at least one rule blocks together. In a link pairs are left by right; within one set
 * the lower record is left. Each rule's keys are counted and guarded before any of its pairs is made; returns what the guard
 * did.
 */
export function eachGuardedPair(
  { rows, leftRows, rules, parts, passes = 1 }: PairRequest,
  visit: (left: number, right: number) => void,
): Guarded[] {
  const mostOfKey = Math.max(20_000, rows / 50);
  const refineBy = [...parts]
    .filter(({ collides }) => collides > 1e-4 && collides < 0.3)
    .sort((a, b) => b.agrees - a.agrees);
  const keysOf = passes === 1 ? keyTable(rows, rules) : (at: number) => keysOfRule(rows, rules[at]!);
  const before: RuleKeys[] = [];
  const plans: KeyPlan[] = [];
  return rules.map((rule, at) => {
    const keys = keysOf(at);
    const { plan, refined, refused } = guardKeys(rows, leftRows, rule, keys, refineBy, mostOfKey);
    const isEarlier = passes === 1 ? earlierRule(before) : earlierPlan(plans);
    let pairs = 0;
    for (let pass = 0; pass < passes; pass++)
      pairs += eachPairOf({ rows, leftRows, keys, pass, passes }, isEarlier, visit);
    if (passes === 1) before.push(keys);
    else plans.push(plan);
    return { pairs, refined, refused };
  });
}

/** Returns the number of pairs that the rule's blocks make, whether found before or not. */
function eachPairOf(
  part: {
    readonly rows: number;
    readonly leftRows?: number;
    readonly keys: RuleKeys;
    readonly pass: number;
    readonly passes: number;
  },
  isEarlier: (one: number, other: number) => boolean,
  visit: (left: number, right: number) => void,
): number {
  const { rows, leftRows, keys: rule, pass, passes } = part;
  const blocks = blocksOf(rows, rule, pass, passes);
  const several = rule.starts !== undefined;
  const { records, keys } = blocks;
  let pairs = 0;
  eachBlock(blocks, (from, to) => {
    const key = keys[from]!;
    pairs += pairsOf(records, from, to, leftRows);
    for (let i = from; i < to; i++) {
      const one = records[i]!;
      if (leftRows !== undefined && one >= leftRows) continue;
      for (let j = leftRows === undefined ? i + 1 : from; j < to; j++) {
        const other = records[j]!;
        if (leftRows !== undefined && other < leftRows) continue;
        if (several && (one === other || sharedKey(rule, one, other) !== key)) continue;
        if (isEarlier(one, other)) continue;
        if (one < other) visit(one, other);
        else visit(other, one);
      }
    }
  });
  return pairs;
}

/** Whether two records share a key of an earlier rule, by its plan alone. */
const earlierPlan = (plans: readonly KeyPlan[]) => (one: number, other: number) =>
  plans.some((plan) => {
    const keys = plannedKeys(plan, one);
    if (keys.length === 0) return false;
    const others = plannedKeys(plan, other);
    return keys.some((key) => others.includes(key));
  });

/** Whether two records share a key of an earlier rule. Rules of one key a record stand side by side: one look each. */
function earlierRule(before: readonly RuleKeys[]): (one: number, other: number) => boolean {
  const singles = before.filter(({ starts }) => starts === undefined);
  const others = before.filter(({ starts }) => starts !== undefined);
  const { keys, stride = 0 } = singles[0] ?? {};
  const count = singles.length;
  const single = (one: number, other: number) => {
    if (keys === undefined) return false;
    let [i, j] = [one * stride, other * stride];
    for (let rule = 0; rule < count; rule++, i++, j++) if (keys[i] === keys[j] && keys[i] !== 0) return true;
    return false;
  };
  if (others.length === 0) return single;
  return (one, other) => single(one, other) || others.some((rule) => sharedKey(rule, one, other) !== 0);
}
