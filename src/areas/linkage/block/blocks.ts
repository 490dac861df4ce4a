import type { RuleKeys } from './rule-keys.ts';

/** Records in the order of their keys: those of one key stand together. */
export interface Blocks {
  readonly records: Int32Array;
  /** Key of each entry, ascending. */
  readonly keys: Uint32Array;
}

/** Sorts the entries of a rule by key (radix sort, three passes of eleven bits); entries without key are left out. */
export function blocks({ keys, starts }: RuleKeys): Blocks {
  let size = 0;
  for (let at = 0; at < keys.length; at++) if (keys[at] !== 0) size++;
  let records = new Int32Array(size);
  let sorted = new Uint32Array(size);
  let used = 0;
  if (starts === undefined) {
    for (let row = 0; row < keys.length; row++) {
      if (keys[row] === 0) continue;
      records[used] = row;
      sorted[used++] = keys[row]!;
    }
  } else {
    for (let row = 0; row + 1 < starts.length; row++)
      for (let at = starts[row]!; at < starts[row + 1]!; at++) {
        if (keys[at] === 0) continue;
        records[used] = row;
        sorted[used++] = keys[at]!;
      }
  }
  let [otherRecords, otherKeys] = [new Int32Array(size), new Uint32Array(size)];
  for (const shift of [0, 11, 22]) {
    const counts = new Int32Array(2049);
    for (let at = 0; at < size; at++) counts[((sorted[at]! >>> shift) & 2047) + 1]!++;
    for (let at = 1; at <= 2048; at++) counts[at]! += counts[at - 1]!;
    for (let at = 0; at < size; at++) {
      const to = counts[(sorted[at]! >>> shift) & 2047]!++;
      otherRecords[to] = records[at]!;
      otherKeys[to] = sorted[at]!;
    }
    [records, otherRecords] = [otherRecords, records];
    [sorted, otherKeys] = [otherKeys, sorted];
  }
  return { records, keys: sorted };
}

/** Calls back for every run of one key: `[from, to)` in the sorted entries. */
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
