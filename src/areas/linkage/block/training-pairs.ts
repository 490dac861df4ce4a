import { hash } from '../score/strangers.ts';
import { eachBlock, sorted } from './blocks.ts';
import { isSingle, joined, type Rule, recordKeys, sharesRule, singleKey } from './rule-keys.ts';

const mostOfBlock = 400;

/**
 * Draws pairs for learning: of every rule a share of its keys, by their hash, and all pairs of those. Calls back once a
 * pair, with the number of pairs that it stands for: the more rules bring a pair together, the likelier it was drawn.
 * Returns the number of pairs.
 */
export function drawTrainingPairs(
  rows: number,
  leftRows: number | undefined,
  rules: readonly Rule[],
  options: { readonly wanted: number; readonly expected: number; readonly seed: number },
  visit: (left: number, right: number, weight: number) => void,
): number {
  const share = Math.min(1, options.wanted / Math.max(1, options.expected));
  const limit = share * 2 ** 32;
  const taken = (key: number) => share === 1 || hash(key, options.seed) < limit;
  let drawn = 0;
  for (const [at, rule] of rules.entries()) {
    const { records, keys } = takenKeys(rows, rule, taken);
    const earlier = rules.slice(0, at);
    const later = rules.slice(at + 1);
    const single = isSingle(rule);
    const allowed = drawn + (3 * options.wanted) / rules.length;
    eachBlock({ records, keys }, (from, to) => {
      if (to - from > mostOfBlock || drawn > allowed) return;
      const key = keys[from]!;
      for (let i = from; i < to; i++)
        for (let j = i + 1; j < to; j++) {
          const [one, other] = [records[i]!, records[j]!];
          if (one === other) continue;
          const [left, right] = one < other ? [one, other] : [other, one];
          if (leftRows !== undefined && (left >= leftRows || right < leftRows)) continue;
          let ways = 1;
          if (!single) {
            const own = commonKeys(rule, left, right);
            // Of several shared keys the first that was drawn stands for the pair.
            if (own.find(taken) !== key) continue;
            ways = own.length;
          }
          let first = true;
          for (const before of earlier) {
            if (!sharesRule(before, left, right)) continue;
            const common = commonKeys(before, left, right);
            ways += common.length;
            if (common.some(taken)) {
              first = false;
              break;
            }
          }
          if (!first) continue;
          for (const after of later)
            if (sharesRule(after, left, right))
              ways += isSingle(after) ? 1 : commonKeys(after, left, right).length;
          visit(left, right, share === 1 ? 1 : 1 / (1 - (1 - share) ** ways));
          drawn++;
        }
    });
  }
  return drawn;
}

/** Keys that two records share under a rule, ascending. */
function commonKeys(rule: Rule, left: number, right: number): number[] {
  // Of a rule with one key a record the two are known to share it.
  if (isSingle(rule)) return [singleKey(rule.parts, left)];
  const others = recordKeys(rule.parts, right);
  return recordKeys(rule.parts, left).filter((key) => others.includes(key));
}

function takenKeys(rows: number, rule: Rule, taken: (key: number) => boolean) {
  const records: number[] = [];
  const keys: number[] = [];
  if (isSingle(rule)) {
    const parts = rule.parts.map(({ attribute: { ids, stride, offset }, first }) => ({
      ids,
      stride,
      offset,
      first,
    }));
    for (let row = 0; row < rows; row++) {
      let key = 0;
      for (let at = 0; at < parts.length; at++) {
        const { ids, stride, offset, first } = parts[at]!;
        const own = first[ids[row * stride + offset]!]!;
        if (own === 0) {
          key = 0;
          break;
        }
        key = at === 0 ? own : joined(key, own);
      }
      if (key === 0 || !taken(key)) continue;
      records.push(row);
      keys.push(key);
    }
  } else
    for (let row = 0; row < rows; row++)
      for (const key of recordKeys(rule.parts, row)) {
        if (!taken(key)) continue;
        records.push(row);
        keys.push(key);
      }
  return sorted(Int32Array.from(records), Uint32Array.from(keys));
}
