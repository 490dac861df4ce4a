import { hash } from '../score/strangers.ts';
import { eachBlock, eachKey, pairsOf, sorted } from './blocks.ts';
import type { RuleKeys } from './rule-keys.ts';

/** Keys that too many records share, with the exact number of records on each side. */
export type HotKeys = Map<number, { left: number; right: number }>;

export const pairsOfHot = ({ left, right }: { left: number; right: number }, isLink: boolean): number =>
  isLink ? left * right : (left * (left - 1)) / 2;

const entriesCounted = 100_000;
const buckets = 1 << 16;

/**
 * Counts the pairs that a rule makes, before any is compared. Of a small set every key is counted; of a large one a share of
 * the keys, drawn by their hash, each with all its records.
 */
export function countPairs(rows: number, leftRows: number | undefined, rule: RuleKeys): number {
  const entries = rule.starts === undefined ? rows : rule.keys.length;
  const share = Math.min(1, entriesCounted / Math.max(1, entries));
  const limit = share * 2 ** 32;
  const records: number[] = [];
  const keys: number[] = [];
  eachKey(rows, rule, (key, row) => {
    if (share < 1 && hash(key, 0x2b) >= limit) return;
    records.push(row);
    keys.push(key);
  });
  const drawn = sorted(Int32Array.from(records), Uint32Array.from(keys));
  let pairs = 0;
  eachBlock(drawn, (from, to) => {
    pairs += pairsOf(drawn.records, from, to, leftRows);
  });
  return Math.round(pairs / share);
}

/** The keys with more than `mostOfKey` pairs, each counted exactly. */
export function hotKeys(
  rows: number,
  leftRows: number | undefined,
  rule: RuleKeys,
  mostOfKey: number,
): HotKeys {
  const isLink = leftRows !== undefined;
  // So many records of one key are needed at least for that many pairs.
  const fewest = Math.sqrt(2 * mostOfKey);
  const tally = new Uint32Array(buckets);
  eachKey(rows, rule, (key) => {
    tally[key >>> 16]!++;
  });
  const hot: HotKeys = new Map();
  if (!tally.some((count) => count >= fewest)) return hot;
  const counts = new Map<number, number>();
  eachKey(rows, rule, (key) => {
    if (tally[key >>> 16]! >= fewest) counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  for (const [key, count] of counts) if (count >= fewest) hot.set(key, { left: 0, right: 0 });
  eachKey(rows, rule, (key, row) => {
    const count = hot.get(key);
    if (count === undefined) return;
    if (isLink && row >= leftRows) count.right++;
    else count.left++;
  });
  for (const [key, count] of hot) if (pairsOfHot(count, isLink) <= mostOfKey) hot.delete(key);
  return hot;
}
