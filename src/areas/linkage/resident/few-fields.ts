import type { Attribute } from '../prepare/attribute.ts';
import { Dictionary } from '../prepare/dictionary.ts';
import type { Fields } from '../prepare/fields.ts';
import type { TokenLists } from '../prepare/token-lists.ts';
import { tokens } from '../text/tokens.ts';
import type { RecordValues } from './record-values.ts';

/** How common values are in the whole set, whatever the few records at hand say. */
export interface Frequencies {
  /** Records of the set that have a value in the attribute of that number. */
  count(attribute: number, value: string): number;
  filled(attribute: number): number;
  /** Of a text field: the number of a word in the set, its records, and its weight; -1 where the set has none. */
  word(text: number, word: string): { readonly number: number; readonly count: number };
}

/**
 * Fields of a few records that compare as they would among all of the set: values are numbered anew, and how common each is
 * comes from the set. Comparisons made from them give the same levels and the same rarity.
 */
export function fewFields(whole: Fields, records: readonly RecordValues[], common: Frequencies): Fields {
  const rows = records.length;
  let number = -1;
  const own = (dictionary = new Dictionary()): Attribute => {
    const at = ++number;
    const slots = Math.max(
      1,
      records.reduce((most, values) => Math.max(most, values[at]!.length), 0),
    );
    const ids = new Int32Array(rows * slots);
    for (const [row, values] of records.entries())
      for (const [slot, value] of values[at]!.entries()) ids[row * slots + slot] = dictionary.idOf(value);
    const attribute = {
      slots,
      ids,
      stride: slots,
      offset: 0,
      values: dictionary.values,
      counts: new Int32Array(0),
      filled: common.filled(at),
    };
    return attribute;
  };
  const counted = (attribute: Attribute, at: number): Attribute => ({
    ...attribute,
    counts: Int32Array.from(attribute.values, (value, id) => (id === 0 ? 0 : common.count(at, value))),
  });
  const values = whole.values.map((field) => {
    const attribute = own();
    return { ...field, attribute: counted(attribute, number) };
  });
  // Name parts share their numbers, so that a given name can be met among family names.
  const shared = new Dictionary();
  const nameParts = whole.names ? [own(shared), own(shared), own(shared)] : [];
  const namesFrom = number - nameParts.length + 1;
  const [given, family, other] = nameParts.map((part, at) => counted(part, namesFrom + at));
  const places = whole.place ? [own(), own(), own()] : [];
  const placesFrom = number - places.length + 1;
  const [street, zip, town] = places.map((part, at) => counted(part, placesFrom + at));
  const texts = whole.texts.map((field, text) => {
    const attribute = own();
    const full = counted(attribute, number);
    return { ...field, attribute: full, tokens: fewTokens(full, text, common) };
  });
  return {
    rows,
    values,
    texts,
    names: whole.names && { values: shared.values, given: given!, family: family!, other: other! },
    place: whole.place && { street: street!, zip: zip!, town: town! },
  };
}

/** Words keep the order that they have in the set: which of two alike words is met first depends on it. */
function fewTokens(attribute: Attribute, text: number, common: Frequencies): TokenLists {
  const lists = attribute.values.map((value) => [...new Set(tokens(value))]);
  const all = [...new Set(lists.flat())].map((word) => ({ word, ...common.word(text, word) }));
  const unknown = 2 ** 31;
  all.sort((a, b) => (a.number < 0 ? unknown : a.number) - (b.number < 0 ? unknown : b.number));
  const ids = new Map(all.map(({ word }, at) => [word, at + 1]));
  const counts = Int32Array.from([0, ...all.map(({ count }) => count)]);
  const filled = Math.max(2, attribute.filled);
  const bits = Float32Array.from(counts, (count) => Math.log2(filled / Math.max(1, count - 1)));
  const numbered = lists.map((words) => words.map((word) => ids.get(word)!).sort((a, b) => a - b));
  const starts = new Int32Array(numbered.length + 1);
  for (const [at, list] of numbered.entries()) starts[at + 1] = starts[at]! + list.length;
  return {
    starts,
    ids: Int32Array.from(numbered.flat()),
    words: ['', ...all.map(({ word }) => word)],
    bits,
    counts,
    norm: Float32Array.from(numbered, (list) =>
      Math.sqrt(list.reduce((sum, id) => sum + bits[id]! * bits[id]!, 0)),
    ),
  };
}
