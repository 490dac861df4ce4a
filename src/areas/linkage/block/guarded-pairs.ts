import { blocksOf, eachBlock } from './blocks.ts';
import { type Guarded, guardRule } from './guard.ts';
import type { KeyPart } from './key-part.ts';
import { keyTable, type Rule, type RuleKeys, sharedKey } from './rule-keys.ts';

/** Which records to bring together: the rules in order, and what narrows keys that are too common. */
export interface PairRequest {
  readonly rows: number;
  readonly leftRows?: number;
  readonly rules: readonly Rule[];
  readonly parts: readonly KeyPart[];
}

/**
 * Calls back once for every pair that at least one rule blocks together. In a link pairs are left by right; within one set
 * the lower record is left. Each rule's pairs are counted key by key and guarded before any of them is made; returns what the
 * guard did.
 */
export function eachGuardedPair(
  { rows, leftRows, rules, parts }: PairRequest,
  visit: (left: number, right: number) => void,
): Guarded[] {
  const mostOfKey = Math.max(20_000, rows / 50);
  const refineBy = [...parts]
    .filter(({ collides }) => collides > 1e-4 && collides < 0.3)
    .sort((a, b) => b.agrees - a.agrees);
  const keysOf = keyTable(rows, rules);
  const before: RuleKeys[] = [];
  return rules.map((rule, at) => {
    const keys = keysOf(at);
    const guarded = guardRule(rows, leftRows, rule, keys, refineBy, mostOfKey);
    eachPairOf(rows, leftRows, keys, earlierRule(before), visit);
    before.push(keys);
    return guarded;
  });
}

function eachPairOf(
  rows: number,
  leftRows: number | undefined,
  rule: RuleKeys,
  isEarlier: (one: number, other: number) => boolean,
  visit: (left: number, right: number) => void,
): void {
  const blocks = blocksOf(rows, rule);
  const several = rule.starts !== undefined;
  const { records, keys } = blocks;
  eachBlock(blocks, (from, to) => {
    const key = keys[from]!;
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
}

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
