import type { RuleKeys } from './rule-keys.ts';

/** Records in the order of their keys: those of one key stand together. */
export interface Blocks {
  readonly records: Int32Array;
  /** Key of each entry, ascending. */
  readonly keys: Uint32Array;
}

/** Calls back for every record and key of a rule. */
export function eachKey(
  rows: number,
  { keys, stride, offset, starts }: RuleKeys,
  visit: (key: number, row: number, at: number) => void,
): void {
  if (starts === undefined) {
    for (let row = 0, at = offset; row < rows; row++, at += stride)
      if (keys[at] !== 0) visit(keys[at]!, row, at);
  } else
    for (let row = 0; row < rows; row++)
      for (let at = starts[row]!; at < starts[row + 1]!; at++) if (keys[at] !== 0) visit(keys[at]!, row, at);
}

/**
 * Sorts the entries of a rule by key; entries without key are left out. Of `passes` parts, by ranges of the key, only part
 * number `pass` is taken, so that a part of the memory is enough for each.
 */
export function blocksOf(rows: number, rule: RuleKeys, pass = 0, passes = 1): Blocks {
  const from = Math.floor((pass * 2 ** 32) / passes);
  const to = Math.floor(((pass + 1) * 2 ** 32) / passes);
  let size = 0;
  eachKey(rows, rule, (key) => {
    if (key >= from && key < to) size++;
  });
  const records = new Int32Array(size);
  const keys = new Uint32Array(size);
  let used = 0;
  eachKey(rows, rule, (key, row) => {
    if (key < from || key >= to) return;
    records[used] = row;
    keys[used++] = key;
  });
  return sorted(records, keys);
}

/** Radix sort, three passes of eleven bits; the arrays given are used up. */
export function sorted(records: Int32Array<ArrayBuffer>, keys: Uint32Array<ArrayBuffer>): Blocks {
  const size = keys.length;
  let [fromRecords, fromKeys] = [records, keys];
  let [toRecords, toKeys] = [new Int32Array(size), new Uint32Array(size)];
  for (const shift of [0, 11, 22]) {
    const counts = new Int32Array(2049);
    for (let at = 0; at < size; at++) counts[((fromKeys[at]! >>> shift) & 2047) + 1]!++;
    for (let at = 1; at <= 2048; at++) counts[at]! += counts[at - 1]!;
    for (let at = 0; at < size; at++) {
      const to = counts[(fromKeys[at]! >>> shift) & 2047]!++;
      toRecords[to] = fromRecords[at]!;
      toKeys[to] = fromKeys[at]!;
    }
    [fromRecords, toRecords] = [toRecords, fromRecords];
    [fromKeys, toKeys] = [toKeys, fromKeys];
  }
  return { records: fromRecords, keys: fromKeys };
}

/** Calls back for every run of one key that several records have: `[from, to)` in the sorted entries. */
export function eachBlock({ keys }: Blocks, visit: (from: number, to: number) => void): void {
  for (let from = 0; from < keys.length; ) {
    let to = from + 1;
    while (to < keys.length && keys[to] === keys[from]) to++;
    if (to - from > 1) visit(from, to);
    from = to;
  }
}

/** Pairs that a block of records makes: all of them, or left by right in a link. */
export function pairsOf(records: Int32Array, from: number, to: number, leftRows?: number): number {
  const size = to - from;
  if (leftRows === undefined) return (size * (size - 1)) / 2;
  let lefts = 0;
  for (let at = from; at < to; at++) if (records[at]! < leftRows) lefts++;
  return lefts * (size - lefts);
}
