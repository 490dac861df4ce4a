import { expect, it } from 'vitest';
import { attribute } from '../prepare/attribute.ts';
import type { TextColumn } from '../prepare/columns.ts';
import { hash } from '../score/strangers.ts';
import { eachGuardedPair } from './guarded-pairs.ts';
import { type KeyPart, keyPart, textKey } from './key-part.ts';

const rows = 4_000;
/** A column of `kinds` values, of which the first is that of `common` of all records. */
function column(name: string, kinds: number, common: number): TextColumn {
  const values = ['', ...Array.from({ length: kinds }, (_, at) => `${name} ${at}`)];
  const codes = Int32Array.from({ length: rows }, (_, row) =>
    hash(row, name.length) / 2 ** 32 < common ? 1 : 1 + (hash(row, 99 + name.length) % kinds),
  );
  return { name, codes, values };
}
const one = (of: TextColumn) => attribute(rows, [of], (text) => text);
const town = keyPart('town', 'place', one(column('town', 300, 0.2)), 0.8, (text) => textKey(text));
const year = keyPart('year', 'birth', one(column('years', 60, 0)), 0.9, (text) => textKey(text));
const words = keyPart('words', 'text', one(column('sentence', 900, 0.1)), 0.7, (text) => [
  textKey(text),
  textKey(text, text.length - 2),
]);
const request = {
  rows,
  rules: [
    { name: 'town', parts: [town] },
    { name: 'words', parts: [words] },
    { name: 'words + town', parts: [words, town] },
    { name: 'town + year', parts: [town, year] },
  ],
};

function pairsOf(passes: number, parts: readonly KeyPart[], leftRows?: number) {
  const pairs: number[] = [];
  const guarded = eachGuardedPair({ ...request, parts, leftRows, passes }, (left, right) =>
    pairs.push(left * rows + right),
  );
  return { pairs, guarded };
}

it.each([
  ['one set, common keys made narrower', [town, year, words], undefined],
  ['one set, common keys refused', [town], undefined],
  ['two sides', [town, year, words], 1_500],
])(
  'in several passes the same pairs are brought together as in one, and none twice: %s',
  (_, parts, leftRows) => {
    const whole = pairsOf(1, parts, leftRows);
    // The guard has work to do: a fifth of the records has one town.
    const [first] = whole.guarded;
    expect(parts.length > 1 ? first!.refined.length : first!.refused.keys).toBeGreaterThan(0);
    for (const passes of [2, 7]) {
      const parted = pairsOf(passes, parts, leftRows);
      expect(parted.guarded).toEqual(whole.guarded);
      expect(new Set(parted.pairs).size).toBe(parted.pairs.length);
      expect([...parted.pairs].sort((a, b) => a - b)).toEqual([...whole.pairs].sort((a, b) => a - b));
    }
  },
);
