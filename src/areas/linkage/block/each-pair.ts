import { blocks, eachBlock } from './blocks.ts';
import { type RuleKeys, sharedKey } from './rule-keys.ts';

/**
 * Calls back once for every pair that at least one rule blocks together, with the first such rule. In a link pairs are left
 * by right; within one set the lower record is left. `keep` draws a sample of keys by their hash.
 */
export function eachPair(
  rules: readonly RuleKeys[],
  leftRows: number | undefined,
  visit: (left: number, right: number, rule: number) => void,
  keep?: (key: number) => boolean,
): void {
  for (const [at, rule] of rules.entries()) {
    const sorted = blocks(rule);
    const several = rule.starts !== undefined;
    eachBlock(sorted, (from, to) => {
      const key = sorted.keys[from]!;
      if (keep !== undefined && !keep(key)) return;
      for (let i = from; i < to; i++) {
        const one = sorted.records[i]!;
        if (leftRows !== undefined && one >= leftRows) continue;
        for (let j = leftRows === undefined ? i + 1 : from; j < to; j++) {
          const other = sorted.records[j]!;
          if (leftRows !== undefined && other < leftRows) continue;
          // A record may have one key twice only in different slots of one value; it is no pair with itself.
          if (one === other) continue;
          if (several && sharedKey(rule, one, other) !== key) continue;
          if (isEarlier(rules, at, one, other, keep)) continue;
          if (one < other) visit(one, other, at);
          else visit(other, one, at);
        }
      }
    });
  }
}

function isEarlier(
  rules: readonly RuleKeys[],
  at: number,
  one: number,
  other: number,
  keep: ((key: number) => boolean) | undefined,
): boolean {
  for (let rule = 0; rule < at; rule++) {
    const shared = sharedKey(rules[rule]!, one, other);
    if (shared !== 0 && (keep === undefined || keep(shared))) return true;
  }
  return false;
}
