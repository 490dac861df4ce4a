import { type Blocks, blocksOf, eachBlock } from './blocks.ts';
import { type RuleKeys, sharedKey } from './rule-keys.ts';

/**
 * Calls back once for every pair that at least one rule blocks together, with the first such rule. In a link pairs are left
 * by right; within one set the lower record is left. `part` takes one of several equal shares of the keys, for threads.
 */
export function eachPair(
  rows: number,
  leftRows: number | undefined,
  rules: readonly RuleKeys[],
  visit: (left: number, right: number, rule: number) => void,
  part: { readonly number: number; readonly of: number } = { number: 0, of: 1 },
): void {
  const isEarlier = earlierRule(rules);
  for (const [at, rule] of rules.entries()) {
    const blocks = blocksOf(rows, rule);
    const several = rule.starts !== undefined;
    const { records, keys } = blocks;
    eachShare(blocks, part, (from, to) => {
      const key = keys[from]!;
      for (let i = from; i < to; i++) {
        const one = records[i]!;
        if (leftRows !== undefined && one >= leftRows) continue;
        for (let j = leftRows === undefined ? i + 1 : from; j < to; j++) {
          const other = records[j]!;
          if (leftRows !== undefined && other < leftRows) continue;
          if (several && (one === other || sharedKey(rule, one, other) !== key)) continue;
          if (isEarlier(at, one, other)) continue;
          if (one < other) visit(one, other, at);
          else visit(other, one, at);
        }
      }
    });
  }
}

function eachShare(
  blocks: Blocks,
  { number, of }: { readonly number: number; readonly of: number },
  visit: (from: number, to: number) => void,
): void {
  let turn = 0;
  eachBlock(blocks, (from, to) => {
    if (turn++ % of === number) visit(from, to);
  });
}

/** Whether two records share a key of an earlier rule. Rules of one key a record stand side by side: one look each. */
function earlierRule(rules: readonly RuleKeys[]): (at: number, one: number, other: number) => boolean {
  const singles = rules.filter(({ starts }) => starts === undefined);
  const { keys, stride = 0 } = singles[0] ?? {};
  if (keys === undefined || singles.some((rule) => rule.keys !== keys) || singles.length !== rules.length)
    return (at, one, other) => rules.slice(0, at).some((rule) => sharedKey(rule, one, other) !== 0);
  return (at, one, other) => {
    let [i, j] = [one * stride, other * stride];
    for (let rule = 0; rule < at; rule++, i++, j++) if (keys[i] === keys[j] && keys[i] !== 0) return true;
    return false;
  };
}
