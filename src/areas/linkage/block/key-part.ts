import type { Attribute } from '../prepare/attribute.ts';
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
  /** `keys[starts[value] … starts[value + 1])`, 32-bit hashes. */
  readonly starts: Int32Array;
  readonly keys: Uint32Array;
  /** Whether no record has more than one key. */
  readonly single: boolean;
  /** Chance that two records of the same agree in it, before the data has spoken. */
  readonly agrees: number;
  /** Chance that two random records agree in it, from the frequencies of its keys; both must have a value. */
  readonly collides: number;
}

/** Makes a key part; `keysOf` gives the keys of a value as texts. */
export function keyPart(
  name: string,
  field: string,
  attribute: Attribute,
  agrees: number,
  keysOf: (value: string, id: number) => string | readonly string[],
): KeyPart {
  const { values } = attribute;
  const lists = values.map((value, id): readonly string[] => {
    if (id === 0 || attribute.counts[id] === 0) return [];
    const keys = keysOf(value, id);
    return typeof keys === 'string' ? (keys === '' ? [] : [keys]) : keys.filter((key) => key !== '');
  });
  const starts = new Int32Array(values.length + 1);
  for (const [at, list] of lists.entries()) starts[at + 1] = starts[at]! + list.length;
  const keys = new Uint32Array(starts.at(-1)!);
  const frequency = new Map<number, number>();
  let most = 0;
  for (const [at, list] of lists.entries()) {
    most = Math.max(most, list.length);
    for (const [slot, text] of list.entries()) {
      const key = textHash(text);
      keys[starts[at]! + slot] = key;
      frequency.set(key, (frequency.get(key) ?? 0) + attribute.counts[at]!);
    }
  }
  const rows = attribute.ids.length / attribute.slots;
  let pairs = 0;
  for (const count of frequency.values()) pairs += count * count;
  return {
    name,
    field,
    attribute,
    starts,
    keys,
    single: attribute.slots === 1 && most <= 1,
    agrees,
    collides: pairs / (rows * rows || 1),
  };
}

/** FNV-1a over code units, finished by Murmur3's mixer; never 0. */
export function textHash(text: string): number {
  let h = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  return hash(h, 0x51ed270b) || 1;
}
