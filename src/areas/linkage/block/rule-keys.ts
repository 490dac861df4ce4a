import { sharedUint32 } from '../prepare/shared-array.ts';
import type { KeyPart } from './key-part.ts';

/** A blocking rule: records that share all its parts are compared. */
export interface Rule {
  readonly name: string;
  readonly parts: readonly KeyPart[];
}

/**
 * Keys of every record under one rule: 32-bit numbers, 0 for none. A rule with one key a record has it at
 * `keys[record * stride + offset]`, beside those of other rules. Where records have several, `starts` tells which belong to
 * whom, ascending and without repeats. Two different keys meet in one number once in four thousand million: such a pair is
 * compared for nothing, and no harm is done.
 */
export interface RuleKeys {
  readonly keys: Uint32Array;
  readonly stride: number;
  readonly offset: number;
  readonly starts?: Int32Array;
}

const mostKeys = 12;

export const isSingle = (rule: Rule): boolean => rule.parts.every(({ single }) => single);

/**
 * Keys of every record under each rule, side by side in memory as far as a rule gives a record one key. The keys of a rule
 * are made when they are asked for, once for each rule.
 */
export function keyTable(rows: number, rules: readonly Rule[]): (at: number) => RuleKeys {
  const stride = rules.filter(isSingle).length;
  const keys = sharedUint32(rows * stride);
  const offsets = rules.map((_, at) => rules.slice(0, at).filter(isSingle).length);
  return (at) => {
    const rule = rules[at]!;
    if (!isSingle(rule)) return severalKeys(rows, rule.parts);
    const own = { keys, stride, offset: offsets[at]! };
    fillKeys(rows, rule.parts, own);
    return own;
  };
}

/** Keys of one rule alone. */
export function keysOfRule(rows: number, rule: Rule): RuleKeys {
  return keyTable(rows, [rule])(0);
}

function fillKeys(rows: number, parts: readonly KeyPart[], { keys, stride, offset }: RuleKeys): void {
  for (const [at, { attribute, first }] of parts.entries()) {
    const { ids } = attribute;
    for (
      let row = 0, to = offset, from = attribute.offset;
      row < rows;
      row++, to += stride, from += attribute.stride
    ) {
      const key = first[ids[from]!]!;
      if (at === 0) keys[to] = key;
      else if (keys[to] !== 0) keys[to] = key === 0 ? 0 : joined(keys[to]!, key);
    }
  }
}

function severalKeys(rows: number, parts: readonly KeyPart[]): RuleKeys {
  const starts = new Int32Array(rows + 1);
  let room = new Uint32Array(rows * 2);
  let used = 0;
  for (let row = 0; row < rows; row++) {
    const own = recordKeys(parts, row);
    if (used + own.length > room.length) {
      const larger = new Uint32Array(room.length * 2 + own.length);
      larger.set(room);
      room = larger;
    }
    for (const key of own) room[used++] = key;
    starts[row + 1] = used;
  }
  const keys = sharedUint32(used);
  keys.set(room.subarray(0, used));
  return { keys, starts, stride: 0, offset: 0 };
}

/** The key of one record under a rule that gives it no more than one; 0 for none. */
export function singleKey(parts: readonly KeyPart[], row: number): number {
  let key = 0;
  for (let at = 0; at < parts.length; at++) {
    const { attribute, first } = parts[at]!;
    const own = first[attribute.ids[row * attribute.stride + attribute.offset]!]!;
    if (own === 0) return 0;
    key = at === 0 ? own : joined(key, own);
  }
  return key;
}

/** All keys of one record under a rule, ascending and without repeats. */
export function recordKeys(parts: readonly KeyPart[], row: number): number[] {
  let own: number[] = [];
  for (const [at, part] of parts.entries()) {
    const found = keysOfPart(part, row);
    if (found.length === 0) return [];
    own = at === 0 ? found : own.flatMap((one) => found.map((other) => joined(one, other)));
    if (own.length > mostKeys) own.length = mostKeys;
  }
  own.sort((a, b) => a - b);
  return own.filter((key, at) => at === 0 || key !== own[at - 1]);
}

export function keysOfPart({ attribute, first, several }: KeyPart, row: number): number[] {
  const { ids, slots, stride, offset } = attribute;
  const found: number[] = [];
  for (let at = row * stride + offset, end = at + slots; at < end; at++) {
    const value = ids[at]!;
    if (value === 0) break;
    if (several === undefined) {
      if (first[value] !== 0) found.push(first[value]!);
    } else
      for (let key = several.starts[value]!; key < several.starts[value + 1]!; key++)
        found.push(several.keys[key]!);
  }
  return found;
}

export function joined(one: number, other: number): number {
  let h = Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ other;
  h = Math.imul(h ^ (h >>> 15), 0x9e3779b1);
  return (h ^ (h >>> 13)) >>> 0 || 1;
}

/** The first key that two records share under a rule, 0 when none. */
export function sharedKey({ keys, stride, offset, starts }: RuleKeys, left: number, right: number): number {
  if (starts === undefined) {
    const key = keys[left * stride + offset]!;
    return key === keys[right * stride + offset] ? key : 0;
  }
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

/** Whether two records share all parts of a rule, asked of their values and not of keys made before. */
export function sharesRule(rule: Rule, left: number, right: number): boolean {
  return rule.parts.every((part) => sharesPart(part, left, right));
}

export function sharesPart(part: KeyPart, left: number, right: number): boolean {
  const { attribute, first, several } = part;
  const { ids, slots, stride, offset } = attribute;
  if (slots === 1 && several === undefined) {
    const key = first[ids[left * stride + offset]!]!;
    return key !== 0 && key === first[ids[right * stride + offset]!]!;
  }
  const others = keysOfPart(part, right);
  return others.length > 0 && keysOfPart(part, left).some((key) => others.includes(key));
}
