import { countPairs, type HotKeys, hotKeys, pairsOfHot } from './count-pairs.ts';
import type { KeyPart } from './key-part.ts';
import {
  isSingle,
  joined,
  keysOfPart,
  type Rule,
  type RuleKeys,
  recordKeys,
  singleKey,
} from './rule-keys.ts';

/** What the guard found and did about keys that too many records share. */
export interface Guarded {
  /** Pairs that the rule makes. */
  readonly pairs: number;
  /** Keys that were joined with a further part, and the part's name. */
  readonly refined: readonly { readonly part: string; readonly keys: number; readonly pairsSpared: number }[];
  /** Keys that stayed too common and are not used. */
  readonly refused: { readonly keys: number; readonly records: number; readonly pairsSpared: number };
}

/** What was done to a rule's keys, so that the key of any record can be made again without a table of them. */
export interface KeyPlan {
  readonly rule: Rule;
  /** One after another: keys that were joined with a further part. */
  readonly narrowed: readonly { readonly keys: ReadonlySet<number>; readonly part: KeyPart }[];
  readonly refused: ReadonlySet<number>;
}

/**
 * Finds the keys of a rule that make more than `mostOfKey` pairs before any is compared, and changes them: their records get a
 * narrower key, with one part more of `refineBy` after another; a key that stays too common is refused.
 */
export function guardKeys(
  rows: number,
  leftRows: number | undefined,
  rule: Rule,
  keys: RuleKeys,
  refineBy: readonly KeyPart[],
  mostOfKey: number,
): Omit<Guarded, 'pairs'> & { readonly plan: KeyPlan } {
  const isLink = leftRows !== undefined;
  const fields = new Set(rule.parts.map(({ field }) => field));
  const refined: { part: string; keys: number; pairsSpared: number }[] = [];
  const narrowed: { keys: ReadonlySet<number>; part: KeyPart }[] = [];
  let hot = hotKeys(rows, leftRows, keys, mostOfKey);
  for (const part of refineBy) {
    if (hot.size === 0) break;
    if (fields.has(part.field)) continue;
    const before = hot.size;
    let spared = 0;
    for (const count of hot.values()) spared += pairsOfHot(count, isLink);
    narrowed.push({ keys: new Set(hot.keys()), part });
    narrow(rows, keys, hot, part);
    hot = hotKeys(rows, leftRows, keys, mostOfKey);
    for (const count of hot.values()) spared -= pairsOfHot(count, isLink);
    refined.push({ part: part.name, keys: before, pairsSpared: spared });
  }
  const refused = { keys: hot.size, records: 0, pairsSpared: 0 };
  if (hot.size > 0) {
    for (const count of hot.values()) {
      refused.records += count.left + count.right;
      refused.pairsSpared += pairsOfHot(count, isLink);
    }
    change(rows, keys, (key) => (hot.has(key) ? 0 : key));
  }
  return { refined, refused, plan: { rule, narrowed, refused: new Set(hot.keys()) } };
}

/** As {@link guardKeys}, with the pairs that the rule makes then. */
export function guardRule(
  rows: number,
  leftRows: number | undefined,
  rule: Rule,
  keys: RuleKeys,
  refineBy: readonly KeyPart[],
  mostOfKey: number,
): Guarded {
  const { refined, refused } = guardKeys(rows, leftRows, rule, keys, refineBy, mostOfKey);
  return { pairs: countPairs(rows, leftRows, keys), refined, refused };
}

/** The keys of one record under a rule as the guard left them, ascending. */
export function plannedKeys({ rule, narrowed, refused }: KeyPlan, row: number): number[] {
  const own = isSingle(rule) ? [singleKey(rule.parts, row)] : recordKeys(rule.parts, row);
  const keys = own.flatMap((key) => {
    let now = key;
    for (const { keys: hot, part } of narrowed) {
      if (hot.has(now)) now = joined(now, keysOfPart(part, row)[0] ?? 0);
    }
    return now === 0 || refused.has(now) ? [] : [now];
  });
  return keys.length < 2 ? keys : keys.sort((a, b) => a - b);
}

/** Joins hot keys with the first key of a further part; a record without one keeps to others without. */
function narrow(rows: number, keys: RuleKeys, hot: HotKeys, part: KeyPart): void {
  change(rows, keys, (key, row) => (hot.has(key) ? joined(key, keysOfPart(part, row)[0] ?? 0) : key));
}

function change(
  rows: number,
  { keys, stride, offset, starts }: RuleKeys,
  to: (key: number, row: number) => number,
): void {
  if (starts === undefined) {
    for (let row = 0, at = offset; row < rows; row++, at += stride)
      if (keys[at] !== 0) keys[at] = to(keys[at]!, row);
    return;
  }
  for (let row = 0; row < rows; row++) {
    for (let at = starts[row]!; at < starts[row + 1]!; at++)
      if (keys[at] !== 0) keys[at] = to(keys[at]!, row);
    // The search for a shared key relies on their order.
    keys.subarray(starts[row], starts[row + 1]).sort();
  }
}
