import { hash } from '../score/strangers.ts';
import type { KeyPart } from './key-part.ts';

/** A blocking rule: records that share all its parts are compared. */
export interface Rule {
  readonly name: string;
  readonly parts: readonly KeyPart[];
}

/**
 * Keys of every record under one rule: one 32-bit number each, 0 for none. Where records have several, `starts` tells which
 * belong to whom; each record's are ascending and without repeats. Two different keys meet in one number once in four
 * thousand million: such a pair is compared for nothing, and no harm is done.
 */
export interface RuleKeys {
  readonly keys: Uint32Array;
  readonly starts?: Int32Array;
}

const mostKeys = 12;

export function ruleKeys(rows: number, parts: readonly KeyPart[]): RuleKeys {
  if (parts.every(({ single }) => single)) {
    const keys = new Uint32Array(rows);
    for (const [at, part] of parts.entries()) {
      const { ids } = part.attribute;
      for (let row = 0; row < rows; row++) {
        if (at > 0 && keys[row] === 0) continue;
        const value = ids[row]!;
        const from = part.starts[value]!;
        if (from === part.starts[value + 1]) keys[row] = 0;
        else keys[row] = at === 0 ? part.keys[from]! : joined(keys[row]!, part.keys[from]!);
      }
    }
    return { keys };
  }
  const starts = new Int32Array(rows + 1);
  let room = new Uint32Array(rows * 2);
  let used = 0;
  let own: number[] = [];
  for (let row = 0; row < rows; row++) {
    own = [];
    for (const [at, part] of parts.entries()) {
      const found = keysOf(part, row);
      if (found.length === 0) {
        own = [];
        break;
      }
      own = at === 0 ? found : own.flatMap((one) => found.map((other) => joined(one, other)));
      if (own.length > mostKeys) own.length = mostKeys;
    }
    own.sort((a, b) => a - b);
    if (used + own.length > room.length) {
      const larger = new Uint32Array(room.length * 2 + own.length);
      larger.set(room);
      room = larger;
    }
    for (const [at, key] of own.entries()) if (at === 0 || own[at - 1] !== key) room[used++] = key;
    starts[row + 1] = used;
  }
  return { keys: room.subarray(0, used), starts };
}

function keysOf(part: KeyPart, row: number): number[] {
  const { ids, slots } = part.attribute;
  const found: number[] = [];
  for (let at = row * slots; at < (row + 1) * slots; at++) {
    const value = ids[at]!;
    if (value === 0) break;
    for (let key = part.starts[value]!; key < part.starts[value + 1]!; key++) found.push(part.keys[key]!);
  }
  return found;
}

const joined = (one: number, other: number): number => hash(Math.imul(one, 31) ^ other, one) || 1;

/** Whether two records share a key of a rule, and which is the first. 0 when none. */
export function sharedKey({ keys, starts }: RuleKeys, left: number, right: number): number {
  if (starts === undefined) return keys[left] === keys[right] ? keys[left]! : 0;
  let [i, j] = [starts[left]!, starts[right]!];
  const [endLeft, endRight] = [starts[left + 1]!, starts[right + 1]!];
  while (i < endLeft && j < endRight) {
    const [a, b] = [keys[i]!, keys[j]!];
    if (a === b) {
      if (a !== 0) return a;
      i++;
      j++;
    } else if (a < b) i++;
    else j++;
  }
  return 0;
}
