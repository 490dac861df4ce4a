import type { TextColumn } from './columns.ts';
import { Dictionary } from './dictionary.ts';
import { sharedInt32 } from './shared-array.ts';

/**
 * One field of every record as numbers: `ids[record * stride + offset + s]` is the number of the record's s-th value, 0 when
 * it has no more. Columns of one field fill the slots without repeats, so several names or addresses are compared as a set.
 */
export interface Attribute {
  readonly slots: number;
  readonly ids: Int32Array;
  readonly stride: number;
  readonly offset: number;
  readonly values: readonly string[];
  /** Records with each value, by value number. */
  readonly counts: Int32Array;
  /** Records that have a value. */
  readonly filled: number;
}

const mostSlots = 6;

/**
 * Reads columns into one attribute. `read` gives a raw value's normal forms (none: missing) and runs once for each
 * distinct value, not for each record.
 */
export function attribute(
  rows: number,
  columns: readonly TextColumn[],
  read: (raw: string) => readonly string[] | string,
  dictionary = new Dictionary(),
): Attribute {
  const readers = columns.map(({ codes, values }) => ({
    codes,
    forms: values.map((raw, at) => {
      const forms = at === 0 ? [] : read(raw);
      return (typeof forms === 'string' ? [forms] : forms)
        .map((form) => dictionary.idOf(form))
        .filter((id) => id !== 0);
    }),
  }));
  const widest = readers.reduce(
    (sum, { forms }) => sum + forms.reduce((most, ids) => Math.max(most, ids.length), 0),
    0,
  );
  const slots = Math.max(1, Math.min(mostSlots, widest));
  const ids = sharedInt32(rows * slots);
  for (const { codes, forms } of readers) {
    for (let row = 0; row < rows; row++) {
      const found = forms[codes[row]!]!;
      for (const id of found) putOnce(ids, row * slots, slots, id);
    }
  }
  return counted({ slots, ids, values: dictionary.values });
}

/** Puts a value into the first free slot, unless the record has it already or has no room. */
export function putOnce(ids: Int32Array, from: number, slots: number, id: number): void {
  for (let slot = 0; slot < slots; slot++) {
    const there = ids[from + slot]!;
    if (there === id) return;
    if (there === 0) {
      ids[from + slot] = id;
      return;
    }
  }
}

/** Adds the number of records that have each value. */
export function counted(made: {
  readonly slots: number;
  readonly ids: Int32Array;
  readonly values: readonly string[];
}): Attribute {
  const counts = sharedInt32(made.values.length);
  let filled = 0;
  for (let at = 0; at < made.ids.length; at++) {
    const id = made.ids[at]!;
    if (id === 0) continue;
    counts[id]!++;
    if (at % made.slots === 0) filled++;
  }
  return {
    slots: made.slots,
    ids: made.ids,
    values: made.values,
    stride: made.slots,
    offset: 0,
    counts,
    filled,
  };
}

/**
 * The same attributes, all values of one record side by side in memory: comparing two records then touches two places and
 * not two for every field.
 */
export function interleaved(rows: number, attributes: readonly Attribute[]): Attribute[] {
  const stride = attributes.reduce((sum, { slots }) => sum + slots, 0);
  const all = sharedInt32(rows * stride);
  let offset = 0;
  return attributes.map((attribute) => {
    const { slots, ids } = attribute;
    for (let row = 0; row < rows; row++)
      for (let slot = 0; slot < slots; slot++)
        all[row * stride + offset + slot] = ids[row * attribute.stride + attribute.offset + slot]!;
    const placed = { ...attribute, ids: all, stride, offset };
    offset += slots;
    return placed;
  });
}
