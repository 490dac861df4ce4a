import type { Attribute } from '../prepare/attribute.ts';
import { sharedInt32, sharedUint32 } from '../prepare/shared-array.ts';
import { hash } from '../score/strangers.ts';

/**
 * A part of blocking keys: something of a field that two records of the same often share (the birth year, the sound of
 * the family name). Each value of the field has no, one or several keys; 0 stands for none.
 */
export interface KeyPart {
  readonly name: string;
  /** Parts of one field never stand in one rule together. */
  readonly field: string;
  readonly attribute: Attribute;
  /** The only key of each value, by value number; where values have several, see `several`. */
  readonly first: Uint32Array;
  /** `keys[starts[value] … starts[value + 1])`. */
  readonly several?: { readonly starts: Int32Array; readonly keys: Uint32Array };
  /** Whether no record has more than one key. */
  readonly single: boolean;
  /** Chance that two records of the same agree in it, before the data has spoken. */
  readonly agrees: number;
  /** Chance that two random records share a key, from the frequencies of the keys. */
  readonly collides: number;
}

type Keys = number | readonly number[];

/** Makes a key part; `keysOf` gives the keys of a value, 0 for none. */
export function keyPart(
  name: string,
  field: string,
  attribute: Attribute,
  agrees: number,
  keysOf: (value: string, id: number) => Keys,
): KeyPart {
  const { values, counts, slots } = attribute;
  const first = sharedUint32(values.length);
  const lists: (readonly number[])[] = [];
  let [most, room] = [0, 0];
  for (let id = 1; id < values.length; id++) {
    if (counts[id] === 0) continue;
    const keys = keysOf(values[id]!, id);
    if (typeof keys === 'number') first[id] = keys;
    else {
      const own = keys.filter((key) => key !== 0);
      first[id] = own[0] ?? 0;
      lists[id] = own;
      most = Math.max(most, own.length);
      room += own.length;
    }
  }
  const several = most > 1 ? listed(values.length, lists, room) : undefined;
  const made = { name, field, attribute, first, several, single: slots === 1 && most <= 1, agrees };
  const part = { ...made, collides: collisions(made) };
  recipes.set(part, keysOf);
  return part;
}

/** Beside the parts and not in them: those go to threads, which functions cannot. */
const recipes = new WeakMap<KeyPart, (value: string, id: number) => Keys>();

/** The keys that a value would have, whether a record has it or not. */
export function keysOfValue(part: KeyPart, value: string): number[] {
  const keys = recipes.get(part)!(value, -1);
  return (typeof keys === 'number' ? [keys] : [...keys]).filter((key) => key !== 0);
}

function listed(size: number, lists: readonly (readonly number[] | undefined)[], room: number) {
  const starts = sharedInt32(size + 1);
  const keys = sharedUint32(room);
  for (let id = 0; id < size; id++) {
    const own = lists[id] ?? [];
    keys.set(own, starts[id]!);
    starts[id + 1] = starts[id]! + own.length;
  }
  return { starts, keys };
}

const buckets = 1 << 20;

/** Share of record pairs that meet in a key, counted in buckets and freed of what only shares a bucket. */
function collisions({ attribute, first, several }: Pick<KeyPart, 'attribute' | 'first' | 'several'>): number {
  const { counts, ids, stride } = attribute;
  const tally = new Uint32Array(buckets);
  let entries = 0;
  const add = (key: number, count: number) => {
    if (key === 0) return;
    tally[key >>> 12]! += count;
    entries += count;
  };
  for (let id = 1; id < counts.length; id++) {
    if (several === undefined) add(first[id]!, counts[id]!);
    else
      for (let at = several.starts[id]!; at < several.starts[id + 1]!; at++)
        add(several.keys[at]!, counts[id]!);
  }
  let pairs = 0;
  for (let at = 0; at < buckets; at++) if (tally[at]! > 1) pairs += tally[at]! * (tally[at]! - 1);
  const rows = ids.length / stride;
  return Math.max(1, pairs - (entries * entries) / buckets) / (rows * rows || 1);
}

/** A 32-bit key for a text or part of it: FNV-1a over code units, finished by Murmur3's mixer; never 0, but for ''. */
export function textKey(text: string, from = 0, to = text.length): number {
  const end = Math.min(to, text.length);
  if (from >= end) return 0;
  let h = 0x811c9dc5;
  for (let at = from; at < end; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  return hash(h, 0x51ed270b) || 1;
}
