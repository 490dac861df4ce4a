import { blocks, eachBlock, pairsOf } from './blocks.ts';
import type { KeyPart } from './key-part.ts';
import { type Rule, type RuleKeys, ruleKeys } from './rule-keys.ts';

/** A rule made safe: its keys, the exact number of pairs, and what was done about keys that too many records share. */
export interface GuardedRule {
  readonly rule: Rule;
  readonly keys: RuleKeys;
  readonly pairs: number;
  /** Keys that were joined with a further part, and the part's name. */
  readonly refined: readonly { readonly part: string; readonly keys: number; readonly pairsSpared: number }[];
  /** Keys that stayed too common and are not used. */
  readonly refused: { readonly keys: number; readonly records: number; readonly pairsSpared: number };
}

/**
 * Counts a rule's pairs key by key before any is compared. Records of a key with more than `mostPairsOfKey` pairs get a
 * narrower key, with one part more of `refineBy` after another; a key that stays too common is refused.
 */
export function guardRule(
  rows: number,
  leftRows: number | undefined,
  rule: Rule,
  refineBy: readonly KeyPart[],
  mostPairsOfKey: number,
): GuardedRule {
  const keys = ruleKeys(rows, rule.parts);
  const fields = new Set(rule.parts.map(({ field }) => field));
  const refined: { part: string; keys: number; pairsSpared: number }[] = [];
  const parts = refineBy.filter(({ field }) => !fields.has(field));
  let { pairs, hot } = count(keys, leftRows, mostPairsOfKey);
  for (const part of parts) {
    if (hot.size === 0) break;
    const before = pairs;
    const narrowed = hot.size;
    narrow(keys, hot, ruleKeys(rows, [part]));
    ({ pairs, hot } = count(keys, leftRows, mostPairsOfKey));
    refined.push({ part: part.name, keys: narrowed, pairsSpared: before - pairs });
  }
  const refused = { keys: hot.size, records: 0, pairsSpared: 0 };
  if (hot.size > 0) {
    for (const { records, pairs: own } of hot.values()) {
      refused.records += records;
      refused.pairsSpared += own;
    }
    pairs -= refused.pairsSpared;
    for (let at = 0; at < keys.keys.length; at++) if (hot.has(keys.keys[at]!)) keys.keys[at] = 0;
    inOrder(keys);
  }
  return { rule, keys, pairs, refined, refused };
}

type HotKeys = Map<number, { readonly records: number; readonly pairs: number }>;

function count(keys: RuleKeys, leftRows: number | undefined, most: number): { pairs: number; hot: HotKeys } {
  const sorted = blocks(keys);
  const hot: HotKeys = new Map();
  let pairs = 0;
  eachBlock(sorted, (from, to) => {
    const own = pairsOf(sorted.records, from, to, leftRows);
    pairs += own;
    if (own > most) hot.set(sorted.keys[from]!, { records: to - from, pairs: own });
  });
  return { pairs, hot };
}

/** Joins hot keys with the first key of a further part; a record without one keeps to others without. */
function narrow({ keys, starts }: RuleKeys, hot: HotKeys, further: RuleKeys): void {
  const more = (row: number) =>
    further.starts === undefined
      ? further.keys[row]!
      : further.starts[row] === further.starts[row + 1]
        ? 0
        : further.keys[further.starts[row]!]!;
  const change = (at: number, row: number) => {
    if (hot.has(keys[at]!))
      keys[at] = (Math.imul(keys[at]! ^ more(row), 0x9e3779b1) ^ (more(row) >>> 15)) >>> 0 || 1;
  };
  if (starts === undefined) for (let row = 0; row < keys.length; row++) change(row, row);
  else {
    for (let row = 0; row + 1 < starts.length; row++)
      for (let at = starts[row]!; at < starts[row + 1]!; at++) change(at, row);
    inOrder({ keys, starts });
  }
}

/** Several keys of one record stand in ascending order, which the search for a shared one relies on. */
function inOrder({ keys, starts }: RuleKeys): void {
  if (starts === undefined) return;
  for (let row = 0; row + 1 < starts.length; row++) keys.subarray(starts[row], starts[row + 1]).sort();
}

export const guardedKeys = (rules: readonly GuardedRule[]): RuleKeys[] => rules.map(({ keys }) => keys);
