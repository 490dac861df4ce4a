import { describe, expect, it } from 'vitest';
import { clusterRecords } from './cluster-records.ts';

/** Clusters of records `0..rows-1` joined by pairs; any other two weigh `otherwise`. */
function clusters(
  rows: number,
  pairs: readonly (readonly [number, number, number])[],
  options: { readonly otherwise: number; readonly sources?: readonly number[] },
): number[] {
  const edges = {
    size: pairs.length,
    left: Int32Array.from(pairs, ([left]) => left),
    right: Int32Array.from(pairs, ([, right]) => right),
    weight: Float64Array.from(pairs, ([, , weight]) => weight),
  };
  const { otherwise, sources } = options;
  return [
    ...clusterRecords(edges, {
      rows,
      least: 0,
      weightOf: () => otherwise,
      ...(sources ? { onceOf: (record: number) => sources[record]! } : {}),
    }),
  ];
}

/** Every two of the records from one to before another. */
const everyTwo = (from: number, to: number, weight: number) =>
  Array.from({ length: to - from }, (_, at) => from + at).flatMap((left) =>
    Array.from({ length: to - left - 1 }, (_, at) => [left, left + 1 + at, weight] as const),
  );

// A component of up to 24 records is judged as a square of weights, a larger one over its pairs.
describe.each([
  ['a small component', 4],
  ['a large component', 15],
])('%s', (_, size) => {
  const [first, second] = [everyTwo(0, size, 6), everyTwo(size, 2 * size, 6)];
  const all = Array.from({ length: 2 * size }, (_, record) => record);

  it('a single bridge between two persons is split', () => {
    const found = clusters(2 * size, [...first, ...second, [size - 1, size, 5]], { otherwise: -6 });
    expect(found).toEqual(all.map((record) => (record < size ? 0 : size)));
  });

  it('what blocking alone kept apart stays together', () => {
    const found = clusters(2 * size, [...first, ...second, [size - 1, size, 5]], { otherwise: 6 });
    expect(found).toEqual(all.map(() => 0));
  });

  it('no cluster holds two records of a source that has each person once', () => {
    const sources = all.map((record) => record % size);
    const pairs = everyTwo(0, 2 * size, 6);
    expect(new Set(clusters(2 * size, pairs, { otherwise: 6 })).size).toBe(1);
    const found = clusters(2 * size, pairs, { otherwise: 6, sources });
    const held = all.map((record) => `${found[record]} ${sources[record]}`);
    expect(new Set(held).size).toBe(held.length);
    // None is left alone that could be with others.
    expect(new Set(found).size).toBe(2);
  });
});
